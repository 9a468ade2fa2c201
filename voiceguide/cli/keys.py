"""Single key presses from a terminal, without Enter; the terminal is put back as it was."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ReadKey = Callable[[float], str | None]
"""Seconds to wait at the most -> the key that was pressed, or None."""


@contextmanager
def keys() -> Iterator[ReadKey]:
    """Read keys one by one while this is open; where there is no terminal, none is ever pressed."""
    if not sys.stdin.isatty():
        yield _nobody
    elif sys.platform == "win32":
        yield _windows_key
    else:
        import os
        import select
        import termios
        import tty

        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        tty.setcbreak(terminal)

        def read(seconds: float) -> str | None:
            ready, _, _ = select.select([terminal], [], [], seconds)
            return os.read(terminal, 1).decode(errors="replace") if ready else None

        try:
            yield read
        finally:
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)


def _nobody(seconds: float) -> str | None:
    import time

    time.sleep(seconds)
    return None


def _windows_key(seconds: float) -> str | None:
    if sys.platform != "win32":  # for the type checker
        return None
    import msvcrt
    import time

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if msvcrt.kbhit():
            return msvcrt.getwch()
        time.sleep(0.01)
    return None
