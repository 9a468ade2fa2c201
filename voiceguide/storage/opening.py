"""Files that somebody names, or that somebody may have put in the place of another, to be read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO


def open_file(path: Path) -> BinaryIO:
    """Open a file to read it. Raises OSError for a pipe: it would wait for a writer, perhaps without end, and it can be
    read only once."""
    if path.is_fifo():
        raise OSError(errno.EINVAL, "it is a pipe, so save its content in a file first", str(path))
    return path.open("rb")


def open_kept(path: Path, most: int) -> BinaryIO:
    """Open a file that voiceguide has stored. Raises OSError for anything whose reading might never end: a pipe, a
    device, or more than `most` bytes."""
    file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115 - Path.open has no opener
    try:
        state = os.fstat(file.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise OSError(errno.EINVAL, "it is a pipe or a device", str(path))
        if state.st_size > most:
            raise OSError(errno.EFBIG, f"it is larger than {most // 1_000_000} MB", str(path))
    except BaseException:
        file.close()
        raise
    return file


def read_kept(path: Path, most: int) -> bytes:
    """The content of a file that voiceguide has stored. Raises OSError as `open_kept`."""
    with open_kept(path, most) as file:
        return file.read()


def _without_waiting(path: str, flags: int) -> int:
    """Open a path. A pipe without a writer would be waited for."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
