"""Files that are written completely or not at all.

The content is written to a hidden file `.NAME.PID-TAG.part` beside the target, which is renamed when it is complete and
on the disk. A killed process leaves its part behind; the next process that writes into the folder removes it. A part is
locked while it is written, since a process of another container has another number there.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from voiceguide.errors import OutputError
from voiceguide.storage.locks import is_free, lock_opened
from voiceguide.storage.unfinished import begin_part, end_part

PART = re.compile(r"\..+\.(?P<pid>[0-9]{1,10})(?P<tag>-[0-9a-f]{8})?\.part", re.DOTALL)
_TAG = secrets.token_hex(4)
"""Of this process: two containers may give their processes the same number."""

NEW = ".new"
"""The end of a part's name before it is locked."""
NEW_SECONDS = 10
"""The age after which such a part has lost its writer."""

_writers: dict[Path, int] = {}
"""The parts that this process is writing -> the thread."""


@contextmanager
def atomic_write(target: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """A binary file to write and read. It becomes `target` at the end of the block, or is removed if the block raises.

    Raises OutputError if `target` cannot be written, or exists without `overwrite`. The check is repeated at the end,
    so that a file created meanwhile is kept.
    """
    part = part_of(target)
    with _claimed(part, target):
        try:
            check_file(target, overwrite=overwrite)
            _remove_left_parts(target.parent)
            begin_part(part, part.with_suffix(NEW))
            with locked_part(part):
                with part.open("w+b") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                _put(part, target, overwrite)
        except OSError as error:
            raise _explained(error, target) from error
        finally:
            for path in (part, part.with_suffix(NEW)):
                with suppress(OSError):  # already renamed, or an impossible name
                    path.unlink()
            end_part(part)


@contextmanager
def locked_part(part: Path) -> Iterator[None]:
    """Make a part, locked for a block. It gets its name once it is locked, so that nobody takes it for a left one."""
    if sys.platform == "win32":  # an open file keeps its name there, and cannot be removed either
        yield
        return
    made = part.with_suffix(NEW)
    with made.open("wb") as file:
        lock_opened(file)
        made.replace(part)
        yield


def part_of(target: Path) -> Path:
    """The path of this process's part of a target."""
    return target.with_name(f".{target.name}.{os.getpid()}-{_TAG}.part")


def check_file(target: Path, *, overwrite: bool) -> None:
    """Raise OutputError for any fault that shows before the work begins."""
    if os.path.isdir(target):  # noqa: PTH112 - Path.is_dir raises where a name is too long
        raise OutputError(f"Cannot write {target}: it is a folder.", hint="Name a file in it.")
    if not target.parent.is_dir():
        raise OutputError(
            f"Cannot write {target}: the folder {target.parent} does not exist.", hint="Make the folder first."
        )
    if not overwrite and os.path.lexists(target):
        raise _exists(target)


def _exists(target: Path) -> OutputError:
    return OutputError(f"{target} exists already.", hint="Use --force to replace it.")


@contextmanager
def _claimed(part: Path, target: Path) -> Iterator[None]:
    """Reserve the part for one thread. Two threads would use the same name, so the second is refused."""
    mine = threading.get_ident()
    if _writers.setdefault(part, mine) != mine:  # in one step, without a lock: Ctrl-C would leave it locked
        raise OutputError(f"{target} is being written already.")
    try:
        yield
    finally:
        _writers.pop(part, None)


def _put(part: Path, target: Path, overwrite: bool) -> None:
    if overwrite:
        part.replace(target)
        return
    try:
        rename_new(part, target)
    except FileExistsError:
        raise _exists(target) from None


def rename_new(part: Path, target: Path) -> None:
    """Give a file a free name; the caller removes `part`. Raises FileExistsError, decided atomically."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except (OSError, AttributeError):  # no hard links on this file system: reserve the name with an empty file
        target.open("xb").close()
        try:
            part.replace(target)
        except BaseException:
            target.unlink()
            raise


def _remove_left_parts(folder: Path) -> None:
    try:
        paths = list(folder.iterdir())
    except PermissionError:  # the folder may be written but not listed
        return
    for path in paths:
        if may_be_left(path):
            with suppress(OSError):  # another process may have removed it; a leftover does no harm
                if is_free(path):
                    path.unlink()


def may_be_left(path: Path) -> bool:
    """True if a part is of a process that does not run here. Its lock tells the rest: it may run elsewhere."""
    if path.suffix == NEW and PART.fullmatch(path.with_suffix(".part").name):
        return _age(path) > NEW_SECONDS
    match = PART.fullmatch(path.name)
    if match is None or match["tag"] == f"-{_TAG}":
        return False
    return bool(match["tag"]) or not is_running(int(match["pid"]))


def _age(path: Path) -> float:
    """Seconds since the last change of a file; 0 if it is gone."""
    try:
        return time.time() - path.lstat().st_mtime
    except OSError:
        return 0.0


def is_running(pid: int) -> bool:
    """True if a process with this number exists, or may exist."""
    if sys.platform == "win32":  # there, os.kill(pid, 0) would end the process
        return _is_running_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OverflowError:
        return False
    except PermissionError:
        pass
    return True


def _is_running_on_windows(pid: int) -> bool:
    """Ask the process handle, which is signalled after the process has ended (Win32 `WaitForSingleObject`)."""
    import ctypes

    synchronize, wait_timeout, invalid_parameter = 0x0010_0000, 0x102, 87
    kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    handle = kernel32.OpenProcess(synchronize, False, pid)
    if not handle:
        return bool(ctypes.get_last_error() != invalid_parameter)  # type: ignore[attr-defined,unused-ignore]
    try:
        return bool(kernel32.WaitForSingleObject(handle, 0) == wait_timeout)
    finally:
        kernel32.CloseHandle(handle)


_HINTS = {
    errno.ENOSPC: "Free some space, or write to another disk.",
    errno.EDQUOT if hasattr(errno, "EDQUOT") else -1: "Free some space, or write to another disk.",
    errno.EACCES: "Choose a folder that you may write to.",
    errno.EPERM: "Choose a folder that you may write to.",
    errno.EROFS: "Choose a folder that you may write to.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


def hint_for(error: OSError) -> str | None:
    """The way out of an error of the system, if one is known."""
    return _HINTS.get(error.errno or 0)


def _explained(error: OSError, target: Path) -> OutputError:
    reason = (error.strerror or str(error)).rstrip(".")
    if isinstance(error.filename, str) and Path(error.filename).parent != target.parent:
        reason = f"{error.filename}: {reason}"  # an input file
    return OutputError(f"Cannot write {target}: {reason}.", hint=hint_for(error))
