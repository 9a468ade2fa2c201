"""What a listener is told: what is on, how much is left, what comes next, and what a press did."""

from __future__ import annotations

from dataclasses import replace

from voiceguide.fit.doses import hold_samples
from voiceguide.fit.live_plan import Cursor, Interjection, LivePlan, instances
from voiceguide.fit.outline import Do
from voiceguide.fit.step_instance import StepInstance
from voiceguide.fit.title import rounded
from voiceguide.fit.wording import Fitted, dose_parts, instruction, sentence
from voiceguide.language import Pack
from voiceguide.routine import Sets, Wait
from voiceguide.units import RATE, to_samples

PRESSED = Interjection("bell", ("press",))
"""The answer to every press, before there are words for it."""
BREATH = to_samples(0.5)
SECOND = RATE


def said(*parts: str, before: int = to_samples(0.05)) -> Interjection:
    """Words for the listener."""
    return Interjection("answer", parts, before)


def coming_back(live_plan: LivePlan, cursor: Cursor) -> tuple[Interjection, ...]:
    """What is said before a session goes on after a pause: the step, the side and the time that is left, then a
    count. Where something is going to be said again, that is enough by itself."""
    pack = live_plan.outliner.pack
    if live_plan.outliner.choices.talk == "bells":
        return (PRESSED, *_counted_in(live_plan, cursor, silent=True))
    if not _in_step(live_plan, cursor):
        return (PRESSED, said(pack.phrase("going-on"), *_side_on(live_plan, cursor)))
    return (PRESSED, *on_now(live_plan, cursor), *_counted_in(live_plan, cursor))


def where(live_plan: LivePlan, cursor: Cursor, left: int) -> tuple[Interjection, ...]:
    """Where a listener is: the step, the side, the time left in the hold and in the session, and what comes next.
    `left`: samples of the session."""
    pack = live_plan.outliner.pack
    duration = pack.duration(rounded(left))
    following = next((instance for index, instance in instances(live_plan.items) if index > cursor.index), None)
    interjections = [
        PRESSED,
        *on_now(live_plan, cursor),
        said(pack.phrase("session-left", duration=duration), before=BREATH),
    ]
    if following is not None:
        interjections.append(said(*coming(following, pack), before=BREATH))
    return tuple(interjections)


def on_now(live_plan: LivePlan, cursor: Cursor) -> tuple[Interjection, ...]:
    """The step, the side, and the time left in its hold; nothing between steps."""
    item = live_plan.items[cursor.index] if cursor.index < len(live_plan.items) else None
    if item is None or not isinstance(item.item, Do):
        return ()
    instance, pack = item.item.instance, live_plan.outliner.pack
    if isinstance(instance.step.dose, Sets) and cursor.progress.elapsed < 0:  # between two holds of a set
        return (said(sentence(pack.phrase("rest")), *_left(instance, item.fitted, cursor, pack)),)
    return (said(*naming(instance, item.fitted, pack), *_left(instance, item.fitted, cursor, pack)),)


def naming(instance: StepInstance, fitted: Fitted, pack: Pack) -> tuple[str, ...]:
    """The side and the step, without its dose, in the words of its instruction."""
    parts = instruction(replace(instance, again=False), fitted, pack)
    dose = len(dose_parts(instance.step.dose, fitted, pack)) if "{number}" not in instance.step.spoken else 0
    return parts[: len(parts) - dose]


def coming(instance: StepInstance, pack: Pack) -> tuple[str, ...]:
    """`Next: Right foot.` `Stretch the calf.`"""
    if instance.noun and instance.side:
        return (pack.phrase("next", text=pack.side(instance.noun, instance.side)), sentence(instance.step.text))
    return (pack.phrase("next", text=instance.step.text.rstrip(".")),)


def side_of(instance: StepInstance, pack: Pack) -> str | None:
    """`Left foot`."""
    return pack.side(instance.noun, instance.side) if instance.noun and instance.side else None


def _left(instance: StepInstance, fitted: Fitted, cursor: Cursor, pack: Pack) -> tuple[str, ...]:
    dose, progress = instance.step.dose, cursor.progress
    if dose is None:
        return ()
    if progress.hold is None:
        parts = dose_parts(dose, fitted, pack)
        return (*parts[:-1], sentence(parts[-1])) if "{number}" not in instance.step.spoken else ()
    left = hold_samples(dose, fitted) + progress.extra - progress.elapsed
    if isinstance(dose, Wait):  # a wait goes on until its listener is ready
        return (pack.phrase("ready"),)
    if isinstance(dose, Sets) and progress.elapsed < 0:
        left = -progress.elapsed
    return (pack.phrase("time-left", duration=pack.duration(max(1, round(left / RATE)))),)


def _in_step(live_plan: LivePlan, cursor: Cursor) -> bool:
    """Whether a step was cut after it had been said."""
    progress = cursor.progress
    here = cursor.index < len(live_plan.items) and isinstance(live_plan.items[cursor.index].item, Do)
    return here and (progress.said > 0 or progress.hold is not None)


def _side_on(live_plan: LivePlan, cursor: Cursor) -> tuple[str, ...]:
    """The side of a step in whose instruction it was said already."""
    item = live_plan.items[cursor.index].item if cursor.index < len(live_plan.items) else None
    side = side_of(item.instance, live_plan.outliner.pack) if isinstance(item, Do) and cursor.progress.part else None
    return (sentence(side),) if side else ()


def _counted_in(live_plan: LivePlan, cursor: Cursor, *, silent: bool = False) -> tuple[Interjection, ...]:
    """Three, two, one, a second each, where the clock of a hold goes on; a rest or a wait needs none."""
    if cursor.progress.hold is None or cursor.progress.elapsed <= 0:
        return ()
    item, pack = live_plan.items[cursor.index].item, live_plan.outliner.pack
    if isinstance(item, Do) and (item.instance.step.rest or isinstance(item.instance.step.dose, Wait)):
        return (Interjection("silence", before=BREATH),)
    counted: list[Interjection] = []
    for number in (3, 2, 1):
        words = Interjection("tick", ("tick",)) if silent else Interjection("answer", (sentence(pack.number(number)),))
        first = not counted
        counted.append(replace(words, before=BREATH if first else 0, since=0 if first else SECOND))
    return (*counted, Interjection("silence", since=SECOND))
