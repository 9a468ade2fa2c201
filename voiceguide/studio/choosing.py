"""A listener's choices as keyword arguments, checked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypedDict, Unpack

from voiceguide.duration import parse_length
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Length
from voiceguide.studio.client_name import client_name, note_text

SIDES = ("left", "right")
TALKS = ("full", "daily", "brief", "bells")


class ChoiceOptions(TypedDict, total=False):
    """The keyword arguments that choose a session. Each has the default of its field in `Choices`."""

    side: Literal["left", "right"] | None
    """Only this side is done."""
    first: Literal["left", "right"]
    """The side that comes first."""
    without: Iterable[str]
    """Things that are not at hand; the steps that need them are left out."""
    skip: Iterable[int]
    """Lines of steps to leave out."""
    talk: Literal["full", "daily", "brief", "bells"] | None
    """The amount of speech; None leaves it to the script. Safety lines are always spoken, except with `bells`."""
    client: str | None
    """The person who is greeted by name."""
    knows_safety: str | None
    """`Studio.safety` of a routine whose safety lines were heard in full. Without it, daily talk is full."""
    note: str | None
    """A note that is spoken to the client."""


def make_choices(**options: Unpack[ChoiceOptions]) -> Choices:
    """Choices from keyword arguments. Raises ValueError for a value that does not exist, TypeError for an unknown name.

    make_choices(talk="brief", without=["a ball"])
    """
    without, skip = options.get("without", ()), options.get("skip", ())
    client, note = options.get("client"), options.get("note")
    unknown = next((name for name in options if name not in ChoiceOptions.__annotations__), None)
    if unknown is not None:
        raise TypeError(f"{unknown!r} is not a choice; the choices are {', '.join(ChoiceOptions.__annotations__)}")
    _check("side", options.get("side"), (None, *SIDES))
    _check("first", options.get("first", "left"), SIDES)
    _check("talk", options.get("talk") or "full", TALKS)
    return Choices(
        side=options.get("side"),
        first=options.get("first", "left"),
        without=(without,) if isinstance(without, str) else tuple(without),
        skip=(skip,) if isinstance(skip, int) else tuple(skip),
        talk=options.get("talk"),
        knows_safety=options.get("knows_safety"),
        client=None if client is None else client_name(client),
        note=None if note is None else note_text(note),
    )


def length_of(length: float | str | None) -> Length:
    """Seconds, `shortest`, `longest`, or None for the natural length. Reads texts like `10m`. Raises ValueError."""
    if isinstance(length, str):
        return parse_length(length)
    if length is not None and not length > 0:
        raise ValueError(f"a length must be more than zero seconds, not {length!r}")
    return length


def _check(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        raise ValueError(f"{name}={value!r}: choose one of {', '.join(repr(each) for each in allowed)}")
