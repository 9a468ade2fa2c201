"""Single key presses from a terminal, without Enter and echo. The terminal is restored afterwards."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from voiceguide.cli.keycodes import first_key, windows_key
from voiceguide.cli.terminal import borrowed, in_foreground
from voiceguide.live.commands import Command

ReadKey = Callable[[float], str | None]
"""Longest wait in seconds -> the pressed key, or None.

A key is a single character as it is, or "space", "enter", "left", "right", "up", "down", "escape", a media key of
`ACTS`, or "other". A closed terminal gives CLOSED every time."""

CLOSED = "closed"
ESCAPE_SECONDS = 0.05
"""An Escape alone for this long is the Escape key, not the start of a sequence."""

ACTS = {
    "space": Command.PRESS,
    "enter": Command.PRESS,
    "left": Command.BACK,
    "right": Command.NEXT,
    "r": Command.AGAIN,
    "w": Command.WHERE,
    "+": Command.LOUDER,
    "=": Command.LOUDER,
    "-": Command.QUIETER,
    "l": Command.LONGER,
    "s": Command.SHORTER,
    "q": Command.LEAVE,
    # Media keys, where a terminal passes them through.
    "play-pause": Command.PRESS,
    "play": Command.GO_ON,
    "pause": Command.PAUSE,
    "stop": Command.PAUSE,
    "next-track": Command.NEXT,
    "previous-track": Command.BACK,
    "louder": Command.LOUDER,
    "quieter": Command.QUIETER,
}


def act_of(key: str, any_key: bool) -> Command | None:
    """Return the command of a key. With `any_key`, each key is the one button. A closed terminal means quit."""
    if key == CLOSED:
        return Command.QUIT
    if any_key:
        return Command.PRESS
    return ACTS.get(key.lower())


@contextmanager
def keys() -> Iterator[ReadKey]:
    """Read single keys while this is open. Without a terminal of its own, no key ever comes."""
    if not sys.stdin.isatty() or not in_foreground(sys.stdin.fileno()):
        yield _nobody
    elif sys.platform == "win32":
        import msvcrt

        yield WindowsKeys(msvcrt)
    else:
        terminal = sys.stdin.fileno()
        with borrowed(terminal, *_key_by_key(terminal)):
            yield TerminalKeys(terminal)


def _key_by_key(terminal: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return two functions: one turns echo and line mode off, the other restores the terminal."""
    import termios

    before = termios.tcgetattr(terminal)

    def take() -> None:
        wanted = termios.tcgetattr(terminal)
        wanted[0] &= ~termios.IXON  # Ctrl-S must not freeze the screen
        wanted[3] &= ~(termios.ECHO | termios.ICANON)
        wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
        termios.tcsetattr(terminal, termios.TCSANOW, wanted)

    def give() -> None:
        with suppress(termios.error):  # the terminal has gone
            termios.tcflush(terminal, termios.TCIFLUSH)  # an extra `q` must not reach the shell
            termios.tcsetattr(terminal, termios.TCSANOW, before)

    return take, give


class TerminalKeys:
    """A `ReadKey` on a terminal without echo and line mode."""

    def __init__(self, terminal: int, now: Callable[[], float] = time.monotonic) -> None:
        self._terminal = terminal
        self._now = now
        self._typed = b""
        self._heard = 0.0
        """Time of the last bytes."""
        self._closed = False
        self._told = False

    def __call__(self, seconds: float) -> str | None:
        """The next key."""
        until = self._now() + seconds
        while True:
            alone = self._heard + ESCAPE_SECONDS
            name, used = first_key(self._typed, self._closed or self._now() >= alone)
            if used:
                self._typed = self._typed[used:]
                return name
            if self._closed:
                time.sleep(seconds if self._told else 0)  # a closed terminal must not cause a busy loop
                self._told = True
                return CLOSED
            if not self._listen((min(until, alone) if self._typed else until) - self._now()) and self._now() >= until:
                return None

    def _listen(self, seconds: float) -> bool:
        """Read the bytes typed within this time. Return True if there were any."""
        import select

        ready, _, _ = select.select([self._terminal], [], [], max(seconds, 0))
        if not ready:
            return False
        try:
            typed = os.read(self._terminal, 1024)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            typed = b""
        self._closed = not typed
        self._typed += typed
        self._heard = self._now()
        return True


class Console(Protocol):
    """The used part of msvcrt."""

    def kbhit(self) -> bool:
        """Return True if a key is waiting."""

    def getwch(self) -> str:
        """Return the next character, without echo."""


class WindowsKeys:
    """A `ReadKey` on a Windows console."""

    def __init__(self, console: Console, sleep: Callable[[float], None] = time.sleep) -> None:
        self._console = console
        self._sleep = sleep

    def __call__(self, seconds: float) -> str | None:
        """The next key."""
        for _ in range(int(seconds / 0.01) + 1):
            if self._console.kbhit():
                return self._key()
            self._sleep(0.01)
        return None

    def _key(self) -> str:
        first = self._console.getwch()
        if first == "\x03":
            raise KeyboardInterrupt
        # U+00E0 is also a letter. As a prefix, another character follows at once.
        prefix = first in "\0\xe0" and self._console.kbhit()
        return windows_key(first, self._console.getwch() if prefix else None)


def _nobody(seconds: float) -> str | None:
    time.sleep(seconds)
    return None
