"""Locks on files, which the system releases when their process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from voiceguide.storage.opening import without_waiting


def locked(path: Path) -> IO[bytes]:
    """The file, made if necessary and locked as long as it is open. Raises BlockingIOError if another has the lock."""
    file = open(path, "ab", opener=without_waiting)  # noqa: SIM115 - Path.open has no opener
    try:
        if not _lock(file):
            raise BlockingIOError(f"{path} is locked")
    except BaseException:
        file.close()
        raise
    return file


def is_free(path: Path) -> bool:
    """True if a file exists that nobody has locked. Raises OSError other than that it does not exist."""
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return False
    with file:
        return _lock(file)


def lock_opened(file: IO[bytes]) -> None:
    """Lock an open file as long as it is open, where the file system has locks."""
    with suppress(OSError):
        _lock(file)


@contextmanager
def locked_folder(path: Path) -> Iterator[None]:
    """Lock a folder for a block, where the system can."""
    if sys.platform == "win32":
        yield
        return
    number = os.open(path, os.O_RDONLY)
    try:
        with suppress(OSError):
            _lock(number)
        yield
    finally:
        os.close(number)


def is_folder_free(path: Path) -> bool:
    """True if nobody has locked a folder, or the system cannot tell. Raises OSError."""
    if sys.platform == "win32":
        return True
    number = os.open(path, os.O_RDONLY)
    try:
        return _lock(number)
    finally:
        os.close(number)


@contextmanager
def sole_holder(path: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Hold a lock for a block. `wait` is called if another holds it, and the block then begins after the other's. The
    file of the lock is removed. Where a file system has no locks, nothing is held."""
    try:
        file = _held(path, wait)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        if sys.platform == "win32":
            file.close()
        with suppress(OSError):
            path.unlink()
        file.close()


def _held(path: Path, wait: Callable[[], None]) -> IO[bytes]:
    told = False
    while True:
        file = _opened(path)
        try:
            if not _lock(file):
                if not told:
                    wait()
                told = True
                _wait_for(file)
            if sys.platform == "win32" or _is_at(file, path):
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # its holder has removed it meanwhile


def _opened(path: Path) -> IO[bytes]:
    """The file of a lock, made if necessary. One of another user is opened to be read, which is enough for a lock."""
    try:
        return open(path, "ab", opener=without_waiting)
    except PermissionError:
        return open(path, "rb", opener=without_waiting)


def _wait_for(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        with suppress(OSError):  # it gives up after ten seconds, and is asked again
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        return
    import fcntl

    fcntl.flock(file, fcntl.LOCK_EX)


def _is_at(file: IO[bytes], path: Path) -> bool:
    """True if this file is the one at its path."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _lock(file: IO[bytes] | int) -> bool:
    """Lock a file. Returns False if another has the lock. Raises OSError where there are no locks."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(file if isinstance(file, int) else file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
