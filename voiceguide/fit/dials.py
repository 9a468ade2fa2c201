"""The numbers that fitting may turn, and every notch of each, in the order in which fitting gives and takes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voiceguide.fit.wording import Fitted
from voiceguide.grid import allowed_seconds
from voiceguide.routine import Breaths, Count, Dose, Hold, Sets, Step

REST_GROWTH = 3.0
"""What rests and settle times may grow to."""


@dataclass(frozen=True, slots=True)
class Dial:
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


def dials(step: Step) -> list[Dial]:
    """The dials of one step, those that can be turned."""
    found = []
    if isinstance(step.dose, Sets):
        found.append(_dial(step.line, "value", step.dose.of, quiet=False))
        found.append(_dial(step.line, "rest", step.dose.rest, quiet=True))
    elif isinstance(step.dose, Hold | Count | Breaths):
        found.append(_dial(step.line, "value", step.dose, quiet=step.rest))
    return [dial for dial in found if len(dial.values) > 1]


def _dial(line: int, field: str, dose: Dose, *, quiet: bool) -> Dial:
    if isinstance(dose, Hold):
        grows = quiet and dose.least < dose.most and dose.written[0] == dose.written[1]
        most = dose.natural * REST_GROWTH if grows else dose.most
        values = set(allowed_seconds(dose, most)) | {dose.natural}
        return Dial(line, field, dose.natural, tuple(sorted(values)), quiet)
    assert isinstance(dose, Count | Breaths)
    return Dial(line, field, dose.natural, tuple(range(dose.least, dose.most + 1)), quiet)


@dataclass(frozen=True, slots=True)
class Rung:
    """One notch up: the dial and what it is turned to."""

    stage: int
    """0 and 2: holds below and above what is written; 1 and 3: rests, likewise."""
    ratio: float
    """Of the number to the natural one: all dials of a stage rise together."""
    dial: Dial
    value: float


def rungs(all_dials: list[Dial]) -> list[Rung]:
    """Every notch above the lowest, in order."""
    found = [
        Rung(2 * (value > dial.natural) + dial.quiet, value / dial.natural, dial, value)
        for dial in all_dials
        for value in dial.values[1:]
    ]
    return sorted(found, key=lambda rung: (rung.stage, rung.ratio))


def turned(fitted: Fitted, dial: Dial, value: float) -> Fitted:
    return replace(fitted, value=value) if dial.field == "value" else replace(fitted, rest=value)
