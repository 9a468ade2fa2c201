"""One player at a time: two voices at once would guide nobody.

The lock is the operating system's, on a file in the state folder, so it ends with the process that holds it, however
that ends. Where there can be none (a folder that cannot be written, a file system without locks) the session goes on
without, after a word about it: it is worth more than the lock.
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
    """Be the only player that this user runs, for as long as the block lasts. Raises BusyError where another one is;
    `note` is told where that cannot be found out."""
    try:
        lock = _taken()
    except (OSError, OutputError) as error:
        lock = None
        reason = error.message if isinstance(error, OutputError) else f"{error.filename or NAME}: {error.strerror}."
        note(f"Whether another voiceguide is playing cannot be found out. {reason}")
    try:
        yield
    finally:
        if lock is not None:
            with suppress(OSError):  # the end of the process will do it
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
