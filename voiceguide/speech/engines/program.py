"""Running a program that speaks: without a shell, and watched."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from voiceguide.speech.engine import EngineFault
from voiceguide.speech.printed import first_line, last_line

MOST_KEPT = 10_000
"""Bytes of what a program printed last that are kept."""
LOOK_SECONDS = 0.05
"""How often it is looked after."""


def run(
    name: str, arguments: Sequence[str], sound: Path, seconds: float, most_bytes: int, text: Path | None = None
) -> None:
    """Have a program write a sound file of at most so many bytes, in at most so many seconds.

    It is called `name` where it is told of, and reads `text` on standard input, where one is given. What it starts
    itself ends with the worker, whose group it is in. Raises EngineFault.
    """
    how: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
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
        raise EngineFault(f"{name} {fault}{said}", again=False)
    if process.returncode:
        raise EngineFault(f"{name} ended with status {process.returncode}{said}")
    if not sound.is_file() or not sound.stat().st_size:
        raise EngineFault(f"{name} wrote no sound into its file{said}")


def _watch(process: subprocess.Popen[bytes], sound: Path, seconds: float, most_bytes: int) -> str | None:
    """Wait until it ends; what is wrong with it, if it should not be waited for any longer."""
    end = time.monotonic() + seconds
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(LOOK_SECONDS)
            return None
        with suppress(FileNotFoundError):
            if sound.stat().st_size > most_bytes:
                return f"wrote more than {most_bytes / 1e6:.0f} MB and was ended"
        if time.monotonic() > end:
            return f"was not done within {seconds:g} seconds and was ended"


class _Said:
    """What a program printed last, read all the time, so that it never has to wait for that."""

    def __init__(self, process: subprocess.Popen[bytes], sound: Path) -> None:
        self._bytes = b""
        self._names = {sound: b"{file}", sound.with_suffix(".txt"): b"{text_file}"}
        """What those who wrote a command know of these files."""
        self._thread = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._thread.start()

    def _read(self, stream: IO[Any]) -> None:
        with stream:
            while read := os.read(stream.fileno(), MOST_KEPT):
                self._bytes = (self._bytes + read)[-MOST_KEPT:]

    def __str__(self) -> str:
        self._thread.join(1)  # what it has started may hold the stream open
        said = self._bytes
        for path, name in self._names.items():
            said = said.replace(os.fsencode(path), name)
        line = last_line(said)
        return f" ({line})" if line else ""
