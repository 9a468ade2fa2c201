"""Session lengths that come from the clock, as in `--until 7:45`, and the times of day at which a session can end."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d)(?:[:.](?P<second>[0-5]\d))?)? ?(?:(?P<half>[ap])\.?m\.?)?", re.ASCII
)
_HELP = "a time of day is written like `7:45`, `19:45`, `7:45pm` or `7:45:30`"

DAY_SECONDS = 24 * 3600
TYPING_SECONDS = 30
"""The time it takes to type a command again."""


def seconds_until(text: str, now: datetime) -> float:
    """Return the seconds, more than 0, until the clock next shows this time of day.

    `now` is the listener's local time. Without a time zone it is in that of this machine; otherwise the zone must know
    its clock changes (`zoneinfo.ZoneInfo`). A time that is skipped in spring is treated as if the clocks had not
    changed yet. A time that is shown twice in autumn counts both times. Raises ValueError, with a message for the
    listener, if the text cannot be read.
    """
    hour, minute, second = _time_of_day(text)
    moments = []
    for day in (now, now + timedelta(days=1)):
        shown = day.replace(hour=hour, minute=minute, second=second, microsecond=0, fold=0)
        first, second_time = shown.timestamp(), shown.replace(fold=1).timestamp()
        moments += [first, max(first, second_time)]  # in a skipped hour, fold=1 is an hour earlier
    return min(moment for moment in moments if moment > now.timestamp()) - now.timestamp()


def times_between(least: float, most: float, now: datetime, like: str = "") -> str | None:
    """Return the times of day at which a session of these lengths can end if it begins soon: `between 7:31 and 8:02`,
    `between 23:50 and 0:25 tomorrow`. None if no whole minute of the next 24 hours lies among them.

    Each of these times can still be asked for within `TYPING_SECONDS`. `like` is a time as the listener typed it;
    `pm` in it chooses the 12-hour clock.
    """
    first = _at(now, least + TYPING_SECONDS + 60)
    first = first.replace(second=0, microsecond=0)
    last = _at(now, min(most, DAY_SECONDS - 60)).replace(second=0, microsecond=0)
    if first.timestamp() > last.timestamp():
        return None
    halves = like.strip().lower().rstrip(".").endswith("m")
    times = [_shown(first, halves), _shown(last, halves)]
    days = [" tomorrow" if moment.date() > now.date() else "" for moment in (first, last)]
    if times[0] == times[1]:
        return f"at {times[0]}{days[0]}"
    return f"between {times[0]}{days[0] if days[0] != days[1] else ''} and {times[1]}{days[1]}"


def _at(now: datetime, seconds: float) -> datetime:
    """Return the local time this many seconds from now."""
    return datetime.fromtimestamp(now.timestamp() + seconds, now.tzinfo)


def _shown(moment: datetime, halves: bool) -> str:
    if not halves:
        return f"{moment.hour}:{moment:%M}"
    return f"{(moment.hour - 1) % 12 + 1}:{moment:%M} {'ap'[moment.hour >= 12]}m"


def _time_of_day(text: str) -> tuple[int, int, int]:
    """Return the hour, the minute and the second."""
    match = _TIME.fullmatch(" ".join(text.lower().split()))
    if not match or not (match["minute"] or match["half"]):
        raise ValueError(f"`{text[:40]}` cannot be read as a time of day: {_HELP}")
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if match["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(f"`{text[:40]}` is not a time of day: hours before `am` and `pm` go from 1 to 12")
        return hour % 12 + (12 if match["half"] == "p" else 0), minute, second
    if (hour, minute, second) == (24, 0, 0):
        return 0, 0, 0
    if hour > 23:
        raise ValueError(f"`{text[:40]}` is not a time of day: a day ends at 24:00")
    return hour, minute, second
