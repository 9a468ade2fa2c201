"""Read single key presses from a terminal, without Enter and without echo. The terminal's settings are restored."""

from __future__ import annotations

import errno
import os
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Protocol

from voiceguide.cli.keycodes import first_key, windows_key
from voiceguide.cli.terminal import in_foreground, terminal_settings
from voiceguide.live.commands import AnyCommand, Command, OverlayCommand

ReadKey = Callable[[float], str | None]
"""A function that waits up to a number of seconds, and returns a key or None.

A key is a single character, or "space", "enter", "left", "right", "up", "down", "escape", a media key of `COMMANDS`, or
"other". After the terminal has gone, each call returns CLOSED.
"""

CLOSED = "closed"
REPEAT_SECONDS = 0.06
"""A key that follows another one within this time comes from a held key or from pasted text."""
FIRST_REPEAT_SECONDS, LAST_REPEAT_SECONDS = 0.2, 1.1
"""The delay after which systems begin to repeat a held key: 0.225 to 1 second (macOS, Windows, Linux)."""
HELD_WAIT_SECONDS = 0.045
"""The wait for the next repetition: systems repeat 25 to 30 times a second."""
LEAVE_WAIT_SECONDS = 0.12
"""The same for leaving, which must not happen by mistake. Linux consoles repeat 11 times a second."""
ESCAPE_SECONDS = 0.05
"""An Escape with no byte after it for this long is the Escape key. Otherwise it begins a longer key sequence."""

COMMANDS: dict[str, AnyCommand] = {
    "space": Command.PRESS,
    "enter": Command.PRESS,
    "left": Command.BACK,
    "right": Command.NEXT,
    "r": Command.AGAIN,
    "w": Command.WHERE,
    "+": OverlayCommand.LOUDER,
    "=": OverlayCommand.LOUDER,
    "-": OverlayCommand.QUIETER,
    "l": Command.LONGER,
    "s": Command.SHORTER,
    "u": Command.UNDO,
    "q": Command.LEAVE,
    "<": OverlayCommand.SLOWER,
    ",": OverlayCommand.SLOWER,
    ">": OverlayCommand.FASTER,
    ".": OverlayCommand.FASTER,
    "v": OverlayCommand.VOICE_SOFTER,
    "V": OverlayCommand.VOICE_LOUDER,
    "b": OverlayCommand.BELLS_SOFTER,
    "B": OverlayCommand.BELLS_LOUDER,
    "m": OverlayCommand.BED_SOFTER,
    "M": OverlayCommand.BED_LOUDER,
    # Media keys, on terminals that pass them on.
    "play-pause": Command.PRESS,
    "play": Command.GO_ON,
    "pause": Command.PAUSE,
    "stop": Command.PAUSE,
    "next-track": Command.NEXT,
    "previous-track": Command.BACK,
    "louder": OverlayCommand.LOUDER,
    "quieter": OverlayCommand.QUIETER,
}


def command_of(key: str, any_key: bool) -> AnyCommand | None:
    """Return the command of a key. With `any_key`, any key is the one button. A terminal that has gone means QUIT."""
    if key == CLOSED:
        return Command.QUIT
    if any_key:
        return Command.PRESS
    return COMMANDS.get(key) or COMMANDS.get(key.lower())


@contextmanager
def keys() -> Iterator[ReadKey]:
    """Read keys one by one inside this context. Without a terminal, or in the background, no key ever arrives."""
    if not sys.stdin.isatty() or not in_foreground(sys.stdin.fileno()):
        yield _no_keys
    elif sys.platform == "win32":
        import msvcrt

        yield WindowsKeys(msvcrt)
    else:
        terminal = sys.stdin.fileno()
        with terminal_settings(terminal, *_key_by_key(terminal)):
            yield TerminalKeys(terminal)


def _key_by_key(terminal: int) -> tuple[Callable[[], None], Callable[[], None]]:
    """Return two functions: one makes the terminal pass on each key at once without echo, the other restores its
    settings."""
    import termios

    before = termios.tcgetattr(terminal)

    def set_up() -> None:
        wanted = termios.tcgetattr(terminal)
        wanted[0] &= ~termios.IXON  # Ctrl-S must not freeze the screen
        wanted[3] &= ~(termios.ECHO | termios.ICANON)
        wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
        termios.tcsetattr(terminal, termios.TCSANOW, wanted)

    def restore() -> None:
        with suppress(termios.error):  # the terminal has gone
            termios.tcflush(terminal, termios.TCIFLUSH)  # one `q` too many must not reach the shell
            termios.tcsetattr(terminal, termios.TCSANOW, before)

    return set_up, restore


class TerminalKeys:
    """Reads keys from a terminal that passes on each key at once."""

    def __init__(self, terminal: int, now: Callable[[], float] = time.monotonic) -> None:
        self._terminal = terminal
        self._now = now
        self._typed = b""
        self._last_typed = 0.0
        """The time of the last bytes."""
        self._closed = False
        self._reported = False

    def __call__(self, seconds: float) -> str | None:
        """Return the next key."""
        until = self._now() + seconds
        while True:
            alone = self._last_typed + ESCAPE_SECONDS
            name, used = first_key(self._typed, self._closed or self._now() >= alone)
            if used:
                self._typed = self._typed[used:]
                return name
            if self._closed:
                time.sleep(seconds if self._reported else 0)  # the terminal has gone: avoid a busy loop
                self._reported = True
                return CLOSED
            if not self._listen((min(until, alone) if self._typed else until) - self._now()) and self._now() >= until:
                return None

    def _listen(self, seconds: float) -> bool:
        """Read the bytes that arrive within this time. Returns True if there were any."""
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
        self._last_typed = self._now()
        return True


class FirstPresses:
    """Reads keys, and drops the repetitions of a held key and of pasted text.

    A held key repeats after a delay of 0.2 to 1 second, then quickly. So the same key after such a time waits a moment:
    if it comes once more, it is held.
    """

    def __init__(self, read: ReadKey, now: Callable[[], float] = time.monotonic) -> None:
        self._read = read
        self._now = now
        self._last: str | None = None
        self._last_seconds = float("-inf")

    def __call__(self, seconds: float) -> str | None:
        """Return the next key, unless it is a repetition."""
        key = self._read(seconds)
        if key is None or key == CLOSED:
            return key
        gap = self._now() - self._last_seconds
        repeated = gap < REPEAT_SECONDS
        if key == self._last and FIRST_REPEAT_SECONDS <= gap <= LAST_REPEAT_SECONDS:
            wait = LEAVE_WAIT_SECONDS if COMMANDS.get(key) is Command.LEAVE else HELD_WAIT_SECONDS
            repeated = self._read(wait) == key
        following: str | None = key
        while following is not None and following != CLOSED:  # the rest of a pasted text
            following = self._read(0)
        self._last, self._last_seconds = key, self._now()
        return None if repeated else key


class Console(Protocol):
    """The part of msvcrt that is used."""

    def kbhit(self) -> bool:
        """Return True if a key is waiting."""

    def getwch(self) -> str:
        """Return the next character, without echo."""


class WindowsKeys:
    """Reads keys from a Windows console."""

    def __init__(self, console: Console, sleep: Callable[[float], None] = time.sleep) -> None:
        self._console = console
        self._sleep = sleep

    def __call__(self, seconds: float) -> str | None:
        """Return the next key."""
        for _ in range(int(seconds / 0.01) + 1):
            if self._console.kbhit():
                return self._key()
            self._sleep(0.01)
        return None

    def _key(self) -> str:
        first = self._console.getwch()
        if first == "\x03":
            raise KeyboardInterrupt
        # U+00E0 is also a letter; as a prefix, another character follows it at once
        prefix = first in "\0\xe0" and self._console.kbhit()
        return windows_key(first, self._console.getwch() if prefix else None)


def _no_keys(seconds: float) -> str | None:
    time.sleep(seconds)
    return None
