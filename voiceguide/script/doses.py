"""The dose that the pieces of a step make together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voiceguide.routine import Breaths, Count, Dose, Hold, Sets, Wait
from voiceguide.script.amounts import Amount
from voiceguide.script.dose_numbers import (
    USUAL,
    DoseError,
    Elastic,
    count_of,
    hold_of,
    natural_of,
    numbers_of,
    rest_of,
    whole_of,
)

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
        return _alone(pieces, count_of(counted, 1.0, False, elastic), counted)
    if pieces.breaths:
        least, natural, most, written = whole_of(pieces.breaths, 10.0, elastic)
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
        return hold_of(pieces.rest, elastic)
    assert pieces.hold is not None
    return hold_of(pieces.hold, elastic)


def _repeated_breaths(pieces: Pieces, elastic: Elastic) -> Dose:
    """The dose of repeated breaths: `Hold for one deep breath. Repeat 8 times.`"""
    if pieces.breaths is None or pieces.hold or pieces.pace or pieces.counted:
        raise two_doses(pieces.breaths or pieces.times or pieces.sets or Amount(0, 0, ""))
    times = pieces.times or pieces.sets
    if times is None or (pieces.times and pieces.sets):
        raise two_doses(pieces.breaths)
    least, natural, most, written = whole_of(pieces.breaths, BREATH, elastic)
    if most == 1:
        return count_of(times, BREATH, False, elastic)
    return _repeated(times, Breaths(natural, least, most, written), pieces.rest)


def counted_wait_of(pieces: Pieces) -> Wait:
    """A wait until the listener has done some repetitions: `10 times until ready, about 30 seconds`. Without a time it
    takes as long as they do when they are counted."""
    assert pieces.times is not None
    counted = _paced(replace(pieces, hold=None), USUAL)
    seconds = natural_of(pieces.hold) if pieces.hold else counted.natural * counted.pace
    return Wait(seconds, count=counted.natural)


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
    return _repeated(pieces.times, hold_of(time, elastic), pieces.rest)


def _paced(pieces: Pieces, elastic: Elastic) -> Count:
    """Repetitions at the written pace."""
    assert pieces.times is not None
    pace, written = _pace(pieces.pace or pieces.hold)
    if pieces.tempo:
        pace = natural_of(pieces.tempo) + (pace if written else 0.0)
    return count_of(pieces.times, pace, written or pieces.tempo is not None, elastic)


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
    least, most = numbers_of(sets)
    times = (least + most) // 2
    if times == 1:
        return of
    between = rest_of(rest) if rest else Hold(10.0, 5.0, 10.0, (10.0, 10.0))
    return Sets(times, of, between)


def _pace(amount: Amount | None) -> tuple[float, bool]:
    return (3.0, False) if amount is None else (natural_of(amount), True)


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
