"""Spoken answers: the step that is on, the time left, the next step, and the effect of a command."""

from __future__ import annotations

from dataclasses import replace

from voiceguide.fit.choices import COUNTDOWN
from voiceguide.fit.dose_words import sentence
from voiceguide.fit.live_plan import Cursor, Interjection, LivePlan, instances
from voiceguide.fit.numbers import Fitted
from voiceguide.fit.outline import Do, Outliner
from voiceguide.fit.step_instance import StepInstance
from voiceguide.fit.title import rounded
from voiceguide.fit.wording import dose_behind, instruction_words, own_numbers, side_words
from voiceguide.language import Pack
from voiceguide.routine import Wait
from voiceguide.units import RATE, to_samples

PRESSED = Interjection("bell", ("press",))
"""The sound that answers every press. It needs no speech."""
BREATH_SAMPLES = to_samples(0.5)
SECOND_SAMPLES = RATE


def said(*parts: str, before: int = to_samples(0.05)) -> Interjection:
    """Return words for the listener."""
    return Interjection("answer", parts, before)


def coming_back(live_plan: LivePlan, cursor: Cursor) -> tuple[Interjection, ...]:
    """Return the interjections before a session goes on after a pause: step, side, time left, countdown. Between steps,
    "going on" is enough, since the sentence that was cut is repeated."""
    pack = live_plan.outliner.pack
    if live_plan.outliner.choices.talk == "bells":
        return (PRESSED, *_countdown(live_plan, cursor, silent=True))
    if not _in_step(live_plan, cursor):
        return (PRESSED, said(pack.phrase("going-on"), *_side_on(live_plan, cursor)))
    return (PRESSED, *on_now(live_plan, cursor), *_countdown(live_plan, cursor))


def where(live_plan: LivePlan, cursor: Cursor, left: int) -> tuple[Interjection, ...]:
    """Return the answer to "where am I": step, side, time left in the hold and in the session, next step. `left` counts
    the samples left in the session."""
    pack = live_plan.outliner.pack
    duration = pack.duration(rounded(left))
    following = next((instance for index, instance in instances(live_plan.items) if index > cursor.index), None)
    interjections = [
        PRESSED,
        *on_now(live_plan, cursor),
        said(pack.phrase("session-left", duration=duration), before=BREATH_SAMPLES),
    ]
    if following is not None:
        interjections.append(said(*coming(following, pack), before=BREATH_SAMPLES))
    return tuple(interjections)


def on_now(live_plan: LivePlan, cursor: Cursor) -> tuple[Interjection, ...]:
    """Return the step, the side, and the time left in its hold. Empty between steps."""
    item = live_plan.items[cursor.index] if cursor.index < len(live_plan.items) else None
    if item is None or not isinstance(item.item, Do):
        return ()
    instance, outliner = item.item.instance, live_plan.outliner
    left = _left(outliner, instance, item.fitted, cursor)
    if cursor.progress.elapsed < 0:  # between two holds of a set
        return (said(sentence(outliner.pack.phrase("rest")), *left),)
    return (said(*naming(instance, item.fitted, outliner.pack), *left),)


def naming(instance: StepInstance, fitted: Fitted, pack: Pack) -> tuple[str, ...]:
    """Return the words of the instruction for the side and the step, without the dose."""
    side = side_words(instance, pack)
    words = instruction_words(instance, own_numbers(instance, fitted), pack)
    return (sentence(side), *words) if side else words


def coming(instance: StepInstance, pack: Pack) -> tuple[str, ...]:
    """Return the next step: `Next: Right foot.` `Stretch the calf.`"""
    if instance.noun and instance.side:
        return (pack.phrase("next", text=pack.side(instance.noun, instance.side)), sentence(instance.step.text))
    return (pack.phrase("next", text=instance.step.text.rstrip(".")),)


def side_of(instance: StepInstance, pack: Pack) -> str | None:
    """Return the name of the side: `Left foot`."""
    return pack.side(instance.noun, instance.side) if instance.noun and instance.side else None


def _left(outliner: Outliner, instance: StepInstance, fitted: Fitted, cursor: Cursor) -> tuple[str, ...]:
    pack, progress = outliner.pack, cursor.progress
    parts = outliner.parts(instance, fitted)
    if not parts:
        return ()
    if progress.hold is None:
        behind = dose_behind(instance, own_numbers(instance, fitted), pack)
        return (*behind[:-1], sentence(behind[-1])) if behind else ()
    part = parts[progress.hold]
    left = part.length + progress.extra - progress.elapsed if progress.elapsed >= 0 else -progress.elapsed
    if isinstance(part.dose, Wait) and progress.elapsed >= 0:  # a wait has no time left to tell: it ends with a press
        return (pack.phrase("ready"),)
    return (pack.left(max(1, round(left / RATE))),)


def _in_step(live_plan: LivePlan, cursor: Cursor) -> bool:
    """Return True for a step that was cut after its instruction."""
    progress = cursor.progress
    here = cursor.index < len(live_plan.items) and isinstance(live_plan.items[cursor.index].item, Do)
    return here and (progress.said > 0 or progress.hold is not None)


def _side_on(live_plan: LivePlan, cursor: Cursor) -> tuple[str, ...]:
    """Return the side of a step whose instruction has named it already."""
    item = live_plan.items[cursor.index].item if cursor.index < len(live_plan.items) else None
    side = side_of(item.instance, live_plan.outliner.pack) if isinstance(item, Do) and cursor.progress.part else None
    return (sentence(side),) if side else ()


def _countdown(live_plan: LivePlan, cursor: Cursor, *, silent: bool = False) -> tuple[Interjection, ...]:
    """Count three, two, one, a second each, before the clock of a hold goes on. A rest or a wait needs no count."""
    if cursor.progress.hold is None or cursor.progress.elapsed <= 0:
        return ()
    item, pack = live_plan.items[cursor.index].item, live_plan.outliner.pack
    part = live_plan.parts(cursor.index)[cursor.progress.hold]
    if isinstance(item, Do) and (item.instance.step.rest or part.rest or isinstance(part.dose, Wait)):
        return (Interjection("silence", before=BREATH_SAMPLES),)
    counted: list[Interjection] = []
    for number in range(COUNTDOWN, 0, -1):
        words = Interjection("tick", ("tick",)) if silent else Interjection("answer", (sentence(pack.number(number)),))
        first = not counted
        counted.append(replace(words, before=BREATH_SAMPLES if first else 0, since=0 if first else SECOND_SAMPLES))
    return (*counted, Interjection("silence", since=SECOND_SAMPLES))
