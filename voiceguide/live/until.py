"""A session's length from the clock, `--until 7:45`, and the times of day at which one can end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?)? ?(?:(?P<half>[ap])\.?m\.?)?", re.ASCII
)
_HELP = "a time of day is written like `7:45`, `19:45`, `7:45pm` or `7:45:30`"

DAY = 24 * 3600
TYPING = 30
"""Seconds that it takes to type a command anew."""


def seconds_until(text: str, now: datetime) -> float:
    """Seconds, more than 0, until the clock next shows this time of day.

    `now` is the local time of whoever typed it: without a time zone, that of this machine; else in a zone that knows
    when its clocks are changed (`zoneinfo.ZoneInfo`). A time that they skip in spring is met as if they had not been
    changed yet; one that they show twice in autumn counts both times. Raises ValueError, with a message for the
    person who typed it, where the text is no time of day.
    """
    hour, minute, second = _time_of_day(text)
    moments = []
    for day in (now, now + timedelta(days=1)):
        shown = day.replace(hour=hour, minute=minute, second=second, microsecond=0, fold=0)
        first, second_time = shown.timestamp(), shown.replace(fold=1).timestamp()
        moments += [first, max(first, second_time)]  # in an hour that is skipped, fold=1 is an hour earlier
    return min(moment for moment in moments if moment > now.timestamp()) - now.timestamp()


def times_between(least: float, most: float, now: datetime, like: str = "") -> str | None:
    """Between which times of day a session of so many seconds can end that begins soon: `between 7:31 and 8:02`,
    `between 23:50 and 0:25 tomorrow`; None where no whole minute is among them in the next 24 hours.

    Any of them can still be asked for within `TYPING` seconds. `like`: a time as it was typed, with `pm` or without."""
    first = _at(now, least + TYPING + 60)
    first = first.replace(second=0, microsecond=0)
    last = _at(now, min(most, DAY - 60)).replace(second=0, microsecond=0)
    if first.timestamp() > last.timestamp():
        return None
    halves = like.strip().lower().rstrip(".").endswith("m")
    times = [_shown(first, halves), _shown(last, halves)]
    days = [" tomorrow" if moment.date() > now.date() else "" for moment in (first, last)]
    if times[0] == times[1]:
        return f"at {times[0]}{days[0]}"
    return f"between {times[0]}{days[0] if days[0] != days[1] else ''} and {times[1]}{days[1]}"


def _at(now: datetime, seconds: float) -> datetime:
    """What the clock shows so many seconds from now."""
    return datetime.fromtimestamp(now.timestamp() + seconds, now.tzinfo)


def _shown(moment: datetime, halves: bool) -> str:
    if not halves:
        return f"{moment.hour}:{moment:%M}"
    return f"{(moment.hour - 1) % 12 + 1}:{moment:%M} {'ap'[moment.hour >= 12]}m"


def _time_of_day(text: str) -> tuple[int, int, int]:
    """Hour, minute, second."""
    match = _TIME.fullmatch(" ".join(text.lower().split()))
    if not match or not (match["minute"] or match["half"]):
        raise ValueError(f"`{text[:40]}` cannot be read as a time of day: {_HELP}")
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"`{text[:40]}` is no time of day: before `am` and `pm` the hours go from 1 to 12")
        return hour % 12 + (12 if match["half"] == "p" else 0), minute, second
    if (hour, minute, second) == (24, 0, 0):
        return 0, 0, 0
    if hour > 23:
        raise ValueError(f"`{text[:40]}` is no time of day: a day ends at 24:00")
    return hour, minute, second
