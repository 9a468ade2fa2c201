"""The screen of a live session, on standard error: a full-screen picture, or one plain line a step."""

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
from voiceguide.cli.quiet import is_quiet
from voiceguide.cli.states import STATE_MESSAGES
from voiceguide.cli.streams import wants_colour
from voiceguide.cli.terminal import in_foreground, obeys_sequences, terminal_settings
from voiceguide.duration import clock
from voiceguide.live.status import Status
from voiceguide.storage.environment import variable

_ENTER = "\x1b[?1049h\x1b[?25l\x1b[?7l"
"""Switch to the alternate screen, hide the cursor, and turn off line wrapping, since terminals disagree about character
widths."""
_LEAVE = "\x1b[0m\x1b[2J\x1b[H\x1b[?7h\x1b[?25h\x1b[?1049l"
_CLEAR = "\x1b[0m\x1b[2J"
PATIENCE_SECONDS = 0.05
"""The longest wait for a terminal that accepts no output."""
_ASCII = str.maketrans("█░━─…←→", "#.=-.<>")
"""Replacements for terminals without these characters."""


def screen(plain: bool, any_key: bool = False) -> Screen:
    """Return a plain screen if the argument or VOICEGUIDE_PLAIN asks for it, or if there is no terminal to draw on; a
    silent one for `--quiet`."""
    if is_quiet():
        return Silent()
    here = sys.stderr
    drawn = here.isatty() and in_foreground(here.fileno()) and obeys_sequences()
    if plain or variable("VOICEGUIDE_PLAIN") or not drawn:
        return Plain()
    return Drawn(here, colour=wants_colour() is not False, any_key=any_key)


class Screen:
    """Shows one status after the other, and at the end one line that stays."""

    def __init__(self) -> None:
        self._last: Status | None = None
        self.kept = True
        """False if the place could not be kept."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def show(self, status: Status) -> None:
        """Show this status. Call this about ten times a second, from one thread."""
        raise NotImplementedError

    def note(self, text: str) -> None:
        """Print a note that stays readable."""
        click.echo(f"note: {harmless(text)}", err=True)

    def close(self) -> None:
        """Print the line that stays, once. Prints nothing if nothing was shown."""
        if self._last:
            click.echo(farewell(self._last, kept=self.kept), err=True)
        self._last = None


def farewell(last: Status, *, kept: bool = True) -> str:
    """Return the last line: `Heel pain relief, 12:05, done`, or the time at which the place was kept."""
    session = last.session
    if not session.length:
        return f"{harmless(last.title)}, left before it began"
    left = "place kept" if kept else "left"
    end = f"{clock(session.length)}, done" if last.state == "over" else f"{left} at {_at(last)}"
    return f"{harmless(last.title)}, {end}"


def _at(status: Status) -> str:
    return clock(max(status.session.length - status.session.left, 0))


class Silent(Screen):
    """Prints nothing."""

    def show(self, status: Status) -> None:
        """Show nothing."""

    def note(self, text: str) -> None:
        """Print nothing."""


class Plain(Screen):
    """Prints one line for each step, each change of state, and each message before the first step, once the voice is
    silent. A screen reader reads it aloud, and would talk over the cues."""

    def __init__(self) -> None:
        super().__init__()
        self._step: tuple[int, str | None, str | None] | None = None
        self._state = "playing"
        self._said: str | None = None
        self._waiting: list[str] = []
        """The lines that wait for the end of the words."""

    def show(self, status: Status) -> None:
        """Print the changes since the last status."""
        self._last = status
        fresh = status.message if status.message != self._said else None
        words = fresh if status.step is None else None
        if words is not None or status.state != self._state:
            self._said = status.message
        if status.state != self._state:
            self._state = status.state
            words = fresh or {**STATE_MESSAGES, "playing": "Going on."}.get(status.state)
        if words and status.state != "over":
            self._print(words)
        step = (status.number, status.step, status.side)
        if status.step and step != self._step:
            self._step = step
            side = f" ({status.side})" if status.side else ""
            hold = f", {clock(status.hold.length)}" if status.hold else ""
            self._print(f"{_at(status)} {status.step}{side}{hold}")
        if not status.speaking:
            self._flush()

    def close(self) -> None:
        """Print the lines that waited, then the line that stays."""
        self._flush()
        super().close()

    def _print(self, text: str) -> None:
        self._waiting.append(harmless(text))

    def _flush(self) -> None:
        for line in self._waiting:
            click.echo(line, err=True)
        self._waiting = []


class Drawn(Screen):
    """Draws a picture that fills the terminal. Redraws only lines that have changed."""

    def __init__(self, terminal: TextIO, colour: bool, any_key: bool = False) -> None:
        super().__init__()
        self._terminal = terminal
        self._colour = colour
        self._any_key = any_key
        self._settings = ExitStack()
        self._notes: list[str] = []
        self._shown: tuple[os.terminal_size, list[str]] | None = None
        """The size and the lines on the screen; None if they are unknown."""
        self._output = _open_without_waiting(terminal.fileno())
        self._replacements = {} if _can_encode(terminal) else _ASCII

    def __enter__(self) -> Self:
        self._settings.enter_context(terminal_settings(self._terminal.fileno(), self._set_up, self._restore))
        return self

    def show(self, status: Status) -> None:
        """Draw this status."""
        from voiceguide.cli.picture import picture

        self._last = status
        size = self._size()
        lines = [
            line.translate(self._replacements)
            for line in picture(status, size.columns, size.lines, self._colour, self._any_key)
        ]
        # Noted before drawing: if a signal handler clears the screen meanwhile, the next call draws everything.
        before, self._shown = self._shown, (size, lines)
        if before and before[0] == size:
            self._write(_changes(before[1], lines))
        else:
            self._write(_CLEAR + _changes([], lines))

    def note(self, text: str) -> None:
        """Keep the note until the picture has gone."""
        self._notes.append(text)

    def close(self) -> None:
        """Give the terminal back, then print the notes and the last line."""
        self._settings.close()
        if self._output is not None:
            os.close(self._output)
            self._output = None
        for text in self._notes:
            super().note(text)
        self._notes = []
        super().close()

    def _set_up(self) -> None:
        self._shown = None
        self._write(_ENTER)

    def _restore(self) -> None:
        self._write(_LEAVE)

    def _size(self) -> os.terminal_size:
        try:
            size = os.get_terminal_size(self._terminal.fileno())
        except OSError:  # the terminal has gone
            size = os.terminal_size((0, 0))
        return size if size.columns and size.lines else os.terminal_size((80, 24))

    def _write(self, text: str) -> None:
        """Write past the buffer of the stream, since a signal may interrupt a buffered write. Output that the terminal
        does not accept in time is dropped and redrawn later, so that no screen holds up a session."""
        data = text.encode(self._terminal.encoding, "replace")
        try:
            while data:
                data = data[self._put(data) :]
        except BlockingIOError:
            self._shown = None
        except OSError:
            # The terminal has gone. Ending the session is decided elsewhere.
            self._output = None
            with Path(os.devnull).open("w") as nothing:
                os.dup2(nothing.fileno(), self._terminal.fileno())

    def _put(self, data: bytes) -> int:
        """Write some of these bytes and return their number. Raises BlockingIOError if the terminal accepts none in
        time."""
        if self._output is None:
            raw = getattr(self._terminal.buffer, "raw", self._terminal.buffer)
            return raw.write(data) or 0
        try:
            return os.write(self._output, data)
        except BlockingIOError:
            select.select([], [self._output], [], PATIENCE_SECONDS)
            return os.write(self._output, data)


def _open_without_waiting(terminal: int) -> int | None:
    """Open the terminal a second time, for writing without waiting; None if that is not possible. (Changing the shared
    file descriptor would affect every other program on the terminal.)"""
    if not hasattr(os, "ttyname"):
        return None
    try:
        return os.open(os.ttyname(terminal), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        return None


def _changes(before: list[str], lines: list[str]) -> str:
    """Return the output that turns one picture into the other."""
    changed = []
    for row in range(max(len(before), len(lines))):
        old, new = (lines_of[row] if row < len(lines_of) else "" for lines_of in (before, lines))
        if old != new:
            changed.append(f"\x1b[{row + 1}H\x1b[K{new}")
    return "".join(changed)


def _can_encode(terminal: TextIO) -> bool:
    try:
        "".join(map(chr, _ASCII)).encode(terminal.encoding)
    except UnicodeEncodeError:
        return False
    return True
