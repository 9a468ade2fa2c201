"""Silences libsndfile's MP3 decoder, libmpg123, which prints warnings about damaged files."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STANDARD_ERROR = 2
OTHERS = (b"RIFF", b"fLaC", b"OggS", b"FORM", b"caff")
"""The first bytes of formats that never use the MP3 decoder."""

_lock = threading.Lock()


@contextmanager
def silenced(sound: Path) -> Iterator[None]:
    """Discard standard error of this process while an MP3 may be opened. Other formats are recognised and skipped, so
    that a session's display on standard error is rarely touched."""
    if _has_another_decoder(sound):
        yield
        return
    with _lock:
        try:
            kept = os.dup(STANDARD_ERROR)
        except OSError:  # standard error is closed
            yield
            return
        try:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, STANDARD_ERROR)
            os.close(nothing)
            yield
        finally:
            os.dup2(kept, STANDARD_ERROR)
            os.close(kept)


def _has_another_decoder(sound: Path) -> bool:
    try:
        with sound.open("rb") as file:
            return file.read(4) in OTHERS
    except OSError:
        return False
