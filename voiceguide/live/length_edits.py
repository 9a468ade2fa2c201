"""The edits that make holds longer or shorter."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from voiceguide.fit.doses import Part
from voiceguide.fit.live_plan import Cursor, Edit, LivePlan, instances
from voiceguide.fit.numbers import Fitted, in_ratio, lead
from voiceguide.fit.step_instance import StepInstance
from voiceguide.fit.timing import Timed
from voiceguide.live.plan_edits import answered_in_place, current, instance_of
from voiceguide.live.stop import Stop
from voiceguide.routine import BreathPattern, Breaths, Count, Hold, Intervals, Series, Sets, Wait
from voiceguide.units import RATE, to_samples

CHANGE_SECONDS = 15
"""The change that `longer` and `shorter` make."""
LEAST_SAMPLES = to_samples(5)
"""The least that `shorter` leaves of a hold."""
MOST_SAMPLES = to_samples(3600)
"""The longest hold that `longer` makes."""


def longer(stop: Stop, *, shorter: bool = False, running: bool = True, told_seconds: float = 0.0) -> Edit:
    """Add 15 seconds to the hold that is on, or to the next one; or take 15 seconds away. Counts and breaths change by
    the nearest whole number. The other side gets the same. `running` means that the clock of the hold goes on during
    the answer. The answer adds `told_seconds`, the change of the presses just before."""
    index = current(stop)
    instance = instance_of(stop.live_plan.items[index]) if index is not None else None
    sign = -1 if shorter else 1
    step = _change(instance) if instance else 0.0
    cursor = stop.cursor if index == stop.cursor.index else Cursor(index or 0)
    if index is None or instance is None or not step or not _can_change(stop.live_plan, index, cursor, sign * step):
        refusal = "not-shorter" if shorter else "not-longer"
        return _changed(stop, stop.live_plan.items, refusal, None, running=running)
    seconds = step * _unit_seconds(instance)
    items = list(stop.live_plan.items)
    if isinstance(instance.dose, Sets | Series) and cursor.progress.hold is not None:
        cursor = replace(
            cursor, progress=replace(cursor.progress, extra=cursor.progress.extra + sign * to_samples(seconds))
        )
    else:
        for each in _both_sides(items, index):
            fitted = items[each].fitted
            items[each] = replace(items[each], fitted=_changed_by(instance, fitted, sign * step))
    if index == stop.cursor.index:
        stop = replace(stop, cursor=cursor)
    return _changed(stop, tuple(items), "shorter" if shorter else "longer", told_seconds + seconds, running=running)


def _changed(stop: Stop, items: tuple[Timed, ...], phrase: str, seconds: float | None, *, running: bool) -> Edit:
    pack = stop.live_plan.outliner.pack
    words = pack.phrase(phrase, duration=pack.duration(seconds)) if seconds else pack.phrase(phrase)
    return answered_in_place(stop, items, words, stop.wanted if seconds else None, running=running)


def change_seconds(stop: Stop) -> float:
    """Return the seconds by which `longer` and `shorter` change the current instance; 0 if they cannot."""
    index = current(stop)
    instance = None if index is None else instance_of(stop.live_plan.items[index])
    return _change(instance) * _unit_seconds(instance) if instance else 0.0


def _both_sides(items: list[Timed], index: int) -> list[int]:
    """Return this instance and the later ones of the same step in the same round."""
    instance = instance_of(items[index])
    assert instance is not None
    same = (instance.key, instance.round)
    return [each for each, other in instances(items) if each >= index and (other.key, other.round) == same]


def _unit_seconds(instance: StepInstance) -> float:
    """Return the seconds that one repetition, breath, cycle or round takes; 1 for a hold in seconds."""
    dose = None if instance.dose is None else lead(instance.dose)
    match dose:
        case Intervals():
            return sum(part.hold.natural for part in dose.parts)
        case Hold() | Count() | Breaths() | BreathPattern() | Wait():
            return Part(dose, 1).seconds_each
        case None:
            return 1.0
        case _:
            assert_never(dose)


def _change(instance: StepInstance) -> float:
    """Return the change in the dose's own unit; 0 for a dose that cannot change."""
    if instance.dose is None or isinstance(lead(instance.dose), Wait):
        return 0.0
    return float(max(1, round(CHANGE_SECONDS / _unit_seconds(instance))))


def _changed_by(instance: StepInstance, fitted: Fitted, change: float) -> Fitted:
    """Return the numbers of a step after a change on one side, whose dose may be another one than that of the first."""
    step = instance.step
    if step.dose is not None and step.second_dose is not None and instance.is_second:
        value = in_ratio(fitted.value, lead(step.dose), lead(step.second_dose)) + change
        return replace(fitted, value=in_ratio(value, lead(step.second_dose), lead(step.dose)))
    return replace(fitted, value=fitted.value + change)


def _can_change(live_plan: LivePlan, index: int, cursor: Cursor, change: float) -> bool:
    """Return True if a hold can change by this much and some of it is left."""
    timed, progress = live_plan.items[index], cursor.progress
    instance = instance_of(timed)
    assert instance is not None
    fitted = _changed_by(instance, timed.fitted, change)
    parts, number = live_plan.outliner.parts(instance, fitted), progress.hold or 0
    if fitted.value <= 0 or number >= len(parts):
        return False
    if isinstance(instance.dose, Intervals):  # a round can only go while it has not begun
        length = sum(part.length for part in parts)
        return length <= MOST_SAMPLES and number < len(parts) - (progress.hold is not None and change < 0)
    length = parts[number].length + progress.extra
    unit = _unit_seconds(instance)
    least = LEAST_SAMPLES if unit == 1.0 else round(unit * RATE)
    return max(0, progress.elapsed) + least <= length <= MOST_SAMPLES
