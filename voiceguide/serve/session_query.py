"""Reads the query of a session within bounds, and writes it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TypeVar, get_args
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from voiceguide.duration import parse_length
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Length
from voiceguide.routine import Side, TalkLevel
from voiceguide.serve.cue_settings import cue_setting_pairs, read_cue_settings
from voiceguide.serve.refusals import RefusedError
from voiceguide.serve.sound_choices import NOTHING_OFFERED, OfferedChoices, SoundChoices, bed_id

MOST_VALUES = 40
MOST_CHARACTERS = 100
"""The limit for one value."""
MOST_CHANGES = 12
"""The limit for changes of the length while a session plays."""
_CHANGE = re.compile(r"(?P<at>[0-9]{1,6}(\.[0-9]{1,6})?):(?P<length>[0-9]{1,6}(\.[0-9]{1,6})?)")
_SECONDS = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")
_LINE = re.compile(r"[0-9]{1,6}")
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_SIDES: tuple[Side, ...] = get_args(Side)
_TALKS: tuple[TalkLevel, ...] = get_args(TalkLevel)
Value = TypeVar("Value", bound=str)


@dataclass(frozen=True, slots=True)
class LengthChange:
    """A change of a session's length while it plays."""

    at: float
    """Seconds from the start, at which the listener asked for it."""
    length: float
    """Seconds that the whole session should have from then on."""


SPEECH = "speech"
"""The name that scripts, options and the configuration have for the pace. An address may have it, too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that decides a session. Equal requests share one session."""

    routine: str
    length: Length = None
    choices: Choices = field(default_factory=Choices)
    sound: SoundChoices = field(default_factory=SoundChoices)
    changes: tuple[LengthChange, ...] = ()


def read_query(query: QueryParams, offers: OfferedChoices = NOTHING_OFFERED) -> Asked:
    """The session that a query asks for. Unknown names are ignored, and so are sounds that are not among the `offers`.
    Raises RefusedError (400)."""
    pairs = query.multi_items()
    if len(pairs) > MOST_VALUES or any(len(value) > MOST_CHARACTERS for _, value in pairs):
        raise RefusedError(400, "This asks for too much.", f"Up to {MOST_VALUES} values, {MOST_CHARACTERS} characters.")
    routine = _one(query, "routine")
    if not routine:
        raise RefusedError(400, "No routine is named.", "routine=NAME; /routines.json has the names.")
    liked, balance = read_cue_settings(lambda name: "" if name in offers.fixed else _one(query, name))
    without = tuple(sorted({thing.strip() for thing in query.getlist("without")} - {""}))
    choices = Choices(
        side=_among("side", _one(query, "side"), _SIDES),
        first=_among("first", _one(query, "first"), _SIDES),
        without=without,
        skip=tuple(sorted({_line(typed) for typed in query.getlist("skip") if typed.strip()})),
        talk=None if "talk" in offers.fixed else _among("talk", _one(query, "talk"), _TALKS),
        knows_safety=_one(query, "knows") or None,
        **liked,
    )
    pace = _one(query, "pace") or _one(query, SPEECH)
    sound = replace(offers.sound(pace, _one(query, "voice"), _one(query, "bed")), balance=balance)
    return Asked(routine, _length(query), choices, sound, _changes(query))


def as_query(asked: Asked) -> str:
    """The query that `read_query` reads as this session."""
    choices, sound = asked.choices, asked.sound
    length = asked.length if isinstance(asked.length, str | None) else f"{asked.length:.3f}".rstrip("0").rstrip(".")
    pairs: list[tuple[str, str | int | None]] = [
        ("routine", asked.routine),
        ("length", length),
        ("side", choices.side),
        ("first", choices.first),
        *(("without", thing) for thing in choices.without),
        *(("skip", line) for line in choices.skip),
        ("talk", choices.talk),
        ("knows", choices.knows_safety),
        *cue_setting_pairs(choices, sound.balance),
        ("pace", sound.pace),
        ("voice", sound.voice),
        ("bed", sound.bed and bed_id(sound.bed)),
        *(("change", f"{change.at:g}:{change.length:g}") for change in asked.changes),
    ]
    return urlencode([(name, value) for name, value in pairs if value is not None])


def session_name(asked: Asked, suffix: str = ".mp3") -> str:
    """A file name for a session: `heel-pain-10m-left.mp3`."""
    parts = [asked.routine]
    if isinstance(asked.length, str):
        parts.append(asked.length)
    elif asked.length is not None:
        minutes, seconds = divmod(round(asked.length), 60)
        parts.append(f"{minutes}m{seconds:02}s" if seconds else f"{minutes}m")
    if asked.choices.side:
        parts.append(asked.choices.side)
    parts += [f"without {thing}" for thing in asked.choices.without]
    return _NOT_IN_NAMES.sub("-", " ".join(parts)) + suffix


def _length(query: QueryParams) -> Length:
    typed = _one(query, "length")
    try:
        length: Length = parse_length(typed) if typed else None
    except ValueError as error:
        raise RefusedError(400, f"{error}.") from None
    return round(length, 3) if isinstance(length, float) else length


def read_step(query: QueryParams) -> tuple[str, int]:
    """The routine and the line of a step that a query names. Raises RefusedError (400)."""
    name, line = _one(query, "routine"), _one(query, "line")
    if not name or len(name) > MOST_CHARACTERS or not _LINE.fullmatch(line):
        raise RefusedError(400, "This names no step.", "routine=NAME&line=NUMBER")
    return name, int(line)


def read_moment(query: QueryParams) -> float:
    """The second of a session that a query names. Raises RefusedError (400)."""
    typed = _one(query, "at")
    if not _SECONDS.fullmatch(typed):
        raise RefusedError(400, "at cannot be that.", "It is a number of seconds.")
    return float(typed)


def _changes(query: QueryParams) -> tuple[LengthChange, ...]:
    typed = query.getlist("change")
    found = [_CHANGE.fullmatch(each.strip()) for each in typed]
    if len(typed) > MOST_CHANGES or not all(found):
        raise RefusedError(400, "change cannot be that.", f"change=AT:LENGTH in seconds, {MOST_CHANGES} at most.")
    return tuple(LengthChange(float(each["at"]), float(each["length"])) for each in found if each)


def _line(typed: str) -> int:
    if not _LINE.fullmatch(typed.strip()):
        raise RefusedError(400, "skip cannot be that.", "It is the line of a step.")
    return int(typed)


def _among(name: str, value: str, known: tuple[Value, ...]) -> Value | None:
    """The known value of this name; None without one. Raises RefusedError."""
    found = next((each for each in known if each == value), None)
    if value and found is None:
        raise RefusedError(400, f"{name} cannot be that.", f"It is one of {', '.join(known)}.")
    return found


def _one(query: QueryParams, name: str) -> str:
    """The single value of this name; empty without one."""
    values = query.getlist(name)
    if len(values) > 1:
        raise RefusedError(400, f"{name} is given more than once.")
    return values[0].strip() if values else ""
