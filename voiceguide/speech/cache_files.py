"""The files of a cache folder: written whole or not at all, and found out where they are damaged."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import time
from contextlib import suppress
from pathlib import Path

from voiceguide.speech.clipfile import DamagedError, unpack

CLIP = ".wav"
STRAY_SECONDS = 600
"""A temporary file older than this has lost its writer: writing a clip takes milliseconds."""

_OWN = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]+)")
_PART = re.compile(r"\.[0-9a-f]{64}\.[a-z0-9]+\.\d+\.\d+\.part")
_counter = itertools.count()


def is_own(name: str) -> bool:
    """Whether a file of this name is the cache's own."""
    return _OWN.fullmatch(name) is not None


def sealed(data: bytes) -> bytes:
    """The content of a file for what is no clip."""
    return hashlib.sha256(data).digest() + data


def remove(path: Path) -> None:
    """Remove what stands under a clip's name, but no folder that somebody put something in."""
    if path.is_dir() and not path.is_symlink():
        with suppress(OSError):
            path.rmdir()
    else:
        path.unlink(missing_ok=True)


def publish(folder: Path, name: str, data: bytes) -> bool:
    """Write a file whole under its name, unless a whole one is there: then False."""
    target = folder / name
    part = folder / f".{name}.{os.getpid()}.{next(_counter)}.part"
    try:
        part.write_bytes(data)
        if _named(part, target):
            return True
        if _is_whole(target):
            return False
        remove(target)
        return _named(part, target)
    finally:
        part.unlink(missing_ok=True)


def _named(part: Path, target: Path) -> bool:
    """Give the file its name, if that is free: atomically, so that of two writers one wins."""
    try:
        if os.name == "nt":
            part.rename(target)  # refuses to replace there
        else:
            os.link(part, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if target.exists():
            return False
        part.replace(target)
    return True


def check(path: Path) -> None:
    """Raises DamagedError or OSError unless the file is whole."""
    data = path.read_bytes()
    if path.suffix == CLIP:
        unpack(data)
    else:
        unsealed(data)


def _is_whole(path: Path) -> bool:
    try:
        check(path)
    except (OSError, DamagedError):
        return False
    return True


def unsealed(data: bytes) -> bytes:
    """What was sealed. Raises DamagedError."""
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        raise DamagedError("its checksum is wrong")
    return data[32:]


def remove_strays(folder: Path) -> None:
    """Remove the temporary files of writers that are gone."""
    now = time.time()
    for path in list(folder.iterdir()):
        with suppress(FileNotFoundError):  # its writer may be quicker
            if _PART.fullmatch(path.name) and now - path.stat().st_mtime > STRAY_SECONDS:
                path.unlink()
