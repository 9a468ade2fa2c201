"""The environment variables of voiceguide: their values, checked. Each error names its variable.

A blank value is the same as none.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voiceguide.errors import MOST_SHOWN, DownloadError, OutputError, SettingsError
from voiceguide.storage.user_folders import named_folder


def variable(name: str) -> str | None:
    """The value of a variable without blanks around it; None without one."""
    return os.environ.get(name, "").strip() or None


def whole_number(name: str, usual: int, most: int) -> int:
    """The number from 0 to `most` in a variable; `usual` without one. Raises SettingsError for anything else."""
    said = variable(name)
    if said is None:
        return usual
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= len(str(most)) else most + 1
    if number > most:
        raise SettingsError(
            f"{name} is {shown(said)}, which is not a whole number from 0 to {most}",
            f"Set it to one from 0 to {most}, such as {usual}, or unset it.",
        )
    return number


def folder(name: str, *, may_be_file: bool = False) -> Path | None:
    """The folder in a variable, existing or not; None without one. Raises OutputError for the home of a user who does
    not exist, and for a file. `may_be_file` is for a folder whose loss is told and ends nothing."""
    said = os.environ.get(name, "")
    if not said.strip():
        return None
    hint = f"Set {name} to a folder of your own, or unset it."
    try:
        found = named_folder(said)
        taken = not may_be_file and found.exists() and not found.is_dir()
    except (OutputError, OSError) as error:
        raise OutputError(f"{name} is {shown(said)}, which is not a folder that can be found.", hint) from error
    if taken:
        raise OutputError(f"{name} is {shown(said)}, which is a file, not a folder.", hint)
    return found


@contextmanager
def address(given: str | None, name: str, usual: str) -> Iterator[str]:
    """The given address, else the one in a variable, else the usual one. A DownloadError within the block names the
    variable if the address is from there."""
    named = None if given else variable(name)
    try:
        yield given or named or usual
    except DownloadError as error:
        if named is None:
            raise
        hint = error.hint or f"Set {name} to an https address or a path, or unset it."
        raise DownloadError(f"{name}: {error.message}", hint) from error


def shown(value: str) -> str:
    """A value as a message shows it: in quotes, without its end if it is long."""
    return repr(value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…")
