"""Allow one player at a time. Two voices at once would guide nobody.

The lock belongs to the operating system, on a file in the state folder, so it ends with its process. Some folders
cannot be written, and some file systems have no locks. There the session plays without a lock, after a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from voiceguide.errors import BusyError, OutputError
from voiceguide.storage.state import make_state_folder

if TYPE_CHECKING:
    from filelock import BaseFileLock

NAME = "playing.lock"


@contextmanager
def only_player(note: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock of the only player that this user runs. Raises BusyError if another player holds it. Calls `note`
    if the lock cannot be used."""
    try:
        lock = _taken()
    except (OSError, OutputError) as error:
        lock = None
        reason = error.message if isinstance(error, OutputError) else f"{error.filename or NAME}: {error.strerror}."
        note(f"Cannot check for another voiceguide that is playing. {reason}")
    try:
        yield
    finally:
        if lock is not None:
            with suppress(OSError):  # the lock ends with the process anyway
                lock.release()


def _taken() -> BaseFileLock:
    import filelock

    lock = filelock.FileLock(make_state_folder() / NAME, fallback_to_soft=False)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        raise BusyError(
            "Another voiceguide is playing.", hint="End that one first, or play beside it with --anyway."
        ) from None
    return lock
