"""The place that is kept: the last session, and the step that was on, in one small file of the user's state folder.

The file is JSON, readable by its owner alone (it may name a client), and is written whole or not at all: whoever is
killed leaves the old one or the new one.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
import os
import sys
import types
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from voiceguide.bed import BedOptions
from voiceguide.errors import OutputError, PlaceError, RoutineNotFoundError
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Length
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.state import make_state_folder, state_folder
from voiceguide.studio.voice_options import VoiceOptions

NAME = "place.json"
VERSION = 1
"""Of the file. A field that is added with a default needs no new one: older files lack it."""
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """A session and how far it has come: all that is needed to play it again or to go on with it."""

    routine: str
    """The absolute path of the script, or the bare name of a routine that comes with voiceguide."""
    title: str
    fingerprint: str
    """As `fingerprint` gives it for the script: line numbers mean nothing in another text."""
    length: Length = None
    """As asked for; seconds."""
    choices: Choices = field(default_factory=Choices)
    voice: VoiceOptions = field(default_factory=VoiceOptions)
    command: str | None = None
    """What speaks, if that was a command of the listener's own."""
    bed: BedOptions = field(default_factory=BedOptions)
    """A file by its absolute path."""
    output: str | None = None
    any_key: bool = False
    listen: bool = False
    let_end_move: bool = False
    line: int | None = None
    """Of the step that is on; None before the first. `side` and `round` are as in `plan.PlannedStep`."""
    side: Literal["left", "right"] | None = None
    round: int = 1
    finished: bool = False
    """Whether the session was heard to its end."""


def fingerprint(script: Path) -> str:
    """A name for the text of a script: 64 hexadecimal digits. Raises RoutineNotFoundError where it cannot be read."""
    try:
        with script.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise RoutineNotFoundError(f"{script} cannot be read: {error.strerror}") from error


def write(place: Place) -> None:
    """Keep the place, instead of the one before. Raises OutputError where it cannot be kept."""
    data = json.dumps({"voiceguide": "place", "version": VERSION, "place": dataclasses.asdict(place)}, indent=1)
    if len(data) > MOST_BYTES:
        raise OutputError("Cannot keep the place: what was typed for this session is too long.")
    with atomic_write(make_state_folder() / NAME, overwrite=True) as file:
        Path(file.name).chmod(0o600)
        file.write(data.encode("ascii"))


def read() -> Place | None:
    """The place that was kept, or None. Raises PlaceError where there is one and it cannot be gone back to."""
    path = state_folder() / NAME
    try:
        content = _content(path)
        place = None if content is None else _place(content)
        if place and _names_a_program(place) and not _is_own(path):
            raise _UnreadableError("others could have written the command in it")
        return place
    except OSError as error:
        reason = error.strerror or str(error)
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _UnreadableError) else "it is damaged"
    raise PlaceError(
        f"The place that was kept in {path} cannot be gone back to: {reason}.",
        hint="Begin a session anew: voiceguide play ROUTINE",
    )


class _UnreadableError(ValueError):
    """What is wrong with a file, in the words for its owner."""


def _content(path: Path) -> bytes | None:
    if not os.path.lexists(path):
        return None
    if not path.is_file():  # a pipe would keep its reader waiting
        raise _UnreadableError("it is no file")
    with path.open("rb") as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise _UnreadableError("it is larger than any that voiceguide writes")
    return content


def _names_a_program(place: Place) -> bool:
    """Whether it says what is to be run."""
    return place.command is not None or ":" in (place.voice.engine or "")


def _is_own(path: Path) -> bool:
    """Whether nobody else can have written a file."""
    if sys.platform == "win32":
        return True  # the user's own folders are closed to others there
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
    raise ValueError(f"{constant} is no time")


def _typed(hint: Any, value: Any) -> Any:
    """The value, read from JSON, as what a type hint asks for. ValueError where it is something else."""
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
    if isinstance(hint, type) and type(value) is hint:  # not isinstance: true is no number
        return value
    raise ValueError(f"{value!r} is not {hint}")


def _first(hints: tuple[Any, ...], value: Any) -> Any:
    for hint in hints:
        try:
            return _typed(hint, value)
        except ValueError:
            continue
    raise ValueError(f"{value!r} is none of {hints}")


def _record(kind: Any, values: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    if values.keys() - hints.keys():
        raise _UnreadableError("it was written by another version of voiceguide")
    try:
        return kind(**{name: _typed(hints[name], value) for name, value in values.items()})
    except TypeError as error:  # something is missing that has no default
        raise ValueError(str(error)) from error


def _check(place: Place) -> None:
    """ValueError for values that a session cannot have, though their types are right."""
    choices = place.choices
    right = (
        place.routine
        and (not isinstance(place.length, float) or (math.isfinite(place.length) and place.length > 0))
        and (place.line is None or place.line > 0)
        and place.round > 0
        and choices.side in ("left", "right", None)
        and choices.first in ("left", "right")
        and choices.talk in ("full", "brief", "bells")
        and (place.command is None or place.voice.engine == "command")
        and not (place.bed.bed and place.bed.wake_tone)
    )
    if not right:
        raise ValueError("a value that no session can have")
