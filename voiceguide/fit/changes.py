"""The changes that fitting made to a routine: the line, both values, and the reason."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.fit.ahead import CHANGE
from voiceguide.fit.choices import dropped
from voiceguide.fit.doses import hold_samples
from voiceguide.fit.ladder import Ladder, Setting
from voiceguide.fit.numbers import Fitted, natural
from voiceguide.fit.silences import GAP_GROWTH, room_of
from voiceguide.fit.step_instance import BETWEEN_ROUNDS, Shape
from voiceguide.plan import Change
from voiceguide.routine import Dose, Intervals, Series, Sets
from voiceguide.units import to_samples, to_seconds


def changes_of(before: Shape, ladder: Ladder, setting: Setting, why: str) -> Iterator[Change]:
    """All changes between the script and the fitted session, in the order of the script."""
    after = ladder.shape
    for index, phase in enumerate(before.routine.phases):
        kept = {key for key, _ in after.keyed(index)}
        if kept and after.rounds[index] != before.rounds[index]:
            yield _of_rounds(phase.line, before.rounds[index], after.rounds[index], why)
        for key, step in before.keyed(index):
            if key not in kept:
                yield dropped(step, why)
            elif step.dose is not None:
                yield from _of_dose(step.line, step.dose, setting.fitted[key], why)
        between = setting.fitted.get((index, phase.line, BETWEEN_ROUNDS))
        if between is not None and phase.rounds.rest is not None:
            written = phase.rounds.rest.natural
            yield from _of_seconds(phase.line, written, between.value, f"the rest between rounds, {why}")
    yield from _settled(ladder, setting, why)


def _of_rounds(line: int, before: float, after: float, why: str) -> Change:
    return Change(line, "round added" if after > before else "round dropped", before, after, why)


def _of_seconds(line: int, before: float, after: float, why: str) -> Iterator[Change]:
    if after != before:
        yield Change(line, "shortened" if after < before else "lengthened", before, after, why)


def _of_dose(line: int, dose: Dose, new: Fitted, why: str) -> Iterator[Change]:
    old = natural(dose)
    if new.value != old.value:
        if isinstance(dose, Intervals):
            yield _of_rounds(line, int(old.value), int(new.value), why)
        else:
            before, after = (to_seconds(hold_samples(dose, fitted)) for fitted in (old, new))
            yield from _of_seconds(line, before, after, why)
    if isinstance(dose, Sets | Series):
        yield from _of_seconds(line, old.rest, new.rest, f"the rest between, {why}")


def _settled(ladder: Ladder, setting: Setting, why: str) -> Iterator[Change]:
    growth = setting.settle_growth + max(0, setting.left_over - ladder.gaps * GAP_GROWTH)
    if growth:
        settle = ladder.shape.routine.settle or to_seconds(CHANGE)  # then only the time for changes grows
        share = growth / max(1, ladder.settle_room)
        longer = round(settle + share * to_seconds(room_of(to_samples(settle))), 3)
        yield Change(None, "lengthened", settle, longer, f"settle time, {why}")
