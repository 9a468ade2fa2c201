"""The pieces of several lines put together, and doses of special kinds: breath patterns, ladders, intervals, waits."""

from __future__ import annotations

from dataclasses import replace

from voiceguide.routine import BreathPattern, Count, Dose, Hold, Interval, Intervals, Rounds, Series, Sets, Wait
from voiceguide.script.dose_numbers import DoseError, Elastic, hold_of, rest_of, rounds_of, whole_of
from voiceguide.script.doses import Pieces
from voiceguide.script.lines import ScriptLine
from voiceguide.script.words import Words

LIMIT = 45.0
"""Seconds of a wait for `as many as you can` without a time."""


def together(lines: list[ScriptLine]) -> Pieces:
    """The pieces of the other lines together. Raises DoseError if two have the same name."""
    joined = Pieces()
    for line in lines:
        for doing in line.words.doings:
            joined = merged(joined, doing.pieces)
    return joined


def merged(one: Pieces, other: Pieces) -> Pieces:
    """The pieces of two lines. Raises DoseError if both have one of the same name. A second `again` becomes sets."""
    both = one.names & other.names
    if both == {"again"} and one.sets is None and other.sets is None and one.names <= {"again", "rest"}:
        return replace(one, sets=other.again, **{name: getattr(other, name) for name in other.names - {"again"}})
    if both:
        raise DoseError("two doses in one exercise", "make it two steps", getattr(other, next(iter(both))))
    return replace(one, **{name: getattr(other, name) for name in other.names})


def special_dose(words: Words, pieces: list[Pieces], extra: Pieces) -> Dose | None:
    """The dose of intervals, a breath pattern, a ladder, or `as many as you can`, with the pieces of other lines."""
    runs = words.runs
    if words.parts.of:
        return _intervals(words, pieces, extra)
    if words.failure and not any(each.names - {"rest"} for each in pieces):
        rests = [each.rest for each in pieces if each.rest]
        wait = Wait(LIMIT, limit=True)
        if words.failure_sets is None:
            return wait
        least, natural, _, _ = whole_of(words.failure_sets, LIMIT)
        between = rest_of(rests[0]) if rests and rests[0] else Hold(10.0, 5.0, 10.0, (10.0, 10.0))
        return Sets(natural, wait, between) if natural > 1 else wait
    if words.failure and not any("hold" in each.names for each in pieces):
        raise DoseError("a number, and as many as one can", "make it two steps, or leave one of them out")
    if runs.pattern:
        every = extra
        for each in pieces:
            every = merged(every, each)
        cycles = every.again or every.times or every.breaths or every.sets
        length = sum(phase.seconds for phase in runs.pattern)
        if not length or min(phase.seconds for phase in runs.pattern) < 0:
            raise DoseError("a time must be more than 0", None, cycles or every.hold)
        if cycles and every.names <= {"again", "times", "breaths", "sets"} and len(every.names) == 1:
            least, natural, most, written = whole_of(cycles, length)
            return BreathPattern(runs.pattern, natural, least, most, written)
        if every.names == {"hold"} and every.hold:
            number = max(1, int(every.hold.low // length))
            top = max(number, int(every.hold.high // length))
            middle = (number + top) // 2
            return BreathPattern(
                runs.pattern, middle, min(number, max(1, middle // 2)), max(top, middle * 3 // 2), (number, top)
            )
        if runs.once and not every.names:
            return BreathPattern(runs.pattern, 1, 1, 1, (1, 1))
        raise DoseError(
            "a breath pattern, but not how often", "say how often, `5 rounds`, or how long, `{for}`", cycles
        )
    if runs.ladder:
        every = extra
        for each in pieces:
            every = merged(every, each)
        rest = rest_of(every.rest) if every.rest else Hold(10.0, 5.0, 10.0, (10.0, 10.0))
        if every.names - {"rest"}:
            raise DoseError("two doses in one step", "make it two steps")
        return Series(tuple(_rung(value, runs.timed) for value in runs.ladder), rest)
    return None


def _intervals(words: Words, pieces: list[Pieces], extra: Pieces) -> Intervals:
    """Intervals with words of their own. The rounds are those of the line or of the other lines."""
    every = extra
    for each in pieces:
        every = merged(every, each)
    amount = words.parts.rounds or every.again or every.times or every.sets
    if every.names - {"again", "times", "sets"} or (words.parts.rounds and every.names) or len(every.names) > 1:
        raise DoseError("two doses in one step", "make it two steps")
    rounds = rounds_of(amount) if amount else Rounds()
    parts = (Interval(hold_of(part.amount, Elastic()), part.text, part.rest) for part in words.parts.of)
    return Intervals(tuple(parts), rounds)


def _rung(value: float, timed: bool) -> Hold | Count:
    if timed:
        return Hold(value, value, value, (value, value))
    return Count(int(value), int(value), int(value), (int(value), int(value)))
