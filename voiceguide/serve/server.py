"""Runs the server: opens its socket, sets its limits, and ends it."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import sys
import traceback
from collections.abc import Callable, Collection, Sequence
from typing import Any

import uvicorn

from voiceguide.bed import BedOptions
from voiceguide.errors import VoiceguideError
from voiceguide.serve.app import make_app
from voiceguide.serve.connection import Connection
from voiceguide.serve.making import Making
from voiceguide.studio.voice_options import VoiceOptions

MOST_CONNECTIONS = 1_500
"""The number of connections from which on requests are answered with 503."""
MOST_HEADER_BYTES = 16_384
WAITING_CONNECTIONS = 256
"""The number of connections that the system queues."""
KEPT_ALIVE_SECONDS = 15
SEND_BYTES = 131_072
"""The size of the system's send buffer for a client. Without a limit it would grow to megabytes for clients that never
read."""
OTHER_FILES = 100
"""The number of open files for other purposes: workers, libraries, the cache."""


def listen(host: str, port: int) -> socket.socket:
    """A socket at this address; port 0 is a free one. Raises VoiceguideError."""
    # with both names given, asyncio sends small answers at once
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BYTES)
        if sys.platform != "win32":  # Windows would share a port that is taken
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(WAITING_CONNECTIONS)
    except OSError as error:
        listening.close()
        taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
        reason = f"is taken ({error.strerror})" if taken else f"cannot be used: {error.strerror}"
        raise VoiceguideError(f"Port {port} {reason}.", "Choose another: --port 0 takes any free one.") from error
    return listening


class Server(uvicorn.Server):
    """Serves until a signal arrives or `should_exit` is set. It raises the exceptions of the signal's handler."""

    def __init__(
        self,
        key: str | None,
        note: Callable[[str], None],
        ready: Callable[[], None],
        voice: VoiceOptions | None = None,
        bed: BedOptions | None = None,
        names: Collection[str] = (),
        *,
        history: bool = True,
        **offers: Sequence[str],
    ) -> None:
        """`key`: the beginning of all paths. `note` is told of failures, `ready` is called once the server answers.
        `voice`, `bed` and `offers` are as in `Making`, `names` and `history` as in `make_app`. Raises as `Making`."""
        self._note = note
        self._making = Making(note, voice, bed, **offers)
        self._ready = ready
        super().__init__(
            uvicorn.Config(
                make_app(self._making, key, note, names, history=history),
                http=Connection,
                ws="none",
                lifespan="off",
                log_config=None,
                log_level=logging.CRITICAL,  # the mistakes of clients need no report; `app` reports faults
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=_connections_allowed(),
                backlog=WAITING_CONNECTIONS,
                timeout_keep_alive=KEPT_ALIVE_SECONDS,
                timeout_graceful_shutdown=1,
                h11_max_incomplete_event_size=MOST_HEADER_BYTES,
            )
        )

    def run_on(self, listening: socket.socket) -> None:
        """Serve on this socket, then close it."""
        try:
            self.run([listening])
        finally:
            self._making.close()
            listening.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then make likely sessions."""
        asyncio.get_running_loop().set_exception_handler(self._tell)
        await super().startup(sockets)
        self._ready()
        self._ahead = asyncio.create_task(self._making.get_ahead())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop all work, then close all connections, even those that are sending."""
        self._ahead.cancel()
        self._making.close()
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
