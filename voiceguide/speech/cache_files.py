"""The files of a cache folder: atomic writing, and detecting damage."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import time
from contextlib import suppress
from pathlib import Path

from voiceguide.speech.clip_file import FORMAT, DamagedError, unpack
from voiceguide.storage.atomic_write import rename_new
from voiceguide.storage.unfinished import begin_part, end_part

CLIP = ".wav"
STRAY_SECONDS = 600
"""A temporary file older than this has lost its writer, since a write takes milliseconds."""

_OWN = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]+)")
_PART = re.compile(r"\.[0-9a-f]{64}\.[a-z0-9]+\.\d+\.\d+\.part")
_counter = itertools.count()


def is_own(name: str) -> bool:
    """True if the cache uses names like this one."""
    return _OWN.fullmatch(name) is not None


def sealed(name: str, data: bytes) -> bytes:
    """The content of the file of this name, for data other than clips: a checksum of name and data, and the data."""
    return _checksum(name, data) + data


def _checksum(name: str, data: bytes) -> bytes:
    digest = hashlib.sha256(f"{FORMAT} {name}\n".encode())
    digest.update(data)
    return digest.digest()


def remove_file(path: Path) -> None:
    """Remove a file of the cache. A folder in its place is removed only if it is empty."""
    if path.is_dir() and not path.is_symlink():
        with suppress(OSError):
            path.rmdir()
    else:
        path.unlink(missing_ok=True)


def publish(folder: Path, name: str, data: bytes, *, replace: bool = False) -> bool:
    """Write a file under its name. Returns False if an undamaged file exists. `replace` replaces that, too."""
    target = folder / name
    part = folder / f".{name}.{os.getpid()}.{next(_counter)}.part"
    begin_part(part)
    try:
        part.write_bytes(data)
        if _named(part, target):
            return True
        if not replace and _is_whole(target):
            return False
        remove_file(target)
        return _named(part, target)
    finally:
        part.unlink(missing_ok=True)
        end_part(part)


def _named(part: Path, target: Path) -> bool:
    """Rename the file if the name is free. The rename is atomic, so that one of two writers wins."""
    try:
        rename_new(part, target)
    except FileExistsError:
        return False
    return True


def verify_file(path: Path) -> bytes:
    """The data in a file. Raises DamagedError or OSError if it is damaged."""
    data = path.read_bytes()
    if path.suffix == CLIP:
        return unpack(path.name, data)[1]
    return unsealed(path.name, data)


def _is_whole(path: Path) -> bool:
    try:
        verify_file(path)
    except (OSError, DamagedError):
        return False
    return True


def unsealed(name: str, data: bytes) -> bytes:
    """The data in the sealed file of this name. Raises DamagedError."""
    found = data[32:]
    if _checksum(name, found) != data[:32]:
        raise DamagedError("its checksum is wrong for its name")
    return found


def remove_strays(folder: Path) -> None:
    """Remove the temporary files of writers that no longer exist."""
    now = time.time()
    for path in list(folder.iterdir()):
        with suppress(FileNotFoundError):  # its writer may finish first
            if _PART.fullmatch(path.name) and now - path.stat().st_mtime > STRAY_SECONDS:
                path.unlink()
