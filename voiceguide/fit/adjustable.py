"""The numbers that fitting may turn, and every notch of each, in the order in which fitting gives and takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voiceguide.fit.wording import Fitted
from voiceguide.grid import allowed_seconds
from voiceguide.routine import Breaths, Count, Dose, Hold, Sets, Step

REST_GROWTH = 3.0
"""What rests and settle times may grow to."""


@dataclass(frozen=True, slots=True)
class Adjustable:
    """One number that fitting may turn: both sides and all rounds of a step follow it."""

    line: int
    """Of its step."""
    field: str
    """`value` or `rest` of Fitted."""
    natural: float
    values: tuple[float, ...]
    """All it may be, rising."""
    quiet: bool
    """Whether it is a rest."""


def adjustables(step: Step) -> list[Adjustable]:
    """The dials of one step, those that can be turned."""
    found = []
    if isinstance(step.dose, Sets):
        found.append(_adjustable(step.line, "value", step.dose.of, quiet=False))
        found.append(_adjustable(step.line, "rest", step.dose.rest, quiet=True))
    elif isinstance(step.dose, Hold | Count | Breaths):
        found.append(_adjustable(step.line, "value", step.dose, quiet=step.rest))
    return [adjustable for adjustable in found if len(adjustable.values) > 1]


def _adjustable(line: int, field: str, dose: Dose, *, quiet: bool) -> Adjustable:
    if isinstance(dose, Hold):
        grows = quiet and dose.least < dose.most and dose.written[0] == dose.written[1]
        most = dose.natural * REST_GROWTH if grows else dose.most
        values = set(allowed_seconds(dose, most)) | {dose.natural}
        return Adjustable(line, field, dose.natural, tuple(sorted(values)), quiet)
    assert isinstance(dose, Count | Breaths)
    return Adjustable(line, field, dose.natural, tuple(range(dose.least, dose.most + 1)), quiet)


@dataclass(frozen=True, slots=True)
class Rung:
    """One notch up: the dial and what it is turned to."""

    stage: int
    """0 and 2: holds below and above what is written; 1 and 3: rests, likewise."""
    ratio: float
    """Of the number to the natural one: all dials of a stage rise together."""
    adjustable: Adjustable
    value: float


def rungs(all_adjustables: list[Adjustable]) -> list[Rung]:
    """Every notch above the lowest, in order."""
    found = [
        Rung(2 * (value > adjustable.natural) + adjustable.quiet, value / adjustable.natural, adjustable, value)
        for adjustable in all_adjustables
        for value in adjustable.values[1:]
    ]
    return sorted(found, key=lambda rung: (rung.stage, rung.ratio))


def adjusted(fitted: Fitted, adjustable: Adjustable, value: float) -> Fitted:
    return replace(fitted, value=value) if adjustable.field == "value" else replace(fitted, rest=value)
