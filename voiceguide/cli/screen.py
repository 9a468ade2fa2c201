"""The display of a live session on standard error: a picture on a terminal, or one plain line per step."""

from __future__ import annotations

import os
import select
import sys
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

import click

from voiceguide.cli.harmless import harmless
from voiceguide.cli.states import STATES
from voiceguide.cli.terminal import borrowed, in_foreground, obeys_sequences
from voiceguide.duration import clock
from voiceguide.live.status import Status

_TAKE = "\x1b[?1049h\x1b[?25l\x1b[?7l"
"""Switch to the alternate screen, hide the cursor, and stop long lines from wrapping."""
_GIVE = "\x1b[0m\x1b[2J\x1b[H\x1b[?7h\x1b[?25h\x1b[?1049l"
_CLEAR = "\x1b[0m\x1b[2J"
PATIENCE_SECONDS = 0.05
"""Longest wait in seconds for a terminal to take output."""
_ASCII = str.maketrans("█░━─…←→", "#.=-.<>")
"""Replacements for terminals without these characters."""


def screen(plain: bool, any_key: bool = False) -> Screen:
    """Return a display: plain lines on request, with VOICEGUIDE_PLAIN or without a terminal; else a picture."""
    here = sys.stderr
    drawn = here.isatty() and in_foreground(here.fileno()) and obeys_sequences()
    if plain or os.environ.get("VOICEGUIDE_PLAIN") or not drawn:
        return Plain()
    return Drawn(here, colour=not os.environ.get("NO_COLOR"), any_key=any_key)


class Screen:
    """Shows one glance after the other, and in the end one line that stays."""

    def __init__(self) -> None:
        self._last: Status | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def show(self, status: Status) -> None:
        """Show this moment. To be called some ten times a second, from one thread."""
        raise NotImplementedError

    def note(self, text: str) -> None:
        """Print a note that stays visible."""
        click.echo(f"note: {harmless(text)}", err=True)

    def close(self) -> None:
        """Print the last line once, if anything was shown."""
        if self._last:
            click.echo(farewell(self._last), err=True)
        self._last = None


def farewell(last: Status) -> str:
    """Return the last line: `Heel pain relief, 12:05, done`, or the stored place."""
    session = last.session
    if not session.length:
        return f"{harmless(last.title)}, left before it began"
    end = f"{clock(session.length)}, done" if last.state == "over" else f"place kept at {_at(last)}"
    return f"{harmless(last.title)}, {end}"


def _at(status: Status) -> str:
    return clock(max(status.session.length - status.session.left, 0))


class Plain(Screen):
    """One line per step and per state. A screen reader must not talk over the cues."""

    def __init__(self) -> None:
        super().__init__()
        self._step: tuple[int, str | None, str | None] | None = None
        self._state = "playing"
        self._said: str | None = None

    def show(self, status: Status) -> None:
        """Print the changes since the last status."""
        self._last = status
        if status.state != self._state:
            self._state = status.state
            fresh = status.message if status.message != self._said else None
            self._said = status.message
            words = fresh or {**STATES, "playing": "Going on."}.get(status.state)
            if words and status.state != "over":
                self._print(words)
        step = (status.number, status.step, status.side)
        if status.step and step != self._step:
            self._step = step
            side = f" ({status.side})" if status.side else ""
            hold = f", {clock(status.hold.length)}" if status.hold else ""
            self._print(f"{_at(status)} {status.step}{side}{hold}")

    @staticmethod
    def _print(text: str) -> None:
        click.echo(harmless(text), err=True)


class Drawn(Screen):
    """A picture that fills the terminal. Only changed lines are drawn again."""

    def __init__(self, terminal: TextIO, colour: bool, any_key: bool = False) -> None:
        super().__init__()
        self._terminal = terminal
        self._colour = colour
        self._any_key = any_key
        self._loan = ExitStack()
        self._notes: list[str] = []
        self._shown: tuple[os.terminal_size, list[str]] | None = None
        """Size and lines of the shown picture; None if unknown."""
        self._own = _own_way(terminal.fileno())
        self._signs = {} if _knows_signs(terminal) else _ASCII

    def __enter__(self) -> Self:
        self._loan.enter_context(borrowed(self._terminal.fileno(), self._take, self._give))
        return self

    def show(self, status: Status) -> None:
        """Draw this moment of the session."""
        from voiceguide.cli.picture import picture

        self._last = status
        size = self._size()
        lines = [
            line.translate(self._signs)
            for line in picture(status, size.columns, size.lines, self._colour, self._any_key)
        ]
        # Stored before drawing: if a signal handler clears the screen meanwhile, the next picture is drawn whole.
        before, self._shown = self._shown, (size, lines)
        if before and before[0] == size:
            self._write(_changes(before[1], lines))
        else:
            self._write(_CLEAR + _changes([], lines))

    def note(self, text: str) -> None:
        """Hold the note until the picture is gone."""
        self._notes.append(text)

    def close(self) -> None:
        """Restore the terminal, then print notes and the last line."""
        self._loan.close()
        if self._own is not None:
            os.close(self._own)
            self._own = None
        for text in self._notes:
            super().note(text)
        self._notes = []
        super().close()

    def _take(self) -> None:
        self._shown = None
        self._write(_TAKE)

    def _give(self) -> None:
        self._write(_GIVE)

    def _size(self) -> os.terminal_size:
        try:
            size = os.get_terminal_size(self._terminal.fileno())
        except OSError:  # it has gone
            size = os.terminal_size((0, 0))
        return size if size.columns and size.lines else os.terminal_size((80, 24))

    def _write(self, text: str) -> None:
        """Write without the stream's buffer, which a signal handler may find half full.

        Output that the terminal does not take in time is dropped and drawn later. A session never waits for the screen.
        """
        data = text.encode(self._terminal.encoding, "replace")
        try:
            while data:
                data = data[self._put(data) :]
        except BlockingIOError:
            self._shown = None
        except OSError:
            # The terminal is gone. Other code decides if the session ends.
            self._own = None
            with Path(os.devnull).open("w") as nothing:
                os.dup2(nothing.fileno(), self._terminal.fileno())

    def _put(self, data: bytes) -> int:
        """Return the number of bytes that the terminal took. Raises BlockingIOError if it takes none for a while."""
        if self._own is None:
            raw = getattr(self._terminal.buffer, "raw", self._terminal.buffer)
            return raw.write(data) or 0
        try:
            return os.write(self._own, data)
        except BlockingIOError:
            select.select([], [self._own], [], PATIENCE_SECONDS)
            return os.write(self._own, data)


def _own_way(terminal: int) -> int | None:
    """Open the terminal again without blocking; None if that fails.

    Making the shared file descriptor non-blocking would change it for all programs on that terminal.
    """
    if not hasattr(os, "ttyname"):
        return None
    try:
        return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return None


def _changes(before: list[str], lines: list[str]) -> str:
    """Return the output that turns one picture into another."""
    changed = []
    for row in range(max(len(before), len(lines))):
        old, new = (page[row] if row < len(page) else "" for page in (before, lines))
        if old != new:
            changed.append(f"\x1b[{row + 1}H\x1b[K{new}")
    return "".join(changed)


def _knows_signs(terminal: TextIO) -> bool:
    try:
        "".join(map(chr, _ASCII)).encode(terminal.encoding)
    except UnicodeEncodeError:
        return False
    return True
