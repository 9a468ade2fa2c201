"""The unfinished files and folders of this process. What is left of them is removed at its end.

A signal may fall between the making of a file and the block that removes it, or into the removal itself. So a path is
registered before it exists. No lock is used: an interrupted thread may hold it.
"""

from __future__ import annotations

import atexit
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

from voiceguide.storage.removal import remove_temporary

PATIENCE_SECONDS = 0.5
"""The time that threads have at the end to finish their files, which takes milliseconds."""

_begun: dict[Path, tuple[threading.Thread | None, tuple[Path, ...]]] = {}
"""Path -> the thread that will soon have finished it, None for a temporary folder; and its names."""
_over = threading.Event()


def begin_part(path: Path, *names: Path, lasts: bool = False) -> None:
    """Register a path before it is made, with other names that it may have. `lasts`: it is a temporary folder; nothing
    waits for it at the end. Raises OSError at the end of the process."""
    _begun[path] = (None if lasts else threading.current_thread(), (path, *names))
    if _over.is_set():  # looked at last, so that the end sees the path, or this sees the end
        end_part(path)
        raise OSError("the program is ending")


def end_part(path: Path) -> None:
    """Forget a path that has been renamed or removed."""
    _begun.pop(path, None)


@atexit.register
def remove_unfinished() -> None:
    """Remove all that is left, once other threads have finished theirs."""
    _over.set()
    end = time.monotonic() + PATIENCE_SECONDS
    while _others_write() and time.monotonic() < end:
        time.sleep(0.005)
    for writer, names in list(_begun.values()):
        for path in names:
            if writer is None:
                remove_temporary(path)
                continue
            with suppress(OSError):  # removed, or never made
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _others_write() -> bool:
    mine = threading.current_thread()
    return any(writer is not mine and writer.is_alive() for writer, _ in list(_begun.values()) if writer)
