"""A word that the server keeps from one start to the next, in a file of the state folder."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from voiceguide.errors import OutputError
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.state import make_state_folder

MOST_BYTES = 100
"""Of such a file; the rest is not read."""


def persisted(name: str, pattern: re.Pattern[str], make: Callable[[], str], *, anew: bool = False) -> str:
    """What stands in the file of this name; where that does not match, and with `anew`, what is made now, kept from
    now on where its owner alone can read it. Raises OutputError where it cannot be kept."""
    path = make_state_folder() / name
    word = None if anew else _read(path)
    if word is None or not pattern.fullmatch(word):
        word = make()
        with atomic_write(path, overwrite=True) as file:
            Path(file.name).chmod(0o600)
            file.write(word.encode("ascii"))
    return word


def _read(path: Path) -> str | None:
    """The word in a file; None where there is no file."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(MOST_BYTES).decode("ascii", "replace").strip()
    except OSError as error:
        raise OutputError(f"Cannot read {path}: {error.strerror}.") from error
