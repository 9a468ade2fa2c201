"""Temporary folders that are removed with their process, or by the next start after it was killed.

A folder holds a file that its process keeps locked. The system releases the lock with the process, however it ends, so
the folder is left over exactly if its lock is free. That holds across containers, where process numbers mean nothing.

The folder itself is locked as well, where the system can: systemd-tmpfiles then clears nothing in it away (see
tmpfiles.d(5)). A folder without the file is left over once it is old, if its own lock is free.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
import weakref
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from voiceguide.storage.locks import is_folder_free, is_free, locked, locked_folder
from voiceguide.storage.removal import REMOVED, TAG, remove_temporary
from voiceguide.storage.unfinished import begin_part, end_part

LOCK = ".lock"
SPACE = "Free some space, or set TMPDIR to a folder on another disk."
NEW_SECONDS = 60
"""The age after which a folder without a lock has lost its maker."""

_LEFT = re.compile(rf"voiceguide-\w+-[0-9]+-{TAG}")
_NEW = re.compile(rf"\.voiceguide-new-{TAG}")


class TemporaryFolder:
    """A temporary folder, as `tempfile.TemporaryDirectory`."""

    def __init__(self, purpose: str) -> None:
        """`purpose`: a word of its name."""
        tag = secrets.token_hex(8)
        made = Path(tempfile.gettempdir(), f".voiceguide-new-{tag}")
        path = made.with_name(f"voiceguide-{purpose}-{os.getpid()}-{tag}")
        begin_part(path, made, lasts=True)
        locks = ExitStack()
        try:
            made.mkdir(mode=0o700)
            if sys.platform == "win32":  # a folder with an open file cannot be renamed there
                made = made.rename(path)
            locks.enter_context(locked(made / LOCK))
            locks.enter_context(locked_folder(made))
            if made != path:
                made.rename(path)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            locks.close()
            raise
        self.name = str(path)
        self._finalizer = weakref.finalize(self, _remove, path, locks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.cleanup()

    def cleanup(self) -> None:
        """Remove the folder. A second call does nothing."""
        self._finalizer()


def _remove(path: Path, locks: ExitStack) -> None:
    if sys.platform == "win32":
        locks.close()  # an open file cannot be removed there
    remove_temporary(path)
    locks.close()
    end_part(path)


def remove_left_folders() -> None:
    """Remove this user's folders of processes that were killed."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if any(name.fullmatch(entry.name) for name in (_LEFT, _NEW, REMOVED)):
                with suppress(OSError):  # another process may have been quicker; a leftover does no harm
                    if _is_left(Path(entry.path)):
                        remove_temporary(Path(entry.path))


def _is_left(path: Path) -> bool:
    state = path.lstat()
    if not stat.S_ISDIR(state.st_mode) or (hasattr(os, "getuid") and state.st_uid != os.getuid()):
        return False
    is_old = time.time() - state.st_mtime > NEW_SECONDS
    if _NEW.fullmatch(path.name):
        return is_old
    if REMOVED.fullmatch(path.name) or is_free(path / LOCK):
        return True
    is_private = state.st_mode & 0o077 == 0 or sys.platform == "win32"
    return is_old and is_private and not (path / LOCK).exists() and is_folder_free(path)
