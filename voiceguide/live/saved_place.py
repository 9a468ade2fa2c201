"""The saved place: the last session and its current step, in one small file of the user's state folder.

The file is JSON. Only its owner can read it, since it may name a client. It is replaced as a whole, so a killed process
leaves the old file or the new one.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import os
import sys
import time
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from voiceguide.bed import BedOptions
from voiceguide.errors import OutputError, PlaceError, RoutineNotFoundError
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Length
from voiceguide.preferences import LeadIn
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.state import make_state_folder, state_folder
from voiceguide.studio.voice_options import VoiceOptions

NAME = "place.json"
VERSION = 1
"""Version of the file format. A new field with a default keeps the version: older files lack the field."""
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """A session and its progress. It holds everything that is needed to play the session again or to go on with it."""

    routine: str
    """The absolute path of the script, or the bare name of a bundled routine."""
    title: str
    fingerprint: str
    """The fingerprint of the script. The line number is valid for this text only."""
    length: Length = None
    """The length that was asked for, in seconds."""
    choices: Choices = field(default_factory=Choices)
    voice: VoiceOptions = field(default_factory=VoiceOptions)
    spoken_by: VoiceOptions | None = None
    """The engine and the voice that spoke, also where nobody asked for them. So another default changes no session that
    is kept. None in a file from before this was noted: the system's voice spoke then."""
    command: str | None = None
    """The listener's own speech command, if one was used."""
    bed: BedOptions = field(default_factory=BedOptions)
    """A bed file has its absolute path here."""
    output: str | None = None
    lead_in: LeadIn | None = None
    any_key: bool = False
    listen: bool = False
    headset: bool = False
    """True if `next` and `previous` of a headset mean two and three presses."""
    let_end_move: bool = False
    line: int | None = None
    """The line of the current step; None before the first step. `side` and `round` are as in `plan.PlannedStep`."""
    side: Literal["left", "right"] | None = None
    round: int = 1
    finished: bool = False
    """True once the session was heard to its end."""


def fingerprint(script: Path) -> str:
    """Return the SHA-256 of a script, as 64 hexadecimal digits. Raises RoutineNotFoundError if it cannot be read."""
    try:
        with script.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RoutineNotFoundError(f"{script} cannot be read: {error.strerror}") from error


def save_place(place: Place) -> None:
    """Save the place, in place of the old one. Raises OutputError if the file cannot be written."""
    data = json.dumps({"voiceguide": "place", "version": VERSION, "place": dataclasses.asdict(place)}, indent=1)
    if len(data) > MOST_BYTES:
        raise OutputError("Cannot keep the place: the options of this session are too long.")
    with atomic_write(make_state_folder() / NAME, overwrite=True) as file:
        Path(file.name).chmod(0o600)
        file.write(data.encode("ascii"))


def place_age_seconds() -> float:
    """Return the seconds since the place was saved; 0 without one."""
    try:
        return max(0.0, time.time() - (state_folder() / NAME).stat().st_mtime)
    except OSError:
        return 0.0


def load_place() -> Place | None:
    """Load the saved place; None if nothing is saved. Raises PlaceError if the file cannot be used."""
    path = state_folder() / NAME
    try:
        content = _content(path)
        place = None if content is None else _place(content)
        if place and _names_a_program(place) and not _is_own(path):
            raise _UnreadableError("other users could have written the command in it")
        return place
    except OSError as error:
        reason = error.strerror or str(error)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _UnreadableError) else "it is damaged"
    raise PlaceError(
        f"The place in {path} cannot be used: {reason}.",
        hint="Begin a new session: voiceguide play ROUTINE",
    )


class _UnreadableError(ValueError):
    """A fault of the file, worded for its owner."""


def _content(path: Path) -> bytes | None:
    if not os.path.lexists(path):
        return None
    if not path.is_file():  # reading a pipe would wait for ever
        raise _UnreadableError("it is not a file")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _UnreadableError("it is larger than voiceguide writes it")
    return content


def _names_a_program(place: Place) -> bool:
    """Return True if the place names a program to run."""
    return place.command is not None or ":" in (place.voice.engine or "")


def _is_own(path: Path) -> bool:
    """Return True if only the user can have written the file."""
    if sys.platform == "win32":
        return True  # Windows closes the user's folders to other users
    found = path.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & 0o022


def _place(content: bytes) -> Place:
    document = json.loads(content, parse_constant=_refuse)
    if not isinstance(document, dict) or document.get("voiceguide") != "place":
        raise _UnreadableError("voiceguide did not write it")
    if document.get("version") != VERSION:
        raise _UnreadableError("it was written by another version of voiceguide")
    place: Place = _typed(Place, document.get("place"))
    _check(place)
    return place


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not a time")


def _typed(hint: Any, value: Any) -> Any:
    """Convert a JSON value to the type of a hint. Raises ValueError if it does not fit."""
    kinds = get_args(hint)
    if get_origin(hint) in (Union, types.UnionType):
        return _first(kinds, value)
    if get_origin(hint) is Literal and value in kinds:
        return value
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_typed(kinds[0], item) for item in value)
    if dataclasses.is_dataclass(hint) and isinstance(value, dict):
        return _record(hint, value)
    if hint is float and type(value) in (int, float):
        return float(value)
    if isinstance(hint, type) and type(value) is hint:  # no isinstance here: True is also an int
        return value
    raise ValueError(f"{value!r} is not {hint}")


def _first(hints: tuple[Any, ...], value: Any) -> Any:
    for hint in hints:
        try:
            return _typed(hint, value)
        except ValueError:
            continue
    raise ValueError(f"{value!r} is not one of {hints}")


def _record(kind: Any, values: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    if values.keys() - hints.keys():
        raise _UnreadableError("it was written by another version of voiceguide")
    try:
        return kind(**{name: _typed(hints[name], value) for name, value in values.items()})
    except TypeError as error:  # a field without a default is missing
        raise ValueError(str(error)) from error


def _check(place: Place) -> None:
    """Raise ValueError for values that have the right type but are impossible."""
    choices = place.choices
    right = (
        place.routine
        and (not isinstance(place.length, float) or (math.isfinite(place.length) and place.length > 0))
        and (place.line is None or place.line > 0)
        and place.round > 0
        and choices.side in ("left", "right", None)
        and choices.first in ("left", "right", None)
        and choices.talk in ("full", "daily", "brief", "bells", None)
        and (place.command is None or place.voice.engine == "command")
        and not (place.bed.bed and place.bed.wake_tone)
    )
    if not right:
        raise ValueError("a value is impossible")
