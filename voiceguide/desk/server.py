"""Runs the desk on this machine alone."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable

from voiceguide.desk.app import make_app, new_token
from voiceguide.desk.services import DeskServices
from voiceguide.serve.http_server import HttpServer
from voiceguide.serve.server import listen

HOST = "127.0.0.1"


class DeskServer(HttpServer):
    """The server of one desk. Serves until a signal arrives or `should_exit` is set."""

    def __init__(
        self, services: DeskServices, ready: Callable[[str], None], *, port: int = 0, opened: str | None = None
    ) -> None:
        """`ready` is called with the address once the server answers. Raises VoiceguideError for a port that is
        taken."""
        self._services = services
        self._ready = ready
        self._listening: socket.socket = listen(HOST, port)
        number, token = self._listening.getsockname()[1], new_token()
        self.address = f"http://{HOST}:{number}/{token}/"
        super().__init__(make_app(services, token, number, opened), services.note)

    def serve_desk(self) -> None:
        """Serve until the end."""
        self.run_on(self._listening)

    def begun(self) -> None:
        """Tell the address, and start a worker."""
        self._ready(self.address)
        self._warming = asyncio.get_running_loop().run_in_executor(None, self._services.studios.start_workers)

    def ended(self) -> None:
        """Stop all work."""
        self._services.close()
