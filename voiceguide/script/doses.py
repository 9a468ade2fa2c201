"""The dose that the pieces of a step make together, with bounds for fitting."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from voiceguide.grid import rounded_middle
from voiceguide.routine import Breaths, Count, Dose, Hold, Rounds, Sets, Wait
from voiceguide.script.amount_patterns import HOUR
from voiceguide.script.amounts import Amount

BREATH = 10.0
"""Seconds of a breath."""
LONG_REST = 20.0
"""Seconds. A repetition is seldom as long, a rest between sets often is."""
LONG_PACE = 15.0
"""Seconds from which one repetition is a hold with its own bells."""
SECONDS_EACH = 3.0
"""Seconds of a repetition without a written pace."""
PLAIN_PACE = 10.0
"""Seconds up to which a time fits one repetition."""
MOST_TIMES = 1000
"""The most repetitions, sets or rounds. A larger number is a typing error."""


@dataclass(frozen=True, slots=True)
class Elastic:
    """The limits within which fitting may stretch a plain dose, as parts of the written one."""

    low: float = 0.5
    high: float = 1.5


class DoseError(Exception):
    """Pieces that make no dose: the message, the hint, and the amount at fault, if any.

    A hint may have slots for the examples of the language pack: `{pace}`.
    """

    def __init__(self, message: str, hint: str | None = None, amount: Amount | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.amount = amount


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a dose that one step gives."""

    hold: Amount | None = None
    pace: Amount | None = None
    rest: Amount | None = None
    times: Amount | None = None
    sets: Amount | None = None
    counted: Amount | None = None
    breaths: Amount | None = None
    again: Amount | None = None
    """The number of times for everything above: `Repeat 10 times`."""
    tempo: Amount | None = None
    """The length of one repetition: `over a 5 second count`."""
    special: Dose | None = None
    """A dose of another kind: a breath pattern, a series."""
    loose: bool = False
    """True if the hold is a bare time after a count: `10 reps, 30 s`. It may be of each or of all."""
    between: bool = False
    """True if the rest is said to be between sets or repetitions."""

    @property
    def names(self) -> set[str]:
        """The names of the pieces that are given."""
        return {name for name in self.__slots__ if name not in ("loose", "between") and getattr(self, name) is not None}

    def settled(self) -> Pieces:
        """The pieces with `again` resolved: as times, or as sets if there are times already."""
        if self.again is None:
            return self
        if self.sets and (self.times or self.hold):
            raise two_doses(self.again)
        if self.times or (self.counted and self.sets):
            return replace(self, sets=self.again, again=None)
        return replace(self, times=self.again, again=None)


def dose_of(pieces: Pieces, elastic: Elastic) -> Dose:
    """The dose of the pieces. Raises DoseError if they make no dose, or two."""
    pieces = pieces.settled()
    if pieces.special:
        if pieces.names != {"special"}:
            raise two_doses(next(iter(getattr(pieces, name) for name in pieces.names - {"special"})))
        return pieces.special
    if pieces.tempo and not pieces.hold and not pieces.times:
        pieces = replace(pieces, hold=pieces.tempo, tempo=None)
    if pieces.counted and pieces.times and not pieces.hold and not pieces.pace:
        pieces = replace(pieces, pace=pieces.counted, counted=None)
    if pieces.breaths and (pieces.times or pieces.sets):
        return _repeated_breaths(pieces, elastic)
    if pieces.counted:
        counted = replace(pieces.counted, bound="") if pieces.counted.bound == "most" else pieces.counted
        return _alone(pieces, _count(counted, 1.0, False, elastic), counted)
    if pieces.breaths:
        least, natural, most, written = _whole(pieces.breaths, elastic, 10.0)
        return _alone(pieces, Breaths(natural, least, most, written), pieces.breaths)
    if pieces.sets:
        return _sets(pieces, elastic)
    if pieces.times:
        return _times(pieces, elastic)
    if pieces.pace:
        hint = "say how often, `{pace}`; or of which, `{side}`"
        raise DoseError("a time for each, but not how often", hint, pieces.pace)
    if pieces.rest:
        if pieces.hold:
            hint = "say how often: `{hold_sets}`"
            raise DoseError("a rest that is between nothing", hint, pieces.rest)
        return _hold(pieces.rest, elastic)
    assert pieces.hold is not None
    return _hold(pieces.hold, elastic)


def _repeated_breaths(pieces: Pieces, elastic: Elastic) -> Dose:
    """The dose of repeated breaths: `Hold for one deep breath. Repeat 8 times.`"""
    if pieces.breaths is None or pieces.hold or pieces.pace or pieces.counted:
        raise two_doses(pieces.breaths or pieces.times or pieces.sets or Amount(0, 0, ""))
    times = pieces.times or pieces.sets
    if times is None or (pieces.times and pieces.sets):
        raise two_doses(pieces.breaths)
    least, natural, most, written = _whole(pieces.breaths, elastic, BREATH)
    if most == 1:
        return _count(times, BREATH, False, elastic)
    return _repeated(times, Breaths(natural, least, most, written), pieces.rest)


def hold_of(amount: Amount, elastic: Elastic) -> Hold:
    """A hold of this time."""
    return _hold(amount, elastic)


def whole_of(amount: Amount, pace: float) -> tuple[int, int, int, tuple[int, int]]:
    """The least, natural, most and written numbers of repetitions that take `pace` seconds each."""
    return _whole(amount, Elastic(), pace)


def rest_of(amount: Amount) -> Hold:
    """A rest. Fitting may halve it; `most` is its bound before rests grow."""
    natural = _natural(amount)
    if amount.bound == "exactly":
        return Hold(natural, natural, natural, (natural, natural))
    if amount.ranged:
        return Hold(natural, amount.low, amount.high, (amount.low, amount.high))
    return Hold(natural, natural if amount.bound == "least" else natural / 2, natural, (natural, natural))


def wait_of(amount: Amount) -> Wait:
    """A wait for the listener. A range is taken as its middle."""
    return Wait(_natural(amount), limit=amount.bound == "most")


def counted_wait_of(pieces: Pieces) -> Wait:
    """A wait until the listener has done some repetitions: `10 times until ready, about 30 seconds`. Without a time it
    takes as long as they do when they are counted."""
    assert pieces.times is not None
    counted = _paced(replace(pieces, hold=None), Elastic())
    seconds = _natural(pieces.hold) if pieces.hold else counted.natural * counted.pace
    return Wait(seconds, count=counted.natural)


def rounds_of(amount: Amount) -> Rounds:
    """The rounds of a phase."""
    least, most = _numbers(amount)
    if amount.bound == "most":
        least = 1
        return Rounds(most, least, most)
    return Rounds((least + most) // 2, least, most)


def _sets(pieces: Pieces, elastic: Elastic) -> Dose:
    assert pieces.sets is not None
    if pieces.times is None and pieces.hold is None:
        hint = "say what each set is: `{sets}`"
        raise DoseError("sets, but not of what", hint, pieces.sets)
    if pieces.times is None:
        return _times(Pieces(hold=pieces.hold, pace=pieces.pace, rest=pieces.rest, times=pieces.sets), elastic)
    if pieces.hold and pieces.pace:
        raise two_doses(pieces.hold)
    if pieces.hold and pieces.loose and pieces.hold.low >= LONG_REST:
        raise _ask_rest(pieces.hold)
    return _repeated(pieces.sets, _paced(pieces, elastic), pieces.rest)


def _times(pieces: Pieces, elastic: Elastic) -> Dose:
    assert pieces.times is not None
    if pieces.hold and pieces.pace:
        raise two_doses(pieces.hold)
    if pieces.hold and pieces.loose and pieces.hold.low > PLAIN_PACE:
        pieces = _told_twice(pieces)
    if pieces.pace and pieces.pace.low >= LONG_PACE and not pieces.hold:
        pieces = replace(pieces, hold=pieces.pace, pace=None)
    time = pieces.pace or pieces.hold
    unrested = pieces.rest is None or (pieces.tempo and not time)
    if unrested and (pieces.hold is None or pieces.tempo or pieces.hold.high < 10):
        return _paced(pieces, elastic)
    if time is None:
        raise DoseError("a rest between what?", "say what it is between: `{sets}`", pieces.rest)
    assert pieces.times is not None
    return _repeated(pieces.times, _hold(time, elastic), pieces.rest)


def _paced(pieces: Pieces, elastic: Elastic) -> Count:
    """Repetitions at the written pace."""
    assert pieces.times is not None
    pace, written = _pace(pieces.pace or pieces.hold)
    if pieces.tempo:
        pace = _natural(pieces.tempo) + (pace if written else 0.0)
    return _count(pieces.times, pace, written or pieces.tempo is not None, elastic)


def _told_twice(pieces: Pieces) -> Pieces:
    """The pieces without a time that only repeats the count: `20 times (about 1 minute)`. Raises DoseError if the time
    does not fit the count."""
    assert pieces.times is not None
    assert pieces.hold is not None
    middle, time = (pieces.times.low + pieces.times.high) / 2, (pieces.hold.low + pieces.hold.high) / 2
    if middle and 0.6 <= time / (middle * SECONDS_EACH) <= 1.7:
        return replace(pieces, hold=None)
    hint = "say which: `{times}, {time} {each_time}` for each; leave the count out for a time of all"
    raise DoseError("a time behind a count: of each, or of all?", hint, pieces.hold)


def _ask_rest(amount: Amount) -> DoseError:
    """The error for `3 x 10, 90 s`."""
    hint = "write `rest` before it for a rest between the sets, or `each` behind it for a time of each repetition"
    return DoseError("a time behind sets: a rest, or of each?", hint, amount)


def _repeated(sets: Amount, of: Hold | Count | Breaths, rest: Amount | None) -> Dose:
    least, most = _numbers(sets)
    times = (least + most) // 2
    if times == 1:
        return of
    between = rest_of(rest) if rest else Hold(10.0, 5.0, 10.0, (10.0, 10.0))
    return Sets(times, of, between)


def _pace(amount: Amount | None) -> tuple[float, bool]:
    return (3.0, False) if amount is None else (_natural(amount), True)


def _count(amount: Amount, pace: float, pace_written: bool, elastic: Elastic) -> Count:
    least, natural, most, written = _whole(amount, elastic, pace)
    return Count(natural, least, most, written, pace, pace_written)


def _hold(amount: Amount, elastic: Elastic) -> Hold:
    natural, written = _natural(amount), (amount.low, amount.high)
    if amount.ranged:
        return Hold(natural, amount.low, amount.high, written)
    least = natural if amount.bound in ("exactly", "least") else natural * elastic.low
    most = natural if amount.bound in ("exactly", "most") else max(natural, min(HOUR, natural * elastic.high))
    return Hold(natural, round(least, 3), round(most, 3), written)


def _natural(amount: Amount) -> float:
    _check(amount, "a time")
    if amount.high > HOUR:
        raise DoseError(f"{_said(amount.high)} is over an hour, the longest time there can be", None, amount)
    return rounded_middle(amount.low, amount.high) if amount.ranged else amount.low


def _whole(amount: Amount, elastic: Elastic, pace: float) -> tuple[int, int, int, tuple[int, int]]:
    """The least, natural, most and written numbers of repetitions."""
    first, last = _numbers(amount)
    if last * pace > HOUR:
        raise DoseError(f"{last} of {_said(pace)} each are over an hour, the longest there can be", None, amount)
    if amount.ranged:
        return first, (first + last) // 2, last, (first, last)
    longest = max(first, min(math.floor(HOUR / pace), math.floor(first * elastic.high)))
    least = first if amount.bound in ("exactly", "least") else min(first, max(1, math.ceil(first * elastic.low)))
    most = first if amount.bound in ("exactly", "most") else longest
    return least, first, most, (first, last)


def _numbers(amount: Amount) -> tuple[int, int]:
    _check(amount, "a number of times")
    if amount.high > MOST_TIMES:
        raise DoseError(f"{amount.high:g} is more than {MOST_TIMES}, the most there can be", None, amount)
    if amount.low != int(amount.low) or amount.high != int(amount.high):
        raise DoseError("only whole numbers can be counted", None, amount)
    return int(amount.low), int(amount.high)


def _check(amount: Amount, what: str) -> None:
    if amount.fault:
        raise DoseError(amount.fault, "write it like `{time}`, `1:30`, `{range}`", amount)
    if amount.low > amount.high:
        message = f"the range is upside down: {amount.low:g} to {amount.high:g}"
        raise DoseError(message, f"write `{amount.high:g}` first", amount)
    if amount.low <= 0:
        raise DoseError(f"{what} must be more than 0", None, amount)


def _alone(pieces: Pieces, dose: Count | Breaths, amount: Amount) -> Dose:
    others = (pieces.hold, pieces.pace, pieces.times, pieces.counted, pieces.breaths)
    if sum(piece is not None for piece in others) > 1:
        raise two_doses(amount)
    if pieces.sets and isinstance(dose, Count):
        return _repeated(pieces.sets, dose, pieces.rest)
    if pieces.rest or pieces.sets:
        raise two_doses(amount)
    return dose


def two_doses(amount: Amount) -> DoseError:
    """The error for a step with more than one dose."""
    return DoseError("two doses in one step", "make it two steps", amount)


def _said(seconds: float) -> str:
    if seconds >= HOUR and seconds % 60 == 0:
        return f"{seconds / 60:g} minutes"
    return f"{seconds:g} seconds"
