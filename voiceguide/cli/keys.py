"""Single key presses from a terminal, without Enter and without echo; the terminal is put back as it was."""

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
"""Seconds to wait at the most -> the key that was pressed, or None.

A key is a single character as it is, or "space", "enter", "left", "right", "up", "down", "escape", a media key of
`ACTS`, or "other". CLOSED, again and again, when the terminal has gone."""

CLOSED = "closed"
ESCAPE_SECONDS = 0.05
"""An Escape that nothing follows for so long is the Escape key and not the beginning of another."""

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
    """What a key does; with `any_key` each is the one button. A terminal that has gone asks to quit."""
    if key == CLOSED:
        return Command.QUIT
    if any_key:
        return Command.PRESS
    return ACTS.get(key.lower())


@contextmanager
def keys() -> Iterator[ReadKey]:
    """Read keys one by one while this is open; where there is no terminal, or it is another's, none is ever pressed."""
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
    """How to make a terminal hand over each key at once and unseen, and how to put it back as it is now."""
    import termios

    before = termios.tcgetattr(terminal)

    def take() -> None:
        wanted = termios.tcgetattr(terminal)
        wanted[0] &= ~termios.IXON  # Ctrl-S is a key: it must not freeze the screen
        wanted[3] &= ~(termios.ECHO | termios.ICANON)
        wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
        termios.tcsetattr(terminal, termios.TCSANOW, wanted)

    def give() -> None:
        with suppress(termios.error):  # the terminal has gone
            termios.tcflush(terminal, termios.TCIFLUSH)  # one `q` too many is not meant for the shell
            termios.tcsetattr(terminal, termios.TCSANOW, before)

    return take, give


class TerminalKeys:
    """A `ReadKey` on a terminal that hands over each key at once."""

    def __init__(self, terminal: int, now: Callable[[], float] = time.monotonic) -> None:
        self._terminal = terminal
        self._now = now
        self._typed = b""
        self._heard = 0.0
        """When the last bytes came."""
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
                time.sleep(seconds if self._told else 0)  # nobody is kept busy by a terminal that has gone
                self._told = True
                return CLOSED
            if not self._listen((min(until, alone) if self._typed else until) - self._now()) and self._now() >= until:
                return None

    def _listen(self, seconds: float) -> bool:
        """Take in what is typed within that time; whether anything was."""
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
    """What is used of msvcrt."""

    def kbhit(self) -> bool:
        """Whether a key waits."""

    def getwch(self) -> str:
        """The next character, unseen."""


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
        # U+00E0 is also a letter: only as a prefix is it followed at once.
        prefix = first in "\0\xe0" and self._console.kbhit()
        return windows_key(first, self._console.getwch() if prefix else None)


def _nobody(seconds: float) -> str | None:
    time.sleep(seconds)
    return None
