"""The edit that each command makes: the new cursor, the new numbers, and the words for the listener."""

from __future__ import annotations

from dataclasses import replace

from voiceguide.fit.live_plan import Cursor, Edit, Interjection, instances
from voiceguide.fit.outline import Do, Say
from voiceguide.fit.progress import ItemProgress
from voiceguide.fit.step_instance import StepInstance
from voiceguide.fit.timing import Timed
from voiceguide.live.answers import PRESSED, coming_back, said
from voiceguide.live.answers import where as where_words
from voiceguide.live.stop import Stop, runs_on
from voiceguide.units import to_samples

ANSWER_DELAY_SAMPLES = to_samples(0.4)
"""The delay of an answer's words while the hold goes on. It leaves time to make them."""


def go_on(stop: Stop) -> Edit:
    """Go on after a pause."""
    return Edit(_with_bell(stop.cursor), stop.live_plan.items, coming_back(stop.live_plan, stop.cursor))


def begin(stop: Stop) -> Edit:
    """Begin the session without the rest of the words before it."""
    return Edit(
        stop.cursor, stop.live_plan.items, (PRESSED, Interjection("silence", before=to_samples(0.4))), stop.wanted
    )


def undo(stop: Stop, before: Stop) -> Edit:
    """Go back to the place and the numbers before the last change. The wanted end stays."""
    return replace(go_on(before), wanted=stop.wanted)


def where(stop: Stop) -> Edit:
    """Tell the listener the place, then go on as after a pause. Words that both have in common are said once."""
    told = where_words(stop.live_plan, stop.cursor, stop.left)
    back = coming_back(stop.live_plan, stop.cursor)
    once = [interjection for interjection in back if interjection not in told]
    return Edit(_with_bell(stop.cursor), stop.live_plan.items, (*told, *once))


def ready(stop: Stop) -> Edit:
    """Go on after a wait, because the listener is ready. After a set that is the rest before the next one."""
    cursor = stop.cursor
    parts, following = stop.live_plan.parts(cursor.index), (cursor.progress.hold or 0) + 1
    instance = instance_of(stop.live_plan.items[cursor.index])
    if instance is not None and following < len(parts):
        pause = stop.live_plan.outliner.pause(instance, following, parts[following])
        progress = ItemProgress(hold=following, elapsed=-pause)
        return Edit(Cursor(cursor.index, progress), stop.live_plan.items, (PRESSED,), stop.wanted)
    return Edit(Cursor(stop.cursor.index + 1), stop.live_plan.items, (PRESSED,), stop.wanted)


def again(stop: Stop) -> Edit:
    """Repeat the current step, or the next one between steps, from its first word."""
    index = current(stop)
    if index is None:
        return Edit(
            Cursor(min(stop.cursor.index, len(stop.live_plan.items) - 1)),
            stop.live_plan.items,
            announced(stop, "again"),
        )
    items = with_full_instruction(stop.live_plan.items, index, first=True)
    return Edit(
        Cursor(stop.cursor.index), only_safety(items, stop.cursor.index, index), announced(stop, "again"), stop.wanted
    )


def next_step(stop: Stop) -> Edit:
    """Skip to the next step. A safety line is skipped only after it was heard whole."""
    items, here, cursor = stop.live_plan.items, stop.cursor.index, None
    if here >= len(items) or isinstance(items[here].item, Do):
        index = start = min(here + 1, len(items))
    else:
        index = next((index for index, _ in instances(items) if index >= here), len(items))
        length = len(items)
        under_way = items[here]
        items = only_safety(items, here, index, stop.live_plan.heard)
        index, start = index - (length - len(items)), here
        if here < len(items) and items[here] is under_way:
            cursor = stop.cursor  # of this line only the cut sentence is said again
    following = items[index].item if index < len(items) else None
    if isinstance(following, Do):
        unheard = stop.cursor.progress.hold is None
        first = following.instance.first or (following.instance.again and unheard)
        items = with_full_instruction(items, index, first=first)
    return Edit(cursor or Cursor(start), items, announced(stop, "skip"), stop.wanted)


def back(stop: Stop) -> Edit:
    """Go to the step before the current one, from its first word."""
    before = [
        index
        for index, instance in instances(stop.live_plan.items)
        if index < stop.cursor.index and not instance.step.rest
    ]
    if before:
        return jump(stop, before[-1], "back")
    first = next((index for index, _ in instances(stop.live_plan.items)), 0)
    if stop.cursor.index < first:
        return Edit(Cursor(), stop.live_plan.items, announced(stop, "back"), stop.wanted)
    return jump(stop, first, "first-step")


def at_step(stop: Stop, line: int, side: str | None, number: int, *, safety: bool = False) -> Edit | None:
    """Go to one instance of a step, from its first word. `safety` says the safety lines of the routine and of the phase
    before it. None if the plan has no such instance."""
    for index, instance in instances(stop.live_plan.items):
        if (instance.step.line, instance.side, instance.round) == (line, side, number):
            words = stop.live_plan.outliner.pack.phrase("resuming", title=stop.live_plan.shape.routine.title)
            silent = stop.live_plan.outliner.choices.talk == "bells"
            told = (PRESSED,) if silent else (said(words),)
            cautions = _safety_before(stop.live_plan.items, index) if safety else ()
            interjections = (*told, *cautions, Interjection("silence", before=to_samples(0.6)))
            return Edit(Cursor(index), with_full_instruction(stop.live_plan.items, index, first=True), interjections)
    return None


def _safety_before(items: tuple[Timed, ...], index: int) -> tuple[Interjection, ...]:
    """Return the safety lines of the routine and of the phase of an instance."""
    instance = instance_of(items[index])
    assert instance is not None
    lines = (
        each.item
        for each in items[:index]
        if isinstance(each.item, Say) and each.item.kind == "safety" and each.item.phase in (None, instance.phase)
    )
    return tuple(Interjection("safety", line.parts, to_samples(0.6)) for line in lines)


def answered_in_place(stop: Stop, items: tuple[Timed, ...], words: str, wanted: int | None, *, running: bool) -> Edit:
    """Go on where the session was stopped, with an answer; with bells alone, without its words."""
    cursor = stop.cursor
    if stop.live_plan.outliner.choices.talk == "bells":
        words = ""
    if running and runs_on(cursor):
        progress = replace(cursor.progress, answer=(words,) if words else (), wait=ANSWER_DELAY_SAMPLES, bell=False)
        return Edit(replace(cursor, progress=progress), items, (), wanted)
    interjections = (PRESSED, *([said(words)] if words else ()), Interjection("silence", before=to_samples(0.4)))
    return Edit(_with_bell(cursor), items, interjections, wanted)


def respoken(stop: Stop, phrase: str) -> Edit:
    """Go on with speech at another speed, and tell the listener."""
    return answered_in_place(
        stop, stop.live_plan.items, stop.live_plan.outliner.pack.phrase(phrase), stop.wanted, running=True
    )


def skips_last_step(stop: Stop, edit: Edit) -> bool:
    """Return True for an edit that skips the last instance of the plan."""
    after = any(index >= edit.cursor.index for index, _ in instances(edit.items))
    return current(stop) is not None and not after


def _with_bell(cursor: Cursor) -> Cursor:
    return replace(cursor, progress=replace(cursor.progress, bell=True))


def instance_of(timed: Timed) -> StepInstance | None:
    """Return the instance of an item; None for an item that is only spoken."""
    return timed.item.instance if isinstance(timed.item, Do) else None


def current(stop: Stop) -> int | None:
    """Return the index of the current instance, or of the next one."""
    return next((index for index, _ in instances(stop.live_plan.items) if index >= stop.cursor.index), None)


def jump(stop: Stop, index: int, phrase: str) -> Edit:
    return Edit(
        Cursor(index),
        with_full_instruction(stop.live_plan.items, index, first=True),
        announced(stop, phrase),
        stop.wanted,
    )


def announced(stop: Stop, phrase: str) -> tuple[Interjection, ...]:
    if stop.live_plan.outliner.choices.talk == "bells":
        return (PRESSED,)
    return (PRESSED, said(stop.live_plan.outliner.pack.phrase(phrase)), Interjection("silence", before=to_samples(0.4)))


def only_safety(
    items: tuple[Timed, ...], start: int, end: int, heard: frozenset[tuple[str, ...]] = frozenset()
) -> tuple[Timed, ...]:
    """Remove everything but safety lines from one stretch of the items. Lines with `heard` words go, too."""
    safety = (
        each
        for each in items[start:end]
        if isinstance(each.item, Say) and each.item.kind == "safety" and each.item.parts not in heard
    )
    return (*items[:start], *safety, *items[end:])


def with_full_instruction(items: tuple[Timed, ...], index: int, *, first: bool) -> tuple[Timed, ...]:
    """Give one instance its side and its full instruction, since the words before it are not heard."""
    item = items[index].item
    assert isinstance(item, Do)
    heard = item.instance.heard and not first
    instance = replace(item.instance, again=False, first=first, heard=heard, named=True)
    changed = replace(items[index], item=replace(item, instance=instance))
    return (*items[:index], changed, *items[index + 1 :])
