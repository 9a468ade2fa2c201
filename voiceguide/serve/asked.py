"""Reads a request for a session within bounds, and defines how a request is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from starlette.datastructures import QueryParams

from voiceguide.duration import parse_length
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Length
from voiceguide.routine import Side, TalkLevel

MOST_VALUES = 40
MOST_CHARACTERS = 100
"""The limit for one value."""
_NOT_IN_NAMES = re.compile(r"[^\w.-]+")
_SIDES: tuple[Side, ...] = get_args(Side)
_TALKS: tuple[TalkLevel, ...] = get_args(TalkLevel)
Value = TypeVar("Value", bound=str)


class RefusedError(Exception):
    """A refused request: a status of 400 or more, and a JSON object with a message and a hint."""

    def __init__(self, status: int, message: str, hint: str | None = None, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"message": message, "hint": hint, **more}
        self.headers: dict[str, str] = {}


class TooMuchError(RefusedError):
    """Too many sessions are being made and waiting."""

    def __init__(self) -> None:
        super().__init__(429, "Too much is being made at once.", "Try again in a moment.")
        self.headers = {"retry-after": "2"}


@dataclass(frozen=True, slots=True)
class Asked:
    """Everything that decides a session. Equal requests share one session."""

    routine: str
    length: Length = None
    choices: Choices = field(default_factory=Choices)


def read_query(query: QueryParams) -> Asked:
    """The session that a query asks for. Unknown names are ignored. Raises RefusedError (400)."""
    pairs = query.multi_items()
    if len(pairs) > MOST_VALUES or any(len(value) > MOST_CHARACTERS for _, value in pairs):
        raise RefusedError(400, "This asks for too much.", f"Up to {MOST_VALUES} values, {MOST_CHARACTERS} characters.")
    routine = _one(query, "routine")
    if not routine:
        raise RefusedError(400, "No routine is named.", "routine=NAME; /routines.json has the names.")
    without = tuple(sorted({thing.strip() for thing in query.getlist("without")} - {""}))
    side, talk = _one(query, "side"), _one(query, "talk")
    choices = Choices(side=_among("side", side, _SIDES), without=without, talk=_among("talk", talk, _TALKS))
    return Asked(routine, _length(query), choices)


def session_name(asked: Asked) -> str:
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
    return _NOT_IN_NAMES.sub("-", " ".join(parts)) + ".mp3"


def _length(query: QueryParams) -> Length:
    typed = _one(query, "length")
    try:
        length: Length = parse_length(typed) if typed else None
    except ValueError as error:
        raise RefusedError(400, f"{error}.") from None
    return round(length, 3) if isinstance(length, float) else length


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
