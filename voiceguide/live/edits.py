"""What each act makes of a session: where it goes on, with which numbers, and what the listener is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voiceguide.fit.doses import hold_samples
from voiceguide.fit.live_plan import Cursor, Edit, Interjection, LivePlan, instances
from voiceguide.fit.outline import Do, Say
from voiceguide.fit.step_instance import StepInstance
from voiceguide.fit.timing import Timed
from voiceguide.fit.wording import Fitted
from voiceguide.live.answers import PRESSED, coming_back, said
from voiceguide.live.answers import where as where_words
from voiceguide.routine import Breaths, Count, Hold, Sets, Wait
from voiceguide.units import RATE, to_samples

SECONDS = 15
"""What `longer` and `shorter` change."""
LEAST = to_samples(5)
"""What is left of a hold that is made shorter, at least."""
MOST = to_samples(3600)
"""What a hold can be made, at most."""
ANSWER_AFTER = to_samples(0.4)
"""When a hold goes on under an answer, the answer's words come this much later, so that they can be made."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A session that was stopped at some moment."""

    live_plan: LivePlan
    cursor: Cursor
    """Where it is to go on."""
    wanted: int
    """Samples from then to the end that was wanted."""
    left: int
    """Samples from then to the end as planned."""
    owed: bool = False
    """Whether what comes is still to be fitted to the end that was wanted: a turn that was to do it was overtaken."""


def stop_at(live_plan: LivePlan, position: int) -> Stop:
    """The session, stopped at a sample of its course."""
    return Stop(
        live_plan.told(position), live_plan.spot(position), live_plan.wanted(position), live_plan.left(position)
    )


def go_on(stop: Stop) -> Edit:
    """As after a pause."""
    return Edit(_belled(stop.cursor), stop.live_plan.items, coming_back(stop.live_plan, stop.cursor))


def where(stop: Stop) -> Edit:
    """Tell where the listener is, then go on as after a pause; what was told already is not told twice."""
    told = where_words(stop.live_plan, stop.cursor, stop.left)
    back = coming_back(stop.live_plan, stop.cursor)
    once = [interjection for interjection in back if interjection not in told]
    return Edit(_belled(stop.cursor), stop.live_plan.items, (*told, *once))


def ready(stop: Stop) -> Edit:
    """The listener is ready: what comes after the wait."""
    return Edit(Cursor(stop.cursor.index + 1), stop.live_plan.items, (PRESSED,), stop.wanted)


def again(stop: Stop) -> Edit:
    """The step that is on, or the one that comes, from its first word."""
    index = _here(stop)
    if index is None:
        return Edit(
            Cursor(min(stop.cursor.index, len(stop.live_plan.items) - 1)), stop.live_plan.items, _told(stop, "again")
        )
    items = _said_in_full(stop.live_plan.items, index, first=True)
    return Edit(
        Cursor(stop.cursor.index), _only_guards(items, stop.cursor.index, index), _told(stop, "again"), stop.wanted
    )


def next_step(stop: Stop) -> Edit:
    """What comes after the step that is on. What is said to guard the listener is never skipped."""
    items, here = stop.live_plan.items, stop.cursor.index
    if here >= len(items) or isinstance(items[here].item, Do):
        index = start = min(here + 1, len(items))
    else:
        index = next((index for index, _ in instances(items) if index >= here), len(items))
        length = len(items)
        items = _only_guards(items, here, index)
        index, start = index - (length - len(items)), here
    following = items[index].item if index < len(items) else None
    if isinstance(following, Do):
        unheard = stop.cursor.progress.hold is None
        first = following.instance.first or (following.instance.again and unheard)
        items = _said_in_full(items, index, first=first)
    return Edit(Cursor(start), items, _told(stop, "skip"), stop.wanted)


def back(stop: Stop) -> Edit:
    """The step before the one that is on, from its first word."""
    before = [
        index
        for index, instance in instances(stop.live_plan.items)
        if index < stop.cursor.index and not instance.step.rest
    ]
    if before:
        return _jump(stop, before[-1], "back")
    first = next((index for index, _ in instances(stop.live_plan.items)), 0)
    if stop.cursor.index < first:
        return Edit(Cursor(), stop.live_plan.items, _told(stop, "back"), stop.wanted)
    return _jump(stop, first, "first-step")


def at_step(stop: Stop, line: int, side: str | None, number: int) -> Edit | None:
    """The doing of the step on a line, on a side, in a round, from its first word; None where there is none."""
    for index, instance in instances(stop.live_plan.items):
        if (instance.step.line, instance.side, instance.round) == (line, side, number):
            words = stop.live_plan.outliner.pack.phrase("resuming", title=stop.live_plan.shape.routine.title)
            silent = stop.live_plan.outliner.choices.talk == "bells"
            interjections = (PRESSED,) if silent else (said(words), Interjection("silence", before=to_samples(0.6)))
            return Edit(Cursor(index), _said_in_full(stop.live_plan.items, index, first=True), interjections)
    return None


def longer(stop: Stop, *, shorter: bool = False, running: bool = True) -> Edit:
    """Fifteen seconds more, or less, of the hold that is on or that comes; of counts and breaths, as many whole ones as
    come near to that. The other side gets the same. `running`: whether its clock goes on under the answer."""
    index = _here(stop)
    instance = _instance(stop.live_plan.items[index]) if index is not None else None
    sign = -1 if shorter else 1
    step = _notch(instance) if instance else 0.0
    cursor = stop.cursor if index == stop.cursor.index else Cursor(index or 0)
    if index is None or instance is None or not step or not _may(stop.live_plan.items[index], cursor, sign * step):
        refusal = "not-shorter" if shorter else "not-longer"
        return _answered(stop, stop.live_plan.items, refusal, None, running=running)
    seconds = step * _unit(instance)
    items = list(stop.live_plan.items)
    if isinstance(instance.step.dose, Sets) and cursor.progress.hold is not None:
        cursor = replace(
            cursor, progress=replace(cursor.progress, extra=cursor.progress.extra + sign * to_samples(seconds))
        )
    else:
        for each in _sides(items, index):
            fitted = items[each].fitted
            items[each] = replace(items[each], fitted=replace(fitted, value=fitted.value + sign * step))
    if index == stop.cursor.index:
        stop = replace(stop, cursor=cursor)
    return _answered(stop, tuple(items), "shorter" if shorter else "longer", seconds, running=running)


def _answered(stop: Stop, items: tuple[Timed, ...], phrase: str, seconds: float | None, *, running: bool) -> Edit:
    pack, cursor = stop.live_plan.outliner.pack, stop.cursor
    words = pack.phrase(phrase, duration=pack.duration(seconds)) if seconds else pack.phrase(phrase)
    if stop.live_plan.outliner.choices.talk == "bells":
        words = ""
    wanted = stop.wanted if seconds else None
    if running and runs_on(cursor):
        progress = replace(cursor.progress, answer=(words,) if words else (), wait=ANSWER_AFTER, bell=False)
        return Edit(replace(cursor, progress=progress), items, (), wanted)
    interjections = (PRESSED, *([said(words)] if words else ()), Interjection("silence", before=to_samples(0.4)))
    return Edit(_belled(cursor), items, interjections, wanted)


def runs_on(cursor: Cursor) -> bool:
    """Whether the clock of a hold is running, so that an answer need not stop it."""
    return cursor.progress.hold is not None and cursor.progress.elapsed >= 0


def is_waiting(live_plan: LivePlan, cursor: Cursor) -> bool:
    """Whether the listener is being waited for, from the moment when that has been said."""
    instance = _instance(live_plan.items[cursor.index]) if cursor.index < len(live_plan.items) else None
    told = cursor.progress.hold is not None or cursor.progress.said > 0
    return instance is not None and isinstance(instance.step.dose, Wait) and told


def _belled(cursor: Cursor) -> Cursor:
    return replace(cursor, progress=replace(cursor.progress, bell=True))


def _instance(timed: Timed) -> StepInstance | None:
    return timed.item.instance if isinstance(timed.item, Do) else None


def _here(stop: Stop) -> int | None:
    """Index of the doing that is on, or of the next one."""
    return next((index for index, _ in instances(stop.live_plan.items) if index >= stop.cursor.index), None)


def _jump(stop: Stop, index: int, phrase: str) -> Edit:
    return Edit(Cursor(index), _said_in_full(stop.live_plan.items, index, first=True), _told(stop, phrase), stop.wanted)


def _told(stop: Stop, phrase: str) -> tuple[Interjection, ...]:
    if stop.live_plan.outliner.choices.talk == "bells":
        return (PRESSED,)
    return (PRESSED, said(stop.live_plan.outliner.pack.phrase(phrase)), Interjection("silence", before=to_samples(0.4)))


def _only_guards(items: tuple[Timed, ...], start: int, end: int) -> tuple[Timed, ...]:
    """The items, of those in this stretch only what guards the listener."""
    guards = (each for each in items[start:end] if isinstance(each.item, Say) and each.item.kind == "safety")
    return (*items[:start], *guards, *items[end:])


def _said_in_full(items: tuple[Timed, ...], index: int, *, first: bool) -> tuple[Timed, ...]:
    """The items, with one doing that does not rely on what was said just before."""
    item = items[index].item
    assert isinstance(item, Do)
    instance = replace(item.instance, again=False, first=first)
    changed = replace(items[index], item=replace(item, instance=instance))
    return (*items[:index], changed, *items[index + 1 :])


def _sides(items: list[Timed], index: int) -> list[int]:
    """This doing and those of the same step in the same round that come after it."""
    instance = _instance(items[index])
    assert instance is not None
    same = (instance.step.line, instance.round)
    return [each for each, other in instances(items) if each >= index and (other.step.line, other.round) == same]


def _unit(instance: StepInstance) -> float:
    """Seconds of one of what its numbers count."""
    dose = instance.step.dose.of if isinstance(instance.step.dose, Sets) else instance.step.dose
    match dose:
        case Count():
            return dose.pace
        case Breaths():
            return dose.seconds_in + dose.seconds_out
        case _:
            return 1.0


def _notch(instance: StepInstance) -> float:
    """What its number is changed by; 0 where it has none that can be."""
    dose = instance.step.dose.of if isinstance(instance.step.dose, Sets) else instance.step.dose
    if isinstance(dose, Hold | Count | Breaths):
        return float(max(1, round(SECONDS / _unit(instance))))
    return 0.0


def _may(timed: Timed, cursor: Cursor, change: float) -> bool:
    """Whether a hold can be changed by so much: some of it must be left."""
    instance = _instance(timed)
    assert instance is not None
    assert instance.step.dose is not None
    fitted = Fitted(timed.fitted.value + change, timed.fitted.rest)
    length = hold_samples(instance.step.dose, fitted) + cursor.progress.extra
    least = LEAST if _unit(instance) == 1.0 else round(_unit(instance) * RATE)
    return max(0, cursor.progress.elapsed) + least <= length <= MOST
