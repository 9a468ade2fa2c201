"""The files of a cache folder: atomic writing, and detecting damage."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import time
from contextlib import suppress
from pathlib import Path

from voiceguide.speech.clip_file import DamagedError, unpack
from voiceguide.storage.atomic_write import rename_new

CLIP = ".wav"
STRAY_SECONDS = 600
"""A temporary file older than this has lost its writer, since a write takes milliseconds."""

_OWN = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]+)")
_PART = re.compile(r"\.[0-9a-f]{64}\.[a-z0-9]+\.\d+\.\d+\.part")
_counter = itertools.count()


def is_own(name: str) -> bool:
    """True if the cache uses names like this one."""
    return _OWN.fullmatch(name) is not None


def sealed(data: bytes) -> bytes:
    """The file content for data other than clips, with a checksum."""
    return hashlib.sha256(data).digest() + data


def remove_file(path: Path) -> None:
    """Remove a file of the cache. A folder in its place is removed only if it is empty."""
    if path.is_dir() and not path.is_symlink():
        with suppress(OSError):
            path.rmdir()
    else:
        path.unlink(missing_ok=True)


def publish(folder: Path, name: str, data: bytes) -> bool:
    """Write a file under its name. Returns False if an undamaged file exists."""
    target = folder / name
    part = folder / f".{name}.{os.getpid()}.{next(_counter)}.part"
    try:
        part.write_bytes(data)
        if _named(part, target):
            return True
        if _is_whole(target):
            return False
        remove_file(target)
        return _named(part, target)
    finally:
        part.unlink(missing_ok=True)


def _named(part: Path, target: Path) -> bool:
    """Rename the file if the name is free. The rename is atomic, so that one of two writers wins."""
    try:
        rename_new(part, target)
    except FileExistsError:
        return False
    return True


def verify_file(path: Path) -> None:
    """Raise DamagedError or OSError if the file is damaged."""
    data = path.read_bytes()
    if path.suffix == CLIP:
        unpack(data)
    else:
        unsealed(data)


def _is_whole(path: Path) -> bool:
    try:
        verify_file(path)
    except (OSError, DamagedError):
        return False
    return True


def unsealed(data: bytes) -> bytes:
    """The data in a sealed file. Raises DamagedError."""
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        raise DamagedError("its checksum is wrong")
    return data[32:]


def remove_strays(folder: Path) -> None:
    """Remove the temporary files of writers that no longer exist."""
    now = time.time()
    for path in list(folder.iterdir()):
        with suppress(FileNotFoundError):  # its writer may finish first
            if _PART.fullmatch(path.name) and now - path.stat().st_mtime > STRAY_SECONDS:
                path.unlink()
