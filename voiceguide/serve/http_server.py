"""An HTTP server around one ASGI application, with limits on connections, headers and waiting. The page for the phone
and the writer's desk run on it."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from voiceguide.serve.connection import Connection

MOST_CONNECTIONS = 1_500
"""The number of connections from which on requests are answered with 503."""
WAITING_CONNECTIONS = 256
"""The number of connections that the system queues."""
KEPT_ALIVE_SECONDS = 15
MORE_SIGNALS = ("SIGHUP", "SIGQUIT")
"""The signals that end the server, besides those of uvicorn."""
OTHER_FILES = 100
"""The number of open files for other purposes: workers, libraries, the cache."""


class HttpServer(uvicorn.Server):
    """Serves until a signal arrives or `should_exit` is set. It raises the exceptions of the signal's handler."""

    def __init__(self, app: ASGIApp, note: Callable[[str], None]) -> None:
        """`note` is told of failures outside any request."""
        self._note = note
        super().__init__(
            uvicorn.Config(
                app,
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level=logging.CRITICAL,  # the mistakes of clients need no report; the application reports faults
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=_connections_allowed(),
                backlog=WAITING_CONNECTIONS,
                timeout_keep_alive=KEPT_ALIVE_SECONDS,
                timeout_graceful_shutdown=1,
            )
        )

    def begun(self) -> None:
        """Called in the event loop once the server answers."""

    def ended(self) -> None:
        """Stop the work behind the application. Called before the connections close, and again at the end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take SIGHUP and SIGQUIT like SIGTERM, where the program handles them: an exception of their handler would be
        lost in a task."""
        main = threading.current_thread() is threading.main_thread()
        numbers = [getattr(signal, name) for name in MORE_SIGNALS if main and hasattr(signal, name)]
        handlers = {number: signal.getsignal(number) for number in numbers if callable(signal.getsignal(number))}
        with super().capture_signals():
            for number in handlers:
                signal.signal(number, self.handle_exit)
            try:
                yield
            finally:
                for number, handler in handlers.items():
                    signal.signal(number, handler)

    def run_on(self, listening: socket.socket) -> None:
        """Serve on this socket, then close it."""
        try:
            self.run([listening])
        finally:
            self.ended()
            listening.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call `begun`."""
        asyncio.get_running_loop().set_exception_handler(self._tell)
        await super().startup(sockets)
        self.begun()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop all work, then close all connections, even those that are sending."""
        self.ended()
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await super().shutdown(sockets)

    def _tell(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Report a failure outside any request: in one sentence where the machine lacks a resource."""
        error = context.get("exception")
        explained = error is None or isinstance(error, OSError)
        self._note(context["message"] if explained else "".join(traceback.format_exception(error)))


def _connections_allowed() -> int:
    """The number of connections that the system allows, each with one open file. Raises the system's limit for open
    files first."""
    if sys.platform == "win32":
        return MOST_CONNECTIONS
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MOST_CONNECTIONS + OTHER_FILES
    if resource.RLIM_INFINITY not in (soft, hard):
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return (wanted - OTHER_FILES) // 2
