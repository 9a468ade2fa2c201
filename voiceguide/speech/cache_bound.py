"""The bound of a cache folder: the files that were not used for the longest time go first.

A file's modification time is the time of its last use. It is renewed at most once an hour, so that reading stays fast.
A time that lies ahead is of a clock that was wrong, and counts as the oldest use.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from voiceguide.speech.cache_files import MOST_BYTES, is_own
from voiceguide.storage.environment import whole_number
from voiceguide.storage.opening import open_kept

BOUND_VARIABLE = "VOICEGUIDE_CACHE_MB"
USUAL_MEGABYTES = 1000
MOST_MEGABYTES = 1_000_000_000
TRIM_EACH = 50_000_000
"""Bytes that a process writes before it looks at the bound again."""
RENEW_SECONDS = 3600
"""The age of a file's last use after which another use renews it."""
IN_USE_SECONDS = 6 * 3600
"""A file that was used within this time stays, since a session may need it."""
_TO = 0.9
"""The part of the bound to which a full folder is reduced."""


def cache_bound() -> int:
    """Bytes that a cache folder may hold: VOICEGUIDE_CACHE_MB, or a gigabyte. Raises SettingsError."""
    return whole_number(BOUND_VARIABLE, USUAL_MEGABYTES, MOST_MEGABYTES) * 1_000_000


def read_used(path: Path) -> bytes:
    """The content of a file, whose use is noted. Raises OSError."""
    with open_kept(path, MOST_BYTES) as file:
        data = file.read()
        if abs(time.time() - os.fstat(file.fileno()).st_mtime) > RENEW_SECONDS:
            with suppress(OSError):  # a folder that can only be read is not trimmed either
                os.utime(path)
    return data


def trim(folder: Path, bound: int) -> None:
    """Remove the files of the cache that were not used for the longest time, if all are larger than the bound."""
    found, total, ahead = [], 0, time.time() + RENEW_SECONDS
    with os.scandir(folder) as entries:
        for entry in entries:
            if is_own(entry.name) and entry.is_file(follow_symlinks=False):
                with suppress(FileNotFoundError):  # another process may be trimming
                    state = entry.stat(follow_symlinks=False)
                    used = state.st_mtime if state.st_mtime <= ahead else 0.0
                    found.append((used, state.st_size, entry.path))
                    total += state.st_size
    if total <= bound:
        return
    young = time.time() - IN_USE_SECONDS
    for used, size, path in sorted(found):
        if total <= bound * _TO or used > young:
            return
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - the entry has a string
            total -= size
