"""Runs the server of the page: opens its socket, and makes likely sessions once it answers."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from collections.abc import Callable, Collection, Sequence

from voiceguide.bed import BedOptions
from voiceguide.errors import VoiceguideError
from voiceguide.serve.app import make_app
from voiceguide.serve.http_server import WAITING_CONNECTIONS, HttpServer
from voiceguide.serve.making import Making
from voiceguide.serve.studios import NOTHING_USUAL, Usual
from voiceguide.studio.voice_options import VoiceOptions

SEND_BYTES = 131_072
"""The size of the system's send buffer for a client. Without a limit it would grow to megabytes for clients that never
read."""


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


class Server(HttpServer):
    """The server of the page for the phone."""

    _ahead: asyncio.Task[None] | None = None

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
        usual: Usual = NOTHING_USUAL,
        **offers: Sequence[str],
    ) -> None:
        """`key`: the beginning of all paths. `note` is told of failures, `ready` is called once the server answers.
        `voice`, `bed`, `usual` and `offers` are as in `Making`, `names` and `history` as in `make_app`. Raises as
        `Making`."""
        self._making = Making(note, voice, bed, usual=usual, **offers)
        self._ready = ready
        super().__init__(make_app(self._making, key, note, names, history=history), note)

    def begun(self) -> None:
        """Tell that it answers, and make likely sessions."""
        self._ready()
        self._ahead = asyncio.create_task(self._making.get_ahead())

    def ended(self) -> None:
        """Stop all work."""
        if self._ahead:
            self._ahead.cancel()
            self._ahead = None
        self._making.close()
