"""Lengths as people type and read them on the command line."""

from __future__ import annotations

import re
from typing import Literal

from voiceguide.units import MOST_SECONDS

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0}
_PARTS = re.compile(
    r"(?:(?P<h>\d+(?:\.\d+)?) ?(?:h|hrs?|hours?) ?)?"
    r"(?:(?P<m>\d+(?:\.\d+)?) ?(?:m|mins?|minutes?) ?)?"
    r"(?:(?P<s>\d+(?:\.\d+)?) ?(?:s|secs?|seconds?)?)?",
    re.ASCII,
)
_CLOCK = re.compile(r"(?:(?P<h>\d+):(?=\d\d:))?(?P<m>\d+):(?P<s>[0-5]\d(?:\.\d+)?)", re.ASCII)
_HELP = "a length is written like `10m`, `9m30s`, `10:00`, `600`, `1h`, `shortest` or `longest`"


def parse_length(text: str) -> float | Literal["shortest", "longest"]:
    """Seconds, or the word. Raises ValueError, with a message for the person who typed it, for any other text."""
    typed = " ".join(text.lower().split())
    if typed == "shortest":
        return "shortest"
    if typed == "longest":
        return "longest"
    negative = typed.startswith("-")
    match = _CLOCK.fullmatch(typed.lstrip("-")) or _PARTS.fullmatch(typed.lstrip("-"))
    parts = {unit: value for unit, value in match.groupdict().items() if value} if match else {}
    if not parts or any(len(value) > 20 for value in parts.values()):
        raise ValueError(f"`{_short(text)}` cannot be read as a length: {_HELP}")
    seconds = sum(float(value) * _UNITS[unit] for unit, value in parts.items())
    if negative or seconds <= 0:
        raise ValueError(f"a length must be longer than zero, not `{_short(text)}`")
    if seconds > MOST_SECONDS:
        raise ValueError(f"a session lasts at most {MOST_SECONDS / 3600:g} hours, not `{_short(text)}`")
    return seconds


def clock(seconds: float) -> str:
    """`12:05`, or `1:02:05` from one hour on. Whole seconds, rounded down."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"
