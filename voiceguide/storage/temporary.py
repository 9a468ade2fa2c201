"""Temporary folders that are removed with their process, or by the next start after it was killed.

A folder holds a file that its process keeps locked. The system releases the lock with the process, however it ends, so
the folder is left over exactly if its lock is free. That holds across containers, where process numbers mean nothing.
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
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from voiceguide.storage.locks import is_free, locked
from voiceguide.storage.unfinished import begin_part, end_part

LOCK = ".lock"
NEW_SECONDS = 60
"""The age after which a folder that is being made has lost its maker."""

_LEFT = re.compile(r"voiceguide-\w+-[0-9]+-\w+")
_NEW = re.compile(r"\.voiceguide-new-\w+")


class TemporaryFolder:
    """A temporary folder, as `tempfile.TemporaryDirectory`."""

    def __init__(self, purpose: str) -> None:
        """`purpose`: a word of its name."""
        tag = secrets.token_hex(8)
        made = Path(tempfile.gettempdir(), f".voiceguide-new-{tag}")
        path = made.with_name(f"voiceguide-{purpose}-{os.getpid()}-{tag}")
        begin_part(path, made, lasts=True)
        try:
            made.mkdir(mode=0o700)
            lock = locked(made / LOCK)
            made.rename(path)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        self.name = str(path)
        self._finalizer = weakref.finalize(self, _remove, path, lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.cleanup()

    def cleanup(self) -> None:
        """Remove the folder. A second call does nothing."""
        self._finalizer()


def _remove(path: Path, lock: IO[bytes]) -> None:
    if sys.platform == "win32":
        lock.close()  # an open file cannot be removed there
    shutil.rmtree(path, ignore_errors=True)
    lock.close()
    end_part(path)


def remove_left_folders() -> None:
    """Remove this user's folders of processes that were killed."""
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if _LEFT.fullmatch(entry.name) or _NEW.fullmatch(entry.name):
                with suppress(OSError):  # another process may have been quicker; a leftover does no harm
                    _remove_if_left(Path(entry.path))


def _remove_if_left(path: Path) -> None:
    state = path.lstat()
    if not stat.S_ISDIR(state.st_mode) or (hasattr(os, "getuid") and state.st_uid != os.getuid()):
        return
    is_old = time.time() - state.st_mtime > NEW_SECONDS
    if is_old if _NEW.fullmatch(path.name) else is_free(path / LOCK):
        shutil.rmtree(path, ignore_errors=True)
