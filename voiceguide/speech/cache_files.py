"""The files of a cache folder: atomic writing, and detecting damage."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
import re
import time
from contextlib import suppress
from pathlib import Path

from voiceguide.speech.clip_file import FORMAT, DamagedError, unpack
from voiceguide.storage.atomic_write import NEW, locked_part, may_be_left, part_of, rename_new
from voiceguide.storage.locks import is_free
from voiceguide.storage.opening import read_kept
from voiceguide.storage.unfinished import begin_part, end_part

CLIP = ".wav"
MOST_BYTES = 300_000_000
"""The limit for one file: a clip of almost two hours."""
STRAY_SECONDS = 600
"""A temporary file of an older version, which locked none, has lost its writer if it is older than this."""

_OWN = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]+)")
_PART = re.compile(r"\.[0-9a-f]{64}\.[a-z0-9]+\.\d+\.\d+(?P<tag>-[0-9a-f]{8})?\.(part|new)")
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
    """Remove a file of the cache. A folder in its place is removed only if it is empty. Raises OSError."""
    with suppress(FileNotFoundError):  # another process may have removed it
        if not path.is_dir() or path.is_symlink():
            path.unlink()
        elif any(path.iterdir()):
            raise OSError(errno.ENOTEMPTY, f"{path.name} in it is a folder with files")
        else:
            path.rmdir()


def publish(folder: Path, name: str, data: bytes, *, replace: bool = False) -> bool:
    """Write a file under its name. Returns False if an undamaged file exists. `replace` replaces that, too. Raises
    OSError, also where a folder with content has the name."""
    target = folder / name
    part = part_of(folder / f"{name}.{next(_counter)}")
    begin_part(part, part.with_suffix(NEW))
    try:
        with locked_part(part):
            part.write_bytes(data)
            if _named(part, target):
                return True
            if not replace and _is_whole(target):
                return False
            remove_file(target)
            return _named(part, target)
    finally:
        for path in (part, part.with_suffix(NEW)):
            path.unlink(missing_ok=True)
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
    data = read_kept(path, MOST_BYTES)
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
    with os.scandir(folder) as entries:
        found = [match for entry in entries if (match := _PART.fullmatch(entry.name))]
    for match in found:
        path = folder / match[0]
        with suppress(OSError):  # its writer may finish first
            old = abs(time.time() - path.lstat().st_mtime) > STRAY_SECONDS
            if may_be_left(path) and is_free(path) if match["tag"] else old:
                path.unlink()
