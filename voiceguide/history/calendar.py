"""Reminders for a routine as a calendar file, which every calendar opens.

Source: RFC 5545. The entries hold the title alone, and no address: calendars are copied to servers.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from voiceguide.history.frequency import Frequency

MEDIA_TYPE = "text/calendar"
MOST_TIMES = 24
FIRST_HOUR, LAST_HOUR = 8, 20
"""The hours between which sessions are spread."""
_WEEKDAYS = {1: "MO", 2: "MO,TH", 3: "MO,WE,FR", 4: "MO,TU,TH,FR", 5: "MO,TU,WE,TH,FR", 6: "MO,TU,WE,TH,FR,SA"}
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)", re.ASCII)
_NAMESPACE = uuid.UUID("2f1cbf0a-3a1b-5c55-9a53-0f1c2c7e4f7d")
_LONGEST_LINE = 75
"""Bytes of a line; longer ones go on in the next, after a blank."""


def read_time(typed: str) -> time:
    """A time of day such as `8:00`. Raises ValueError."""
    match = _TIME.fullmatch(typed.strip())
    if match is None:
        raise ValueError(f"{typed[:20]!r} is not a time of day such as 8:00")
    return time(int(match[1]), int(match[2]))


def times_of(frequency: Frequency) -> list[time]:
    """The times of day for a frequency, spread over the day."""
    count = min(frequency.times, MOST_TIMES) if frequency.every_days == 1 else 1
    if count == 1:
        return [time(FIRST_HOUR)]
    hours = LAST_HOUR - FIRST_HOUR
    minutes = [round(hours * 60 * number / (count - 1) / 15) * 15 for number in range(count)]
    return [time(FIRST_HOUR + each // 60, each % 60) for each in minutes]


def calendar(
    routine: str, title: str, minutes: int, frequency: Frequency, start: date, times: Sequence[time], now: datetime
) -> str:
    """The calendar file: an entry for each time of day, repeated as the frequency says, from the first day on."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//voiceguide//reminder//EN"]
    for each in dict.fromkeys(times or times_of(frequency)):
        lines += _entry(routine, title, minutes, frequency, datetime.combine(start, each), now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _entry(
    routine: str, title: str, minutes: int, frequency: Frequency, start: datetime, now: datetime
) -> Iterator[str]:
    name = uuid.uuid5(_NAMESPACE, f"{routine}\n{start:%H:%M}")
    yield "BEGIN:VEVENT"
    yield f"UID:{name}@voiceguide"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART:{start:%Y%m%dT%H%M%S}"
    yield f"DURATION:PT{max(1, minutes)}M"
    yield f"RRULE:{_rule(frequency)}"
    yield f"SUMMARY:{_escaped(title)}"
    yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(title)}", "TRIGGER:PT0M", "END:VALARM")
    yield "END:VEVENT"


def _rule(frequency: Frequency) -> str:
    """The repetition of one entry."""
    days = frequency.days
    if frequency.every_days == 7 and frequency.times in _WEEKDAYS:
        end = f";COUNT={frequency.times * -(-days // 7)}" if days else ""
        return f"FREQ=WEEKLY;BYDAY={_WEEKDAYS[frequency.times]}{end}"
    between = max(1, frequency.every_days // frequency.times) if frequency.every_days > 1 else 1
    end = f";COUNT={-(-days // between)}" if days else ""
    return f"FREQ=DAILY;INTERVAL={between}{end}"


def _escaped(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return re.sub(r"([\\;,])", r"\\\1", plain)


def _folded(line: str) -> Iterator[str]:
    """A line in pieces of `_LONGEST_LINE` bytes, none of which cuts a letter."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LONGEST_LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
