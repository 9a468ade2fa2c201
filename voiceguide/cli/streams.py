"""The three standard streams. A command works with any of them closed, and a full or closed standard error stops none.

A program that is started by a daemon or a desktop may have no streams. Their numbers would then be given to the next
files that it opens, so they are opened on nothing first.
"""

from __future__ import annotations

import io
import os
import sys
from typing import Any, TextIO, cast


def open_streams() -> None:
    """Open the closed streams on nothing, and make standard error forgiving."""
    for number, mode in ((0, os.O_RDONLY), (1, os.O_WRONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            _open_on_nothing(number, mode)
    sys.stdin = sys.stdin or _opened(0, "r")
    sys.stdout = sys.stdout or _opened(1, "w")
    sys.stderr = sys.stderr or _opened(2, "w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a pipe on Windows may not encode an arrow
    if isinstance(sys.stderr, io.TextIOWrapper):
        sys.stderr = cast("TextIO", Forgiving(sys.stderr))


def _open_on_nothing(number: int, mode: int) -> None:
    opened = os.open(os.devnull, mode)
    if opened != number:
        os.dup2(opened, number)
        os.close(opened)


def _opened(number: int, mode: str) -> TextIO:
    return io.TextIOWrapper(io.FileIO(number, mode, closefd=False), "utf-8", "replace")


def silence(stream: TextIO) -> None:
    """Send the rest of a stream to nothing: its reader has gone, or its disk is full."""
    try:
        number = stream.fileno()
    except (OSError, ValueError):
        return
    opened = os.open(os.devnull, os.O_WRONLY)
    os.dup2(opened, number)
    os.close(opened)


class Forgiving:
    """A stream of messages. Unwritable text is dropped: messages must not stop the work that they are about."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write a text, if possible."""
        try:
            self._stream.write(text)
        except (OSError, ValueError):
            self._give_up()
        return len(text)

    def flush(self) -> None:
        """Flush, if possible."""
        try:
            self._stream.flush()
        except (OSError, ValueError):
            self._give_up()

    def _give_up(self) -> None:
        if not self._stream.closed:
            silence(self._stream)

    def isatty(self) -> bool:
        """Return True for a terminal."""
        return not self._stream.closed and self._stream.isatty()

    def __getattr__(self, name: str) -> Any:
        """Return any other attribute of the stream, such as `encoding`."""
        return getattr(self._stream, name)


def wants_colour() -> bool | None:
    """Return False where the environment takes colours away (NO_COLOR, TERM=dumb), else None: a terminal has them."""
    if os.environ.get("NO_COLOR") or os.environ.get("TERM", "") in ("dumb", "unknown"):
        return False
    return None


def settle_colours() -> None:
    """Say in one way what the environment asks of a terminal: CLICOLOR=0 is NO_COLOR, one without a TERM is dumb. On
    Windows no terminal has a TERM."""
    if os.environ.get("CLICOLOR") == "0":
        os.environ["NO_COLOR"] = "1"
    if not os.environ.get("TERM", "xterm" if os.name == "nt" else ""):
        os.environ["TERM"] = "dumb"
