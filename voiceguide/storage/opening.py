"""Files that somebody names to be read."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO


def open_file(path: Path) -> BinaryIO:
    """Open a file to read it. Raises OSError for a pipe: it would wait for a writer, perhaps without end, and it can be
    read only once."""
    if path.is_fifo():
        raise OSError(errno.EINVAL, "it is a pipe, so save its content in a file first", str(path))
    return path.open("rb")
