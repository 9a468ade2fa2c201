"""The numbers that fitting may change, and every value of each, in the order in which fitting gives and takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

from voiceguide.fit.numbers import Fitted, lead, natural, rest_values, values
from voiceguide.fit.step_instance import StepKey
from voiceguide.routine import Series, Sets, Step, Wait


class Stage(IntEnum):
    """The order in which numbers rise from the shortest session to the longest."""

    HOLDS_TO_WRITTEN = 0
    RESTS_TO_WRITTEN = 1
    HOLDS_ABOVE = 2
    RESTS_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Adjustable:
    """One number that fitting may change: both sides and all rounds of a step follow it."""

    key: StepKey
    """Of its step."""
    field: Literal["value", "rest"]
    """The number among those of Fitted."""
    natural: float
    values: tuple[float, ...]
    """All values that it may have, rising."""
    quiet: bool
    """True for a rest."""


def adjustables(step: Step, key: StepKey) -> list[Adjustable]:
    """The numbers of one step that can change."""
    if step.dose is None or isinstance(lead(step.dose), Wait):
        return _rest_between(step, key)
    written = natural(step.dose).value
    may_be = values(step.dose, step.second_dose, grows=step.rest)
    found = [Adjustable(key, "value", written, may_be, quiet=step.rest)] if len(may_be) > 1 else []
    return found + _rest_between(step, key)


def _rest_between(step: Step, key: StepKey) -> list[Adjustable]:
    if not isinstance(step.dose, Sets | Series):
        return []
    may_be = rest_values(step.dose.rest)
    return [Adjustable(key, "rest", step.dose.rest.natural, may_be, quiet=True)] if len(may_be) > 1 else []


@dataclass(frozen=True, slots=True)
class Rung:
    """One value up: the number, and its new value."""

    stage: Stage
    ratio: float
    """Of the value to the natural one: all numbers of a stage rise together."""
    adjustable: Adjustable
    value: float


def rungs(all_adjustables: list[Adjustable]) -> list[Rung]:
    """Every value above the lowest, in order."""
    found = [
        Rung(_stage(adjustable, value), value / adjustable.natural, adjustable, value)
        for adjustable in all_adjustables
        for value in adjustable.values[1:]
    ]
    return sorted(found, key=lambda rung: (rung.stage, rung.ratio))


def _stage(adjustable: Adjustable, value: float) -> Stage:
    if value > adjustable.natural:
        return Stage.RESTS_ABOVE if adjustable.quiet else Stage.HOLDS_ABOVE
    return Stage.RESTS_TO_WRITTEN if adjustable.quiet else Stage.HOLDS_TO_WRITTEN


def adjusted(fitted: Fitted, adjustable: Adjustable, value: float) -> Fitted:
    """The numbers of a step with one of them changed."""
    return replace(fitted, value=value) if adjustable.field == "value" else replace(fitted, rest=value)
