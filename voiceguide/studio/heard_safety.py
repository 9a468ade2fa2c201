"""The safety lines that a listener has heard in full, kept in the state folder.

`--talk daily` leaves them out. It may do so only for a routine whose safety lines were played, word for word as they
are now.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from voiceguide.errors import OutputError
from voiceguide.fit import Choices
from voiceguide.fit.safety import safety_digest
from voiceguide.routine import Routine
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.opening import read_kept
from voiceguide.storage.state import make_state_folder, state_folder

NAME = "heard-safety.json"
MOST = 500
"""Routines that are kept; the oldest are forgotten."""
MOST_BYTES = 10_000_000
"""The limit for the file."""


NEW = "The safety lines are said in full this time: they are new."
"""The note where daily talk has to wait."""


def is_daily(routine: Routine, choices: Choices) -> bool:
    """True if a session leaves out the safety lines of its start, by the listener's choice or the script's."""
    return (choices.talk or routine.preferences.talk) == "daily"


def in_full_at_first(routine: Routine, choices: Choices) -> Choices:
    """The choices with full talk in place of daily talk, until the safety lines were heard."""
    if not is_daily(routine, choices):
        return choices
    if not were_heard(routine):
        return replace(choices, talk="full")
    return replace(choices, knows_safety=safety_digest(routine))


def were_heard(routine: Routine) -> bool:
    """True if all safety lines of a routine were heard in full before, as they are now."""
    return _kept().get(_key(routine)) == safety_digest(routine)


def remember_heard(routine: Routine) -> None:
    """Remember the safety lines of a routine as heard. Raises OutputError if the file cannot be written."""
    kept = _kept()
    if kept.get(_key(routine)) == safety_digest(routine):
        return
    kept.pop(_key(routine), None)
    kept[_key(routine)] = safety_digest(routine)
    newest = dict(list(kept.items())[-MOST:])
    with atomic_write(make_state_folder() / NAME, overwrite=True) as file:
        file.write(json.dumps(newest, indent=1).encode())


def remember_or_tell(routine: Routine, tell: Callable[[str], None]) -> None:
    """Remember the safety lines of a routine as heard. A failure is only told: the session is worth more."""
    try:
        remember_heard(routine)
    except OutputError as error:
        tell(error.message)


def _kept() -> dict[str, str]:
    """Routine -> the digest of its safety lines. Empty where the file cannot be read: then the full version plays."""
    try:
        found = json.loads(read_kept(state_folder() / NAME, MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _key(routine: Routine) -> str:
    """The script's file, or the name of a routine without one."""
    return str(Path(routine.path).resolve()) if routine.path else routine.name
