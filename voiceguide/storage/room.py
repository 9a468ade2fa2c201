"""The room on the disk of a folder."""

from __future__ import annotations

import errno
from pathlib import Path
from tempfile import TemporaryFile

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))


def has_room(folder: Path, size: int) -> bool:
    """False if the disk of a folder, or the user's quota on it, is too full for so many bytes more.

    It writes them, because the system's figures can be wrong: a tmpfs without a limit has 0 free bytes, and a quota is
    not in them.
    """
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(bytes(size))
    except OSError as error:
        return error.errno not in _FULL
    return True
