"""What fitting did to a routine: which line, from what to what, and why."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.fit.choices import dropped
from voiceguide.fit.doses import hold_samples
from voiceguide.fit.ladder import GAP_GROWTH, Ladder, Setting
from voiceguide.fit.outline import CHANGE
from voiceguide.fit.step_instance import Shape
from voiceguide.fit.wording import natural
from voiceguide.plan import Change
from voiceguide.routine import Sets, Step
from voiceguide.units import to_seconds


def changes_of(before: Shape, ladder: Ladder, setting: Setting, why: str) -> Iterator[Change]:
    """All changes between what is written and what was fitted, in the order of the script."""
    after = ladder.shape
    for index, phase in enumerate(before.routine.phases):
        kept = {step.line for step in after.routine.phases[index].steps}
        if kept and after.rounds[index] != before.rounds[index]:
            more = after.rounds[index] > before.rounds[index]
            what = "round added" if more else "round dropped"
            yield Change(phase.line, what, before.rounds[index], after.rounds[index], why)
        for step in phase.steps:
            if step.line not in kept:
                yield dropped(step, why)
            else:
                yield from _turned(step, ladder, setting, why)
    yield from _settled(ladder, setting, why)


def _turned(step: Step, ladder: Ladder, setting: Setting, why: str) -> Iterator[Change]:
    if step.dose is None:
        return
    old, new = natural(step.dose), setting.fitted[step.line]
    if new.value != old.value:
        before, after = to_seconds(hold_samples(step.dose, old)), to_seconds(hold_samples(step.dose, new))
        yield Change(step.line, "shortened" if after < before else "lengthened", before, after, why)
    if isinstance(step.dose, Sets) and new.rest != old.rest:
        what = "shortened" if new.rest < old.rest else "lengthened"
        yield Change(step.line, what, old.rest, new.rest, f"the rest between, {why}")


def _settled(ladder: Ladder, setting: Setting, why: str) -> Iterator[Change]:
    growth = setting.settle_growth + max(0, setting.left_over - ladder.gaps * GAP_GROWTH)
    if growth:
        settle = ladder.shape.routine.settle or to_seconds(CHANGE)  # what grows is the time for changes alone
        longer = round(settle * (1 + growth / ladder.settle), 3)
        yield Change(None, "lengthened", settle, longer, f"settle time, {why}")
