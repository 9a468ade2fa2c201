"""The decoder of MP3 in libsndfile, libmpg123, kept from printing all that it thinks of a damaged file."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STANDARD_ERROR = 2
OTHERS = (b"RIFF", b"fLaC", b"OggS", b"FORM", b"caff")
"""What sound files begin with that are surely no MP3."""

_lock = threading.Lock()


@contextmanager
def silenced(sound: Path) -> Iterator[None]:
    """While a file is opened that may be an MP3, nothing that this process prints on standard error is seen: for as
    short as can be, and not where a session is shown there."""
    if _has_another_decoder(sound):
        yield
        return
    with _lock:
        try:
            kept = os.dup(STANDARD_ERROR)
        except OSError:  # there is none
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
