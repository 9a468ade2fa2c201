"""Runs a program that speaks, without a shell and supervised."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from voiceguide.speech.engine import EngineFault
from voiceguide.speech.error_text import first_line, last_line

MOST_KEPT = 10_000
"""Bytes of the program's last output that are kept."""
RUN = "VOICEGUIDE_RUN"
"""The environment variable by which the processes of one run are known."""
LOOK_SECONDS = 0.05
"""The interval between two checks."""


def run_program(
    name: str, arguments: Sequence[str], sound: Path, seconds: float, most_bytes: int, text: Path | None = None
) -> None:
    """Let a program write a sound file, within a size and a time limit.

    `name` stands for it in messages. `text` is its standard input. Its child processes end with the worker, whose group
    they are in. Raises EngineFault.
    """
    token = secrets.token_hex(8)
    how: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "env": {**os.environ, RUN: token}}
    if sys.platform == "win32":
        how["creationflags"] = subprocess.CREATE_NO_WINDOW
    try:
        with Path(text or os.devnull).open("rb") as given:
            process: subprocess.Popen[bytes] = subprocess.Popen(arguments, stdin=given, **how)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or first_line(error)
        raise EngineFault(f"{name} cannot be run ({reason})", again=False) from error
    said = _Said(process, sound)
    try:
        fault = _watch(process, sound, seconds, most_bytes)
    finally:
        process.kill()
        process.wait()
    if fault:
        _end_others(token)
        raise EngineFault(f"{name} {fault}{said}", again=False)
    if process.returncode:
        raise EngineFault(f"{name} ended with status {process.returncode}{said}")
    if not sound.is_file() or not sound.stat().st_size:
        raise EngineFault(f"{name} wrote no sound into its file{said}")


def _watch(process: subprocess.Popen[bytes], sound: Path, seconds: float, most_bytes: int) -> str | None:
    """Wait for the end of the program. Returns the fault of a program that exceeds a limit."""
    end = time.monotonic() + seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_SECONDS)
            return None
        with suppress(FileNotFoundError):
            if sound.stat().st_size > most_bytes:
                return f"wrote more than {most_bytes / 1e6:.0f} MB and was stopped"
        if time.monotonic() > end:
            return f"did not finish within {seconds:g} seconds and was stopped"


def _end_others(token: str) -> None:
    """End the processes that a stopped program has started, in whatever group or session they are. Linux only: on
    other systems they end with the worker, if they are in its group."""
    wanted = f"{RUN}={token}".encode()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it has ended, or belongs to somebody else
            if wanted in path.read_bytes().split(b"\0"):
                os.kill(int(path.parent.name), signal.SIGKILL)


class _Said:
    """The last output of a program, read continuously, so that the program never blocks on it."""

    def __init__(self, process: subprocess.Popen[bytes], sound: Path) -> None:
        self._bytes = b""
        self._names = {sound: b"{file}", sound.with_suffix(".txt"): b"{text_file}"}
        """The names of these files that a command's author knows."""
        self._thread = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._thread.start()

    def _read(self, stream: IO[Any]) -> None:
        with stream:
            while read := os.read(stream.fileno(), MOST_KEPT):
                self._bytes = (self._bytes + read)[-MOST_KEPT:]

    def __str__(self) -> str:
        self._thread.join(1)  # a child process may keep the stream open
        said = self._bytes
        for path, name in self._names.items():
            said = said.replace(os.fsencode(path), name)
        line = last_line(said)
        return f" ({line})" if line else ""
