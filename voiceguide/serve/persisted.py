"""A word that the server stores in a file of the state folder, from one start to the next."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from voiceguide.errors import OutputError
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.state import make_state_folder

MOST_BYTES = 100
"""The limit for such a file; the rest is not read."""


def persisted(name: str, pattern: re.Pattern[str], make: Callable[[], str], *, anew: bool = False) -> str:
    """The word in the file of this name. If it does not match the pattern, and with `anew`, a new word is made and
    stored where only its owner can read it. Raises OutputError where it cannot be stored."""
    path = make_state_folder() / name
    word = None if anew else _read(path)
    if word is None or not pattern.fullmatch(word):
        word = make()
        with atomic_write(path, overwrite=True) as file:
            Path(file.name).chmod(0o600)
            file.write(word.encode("ascii"))
    return word


def _read(path: Path) -> str | None:
    """The word in a file; None without a file."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(MOST_BYTES).decode("ascii", "replace").strip()
    except OSError as error:
        raise OutputError(f"Cannot read {path}: {error.strerror}.") from error
