"""Sessions counted against the plan: a row of dots for `twice a day for two weeks`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from voiceguide.history.frequency import Frequency
from voiceguide.history.log import Done

SHOWN = 14
"""The periods that are shown of a plan without an end."""
MOST_PERIODS = 400
DONE, OPEN = "●", "○"


@dataclass(frozen=True, slots=True)
class Period:
    """A day, a week, or another period of the plan."""

    start: date
    until: date
    """The last day."""
    done: int
    """The sessions that were finished, at most `of`."""
    of: int

    def as_json(self) -> dict[str, str | int]:
        """The object in JSON."""
        return {"from": self.start.isoformat(), "until": self.until.isoformat(), "done": self.done, "of": self.of}

    def __str__(self) -> str:
        """`●○`: a dot for each session."""
        return DONE * self.done + OPEN * (self.of - self.done)


def periods(sessions: Iterable[Done], frequency: Frequency, today: date) -> list[Period]:
    """The periods of the plan up to today, or up to its end. It begins with the first session; after its end, it begins
    again with the next session. Sessions of a clock that was wrong, from tomorrow on, are passed over."""
    tomorrow = today + timedelta(1)  # it is today in another time zone
    days = sorted(day for done in sessions if done.finished and (day := done.moment.date()) <= tomorrow)
    start = _start(days, frequency, today)
    length, whole = timedelta(frequency.every_days), frequency.days
    count = -(-whole // frequency.every_days) if whole else (today - start).days // frequency.every_days + 1
    found = []
    for number in range(min(count, MOST_PERIODS)):
        first = start + number * length
        last = first + length - timedelta(1)
        done = sum(first <= day <= last for day in days)
        found.append(Period(first, last, min(done, frequency.times), frequency.times))
    return found if whole else found[-SHOWN:]


def _start(days: list[date], frequency: Frequency, today: date) -> date:
    """The first day of the plan that is under way."""
    if not days:
        return today
    start = days[0]
    if not frequency.days:
        shown = SHOWN * frequency.every_days
        behind = (today - start).days - shown
        return start + timedelta(max(0, -(-behind // frequency.every_days)) * frequency.every_days)
    while frequency.days and (today - start).days >= frequency.days:
        end = start + timedelta(frequency.days)
        later = [day for day in days if day >= end]
        if not later:
            break
        start = later[0]
    return start
