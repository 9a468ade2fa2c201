"""Lengths as people type and read them on the command line."""

from __future__ import annotations

import re
from math import ceil, floor
from typing import Literal

from voiceguide.units import MOST_SECONDS

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0}
_PARTS = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?) ?(?:h|hrs?|hours?) ?)?"
    r"(?:(?P<m>\d+(?:\.\d+)?) ?(?:m|mins?|minutes?) ?)?"
    r"(?:(?P<s>\d+(?:\.\d+)?) ?(?:s|secs?|seconds?)?)?",
    re.ASCII,
)
_HOURS_AND = re.compile(r"(?P<h>\d+) ?(?:h|hrs?|hours?) ?(?P<m>[0-5]?\d)", re.ASCII)
"""Hours and a number without a unit, which is minutes: `1h30`."""
_CLOCK = re.compile(r"(?:(?P<h>\d+):(?=\d\d:))?(?P<m>\d+):(?P<s>[0-5]\d(?:\.\d+)?)", re.ASCII)
_BARE = re.compile(r"\d{1,20}(?:\.(?!\d{3}$)\d{1,20}|,\d{1,20})?", re.ASCII)
"""A number without a unit. Exactly three digits behind a dot are seconds: the hints of this program are written so."""
_MOST_MINUTES = 120
"""The largest number without a unit that may be meant in minutes."""
_HELP = "a length is written like `10m`, `9m30s`, `10:00`, `600`, `1h`, `shortest` or `longest`"


def parse_length(text: str) -> float | Literal["shortest", "longest"]:
    """Seconds, or the word. Raises ValueError, with a message for the person who typed it, for any other text."""
    typed = " ".join(text.lower().split())
    if typed == "shortest":
        return "shortest"
    if typed == "longest":
        return "longest"
    negative = typed.startswith("-")
    forms = (_CLOCK, _HOURS_AND, _PARTS)
    match = next(filter(None, (form.fullmatch(typed.lstrip("-")) for form in forms)), None)
    parts = {unit: value for unit, value in match.groupdict().items() if value} if match else {}
    if not parts or any(len(value) > 20 for value in parts.values()):
        raise ValueError(f"`{_short(text)}` cannot be read as a length: {_HELP}")
    seconds = sum(float(value) * _UNITS[unit] for unit, value in parts.items())
    if negative or seconds <= 0:
        raise ValueError(f"a length must be longer than zero, not `{_short(text)}`")
    if seconds > MOST_SECONDS:
        raise ValueError(f"a session lasts at most {MOST_SECONDS / 3600:g} hours, not `{_short(text)}`")
    return seconds


def typed_length(text: str) -> float | Literal["shortest", "longest"]:
    """As `parse_length`, for a length that a person types. A bare number that may be meant in minutes is asked back.

    Raises ValueError.
    """
    typed = text.strip()
    bare = float(typed.replace(",", ".")) if _BARE.fullmatch(typed) else 0
    if 0 < bare <= _MOST_MINUTES:
        number = f"{bare:.10g}"
        if number == "1":
            raise ValueError(f"`{typed}`: 1 minute or 1 second? Write 1m or 1s")
        raise ValueError(f"`{typed}`: {number} minutes or {number} seconds? Write {number}m or {number}s")
    return parse_length(text)


def is_length(text: str) -> bool:
    """True for a text that `parse_length` reads."""
    try:
        parse_length(text)
    except ValueError:
        return False
    return True


def compact(seconds: float) -> str:
    """`10m`, `9m30s`, `1h5m` or `45s`, as `parse_length` reads it. Whole seconds, rounded down."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    parts = ((hours, "h"), (minute, "m"), (second, "s"))
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0s"


def clock(seconds: float) -> str:
    """`12:05`, or `1:02:05` from one hour on. Whole seconds, rounded down."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def clocks(shortest: float, length: float, longest: float) -> tuple[str, str, str]:
    """A length between its ends as clocks. The ends are rounded inwards, so that each works when it is typed; where no
    whole second lies between them, all three are the nearest one."""
    least, most = ceil(shortest), floor(longest)
    if least > most:
        least = most = round(length)
    return clock(least), clock(min(max(floor(length), least), most)), clock(most)


def clocks_of_ends(shortest: float, longest: float) -> tuple[str, str]:
    """The ends as clocks, rounded as `clocks` does."""
    least, _, most = clocks(shortest, (shortest + longest) / 2, longest)
    return least, most


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
