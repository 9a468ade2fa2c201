"""The page for phones, started and stopped from the desk. It is for listening alone: it changes no script."""

from __future__ import annotations

import base64
import io
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voiceguide.errors import OutputError, VoiceguideError
from voiceguide.script import library
from voiceguide.serve.addresses import own_addresses
from voiceguide.serve.key import kept_key, new_key
from voiceguide.serve.server import Server, listen

PORT = 8765
START_SECONDS = 30.0


class Phone:
    """The server for phones; at most one at a time."""

    def __init__(self, folder: Path, note: Callable[[str], None]) -> None:
        """`folder`: the scripts that it offers, beside those that come with voiceguide."""
        self._folder = folder
        self._note = note
        self._lock = threading.Lock()
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self._addresses: list[str] = []

    def start(self) -> dict[str, Any]:
        """Start it, if it does not run yet. Raises VoiceguideError."""
        with self._lock:
            if self._server is None:
                self._start()
            return self._state()

    def stop(self) -> dict[str, Any]:
        """Stop it."""
        with self._lock:
            if self._server is not None and self._thread is not None:
                self._server.should_exit = True
                self._thread.join(START_SECONDS)
            self._server, self._thread, self._addresses = None, None, []
            library.look_in(None)
            return self._state()

    def state(self) -> dict[str, Any]:
        """Its addresses and a code to scan; no address while it is stopped."""
        with self._lock:
            return self._state()

    def _start(self) -> None:
        hosts = own_addresses()
        if not hosts:
            raise VoiceguideError("This computer is in no network.", "Connect it to the network of the phone.")
        try:
            listening = listen("0.0.0.0", PORT)
        except VoiceguideError:  # the usual port is taken
            listening = listen("0.0.0.0", 0)
        try:
            key = kept_key()
        except OutputError:  # the address then changes with the next start
            key = new_key()
        library.look_in(self._folder)
        ready = threading.Event()
        server = Server(key, self._note, ready.set)
        thread = threading.Thread(target=server.run_on, args=[listening], daemon=True)
        thread.start()
        if not ready.wait(START_SECONDS):
            server.should_exit = True
            library.look_in(None)
            raise VoiceguideError("The page for phones did not start.", "Try again.")
        self._server, self._thread = server, thread
        port = listening.getsockname()[1]
        self._addresses = [f"http://{host}:{port}/{key}/" for host in hosts]

    def _state(self) -> dict[str, Any]:
        code = _code(self._addresses[0]) if self._addresses else None
        return {"addresses": self._addresses, "code": code}


def _code(address: str) -> str:
    """A QR code of an address, as the address of a picture."""
    import segno

    made = io.BytesIO()
    segno.make_qr(address, error="m").save(made, kind="svg", scale=6, border=2, xmldecl=False)
    return f"data:image/svg+xml;base64,{base64.b64encode(made.getvalue()).decode()}"
