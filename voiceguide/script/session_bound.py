"""The bound of a session: a day. It is checked on the routine, before a session is laid out.

The estimate takes every number at the most that is written, and little time for words. It needs one look at each step,
however often the step is done.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from voiceguide.routine import (
    BreathPattern,
    Breaths,
    Count,
    Dose,
    Hold,
    Intervals,
    Line,
    Phase,
    Routine,
    Series,
    Sets,
    Step,
    Wait,
)
from voiceguide.script.source import Source
from voiceguide.units import MOST_SECONDS

_LETTER = 0.03
"""Seconds of a spoken letter, at a fast rate."""
_LEAST = 3.0
"""Seconds of a step without a dose, and of a part of a dose: a word, a gap and a bell."""


def check_bound(source: Source, routine: Routine) -> None:
    """Add an error at the line with which the session exceeds its bound."""
    total = _words([*routine.introduction, *routine.safety, *routine.closing])
    for phase in routine.phases:
        total += _words([*phase.paragraphs, *phase.safety]) + _rests_between(phase)
        times = phase.rounds.most * (2 if phase.sides else 1)
        for step in phase.steps:
            alone = _seconds(step, 0.0 if step.rest else routine.settle) * times
            total += alone
            if total > MOST_SECONDS:
                _report(source, step.line, alone, total)
                return


def _report(source: Source, line: int, alone: float, total: float) -> None:
    most = f"a session lasts at most {MOST_SECONDS / 3600:g} hours"
    if alone > MOST_SECONDS:
        message = f"this takes {_said(alone)}, and {most}"
        source.error(message, line, "write fewer sets, rounds or repetitions")
    else:
        message = f"with this step the session takes {_said(total)}, and {most}"
        source.error(message, line, "divide the script into several routines")


def _said(seconds: float) -> str:
    return f"{seconds / 3600:.1f} hours" if seconds < 48 * 3600 else f"{seconds / 86400:,.0f} days"


def _words(lines: Iterable[Line]) -> float:
    return sum(len(line.text) for line in lines) * _LETTER


def _rests_between(phase: Phase) -> float:
    """Seconds of the rests between the rounds of a phase, each with its words."""
    rest = phase.rounds.rest
    return 0.0 if rest is None else (rest.natural + _LEAST) * phase.rounds.most


def _seconds(step: Step, settle: float) -> float:
    """Seconds of one step in one round, on all its sides and ways. `settle`: to get in place for each."""
    sides = 2 if step.sides or step.both_ways else 1
    times = 4 if step.sides and step.both_ways else sides
    words = len(step.spoken) * _LETTER
    return (settle + max(_LEAST, words) + _dose(step.dose)) * times + _words([*step.details, *step.safety])


def _dose(dose: Dose | None) -> float:
    """Seconds of a dose, every number at the most that is written."""
    match dose:
        case None:
            return 0.0
        case Hold():
            return dose.written[1]
        case Wait():
            return dose.seconds
        case Count():
            return dose.written[1] * dose.pace
        case Breaths():
            return dose.written[1] * (dose.seconds_in + dose.seconds_out)
        case BreathPattern():
            return dose.written[1] * sum(phase.seconds for phase in dose.phases)
        case Sets():
            return dose.times * (max(_LEAST, _dose(dose.of)) + dose.rest.natural)
        case Series():
            return sum(max(_LEAST, _dose(one)) + dose.rest.natural for one in dose.of)
        case Intervals():
            once = sum(max(_LEAST, part.hold.written[1]) for part in dose.parts)
            return once * dose.rounds.most
        case _:
            assert_never(dose)
