"""Real pseudo-terminals for tests, and what a screen would show of what was written to one."""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals of this kind", allow_module_level=True)

import codecs
import fcntl
import pty
import termios

ROOT = Path(__file__).parent.parent


class Terminal:
    """A pseudo-terminal: this side is the keyboard and the screen, `end` is a program's."""

    def __init__(self, columns: int = 80, lines: int = 24) -> None:
        self.mine, self.end = pty.openpty()
        self.resize(columns, lines)
        self.seen = ""
        """All that was written to it."""
        self._told = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def resize(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self.end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def modes(self) -> list[Any]:
        return termios.tcgetattr(self.end)

    def press(self, typed: bytes) -> None:
        os.write(self.mine, typed)

    def written(self) -> str:
        """What has been written since this or `until` was asked last."""
        while select.select([self.mine], [], [], 0)[0]:
            self._take()
        return self._since(len(self.seen))

    def until(self, text: str, seconds: float = 30) -> str:
        """What has been written up to this text; waits for it, and fails when it never comes."""
        while (place := self.seen.find(text, self._told)) < 0:
            ready = select.select([self.mine], [], [], seconds)[0]
            assert ready, f"{text!r} was never written, but {self.seen[self._told :]!r}"
            self._take()
        return self._since(place + len(text))

    def _take(self) -> None:
        self.seen += self._decoder.decode(os.read(self.mine, 65536))

    def _since(self, place: int) -> str:
        told, self._told = self._told, place
        return self.seen[told:place]

    def end_of(self, process: subprocess.Popen[bytes], seconds: float = 30) -> int:
        """The exit status of a program, whose last words are read meanwhile: a full terminal lets nobody end."""
        give_up = time.monotonic() + seconds
        while process.poll() is None:
            assert time.monotonic() < give_up, "it does not end"
            if select.select([self.mine], [], [], 0.05)[0]:
                self._take()
        return process.returncode

    def hang_up(self) -> None:
        with suppress(OSError):
            os.close(self.mine)
        self.mine = -1

    @contextmanager
    def running(self, *command: object, **env: str) -> Iterator[subprocess.Popen[bytes]]:
        """A program that has this for its own terminal."""
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=self.end,
            stdout=self.end,
            stderr=self.end,
            cwd=ROOT,
            env={**os.environ, "TERM": "xterm", **env},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    def close(self) -> None:
        self.hang_up()
        os.close(self.end)


_PIECE = re.compile(r"\x1b\[(\??[\d;]*)([a-zA-Z])|([^\x1b])")


def shown(written: str, lines: int = 24) -> list[str]:
    """What stands on a screen after this, of which only narrow signs and what `Drawn` uses are understood."""
    page, row, column = [""] * lines, 0, 0
    for piece in _PIECE.finditer(written):
        arguments, order, sign = piece.groups()
        if sign:
            page[row] = f"{page[row]:{column}}"[:column] + sign + page[row][column + 1 :]
            column += 1
        elif order == "H":
            row, column = int(arguments or 1) - 1, 0
        elif order == "K":
            page[row] = page[row][:column]
        elif order == "J":
            page = [""] * lines
    return [line.rstrip() for line in page]


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """A terminal for one test."""
    terminal = Terminal()
    yield terminal
    terminal.close()
