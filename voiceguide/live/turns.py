"""What each act makes of a session: where it goes on, with which numbers, and what the listener is told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from voiceguide.fit.course import Aside, Course, Head, Turn, doings
from voiceguide.fit.doings import Doing
from voiceguide.fit.doses import hold_samples
from voiceguide.fit.outline import Do, Say
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

    course: Course
    head: Head
    """Where it is to go on."""
    wanted: int
    """Samples from then to the end that was wanted."""
    left: int
    """Samples from then to the end as planned."""
    owed: bool = False
    """Whether what comes is still to be fitted to the end that was wanted: a turn that was to do it was overtaken."""


def stop_at(course: Course, position: int) -> Stop:
    """The session, stopped at a sample of its course."""
    return Stop(course.told(position), course.spot(position), course.wanted(position), course.left(position))


def go_on(stop: Stop) -> Turn:
    """As after a pause."""
    return Turn(_belled(stop.head), stop.course.items, coming_back(stop.course, stop.head))


def where(stop: Stop) -> Turn:
    """Tell where the listener is, then go on as after a pause; what was told already is not told twice."""
    told = where_words(stop.course, stop.head, stop.left)
    back = coming_back(stop.course, stop.head)
    once = [aside for aside in back if aside not in told]
    return Turn(_belled(stop.head), stop.course.items, (*told, *once))


def ready(stop: Stop) -> Turn:
    """The listener is ready: what comes after the wait."""
    return Turn(Head(stop.head.index + 1), stop.course.items, (PRESSED,), stop.wanted)


def again(stop: Stop) -> Turn:
    """The step that is on, or the one that comes, from its first word."""
    index = _here(stop)
    if index is None:
        return Turn(Head(min(stop.head.index, len(stop.course.items) - 1)), stop.course.items, _told(stop, "again"))
    items = _said_in_full(stop.course.items, index, first=True)
    return Turn(Head(stop.head.index), _only_guards(items, stop.head.index, index), _told(stop, "again"), stop.wanted)


def next_step(stop: Stop) -> Turn:
    """What comes after the step that is on. What is said to guard the listener is never skipped."""
    items, here = stop.course.items, stop.head.index
    if here >= len(items) or isinstance(items[here].item, Do):
        index = start = min(here + 1, len(items))
    else:
        index = next((index for index, _ in doings(items) if index >= here), len(items))
        length = len(items)
        items = _only_guards(items, here, index)
        index, start = index - (length - len(items)), here
    following = items[index].item if index < len(items) else None
    if isinstance(following, Do):
        unheard = stop.head.begun.hold is None
        first = following.doing.first or (following.doing.again and unheard)
        items = _said_in_full(items, index, first=first)
    return Turn(Head(start), items, _told(stop, "skip"), stop.wanted)


def back(stop: Stop) -> Turn:
    """The step before the one that is on, from its first word."""
    before = [index for index, doing in doings(stop.course.items) if index < stop.head.index and not doing.step.rest]
    if before:
        return _jump(stop, before[-1], "back")
    first = next((index for index, _ in doings(stop.course.items)), 0)
    if stop.head.index < first:
        return Turn(Head(), stop.course.items, _told(stop, "back"), stop.wanted)
    return _jump(stop, first, "first-step")


def at_step(stop: Stop, line: int, side: str | None, number: int) -> Turn | None:
    """The doing of the step on a line, on a side, in a round, from its first word; None where there is none."""
    for index, doing in doings(stop.course.items):
        if (doing.step.line, doing.side, doing.round) == (line, side, number):
            words = stop.course.outliner.pack.phrase("resuming", title=stop.course.shape.routine.title)
            silent = stop.course.outliner.choices.talk == "bells"
            asides = (PRESSED,) if silent else (said(words), Aside("silence", before=to_samples(0.6)))
            return Turn(Head(index), _said_in_full(stop.course.items, index, first=True), asides)
    return None


def longer(stop: Stop, *, shorter: bool = False, running: bool = True) -> Turn:
    """Fifteen seconds more, or less, of the hold that is on or that comes; of counts and breaths, as many whole ones as
    come near to that. The other side gets the same. `running`: whether its clock goes on under the answer."""
    index = _here(stop)
    doing = _doing(stop.course.items[index]) if index is not None else None
    sign = -1 if shorter else 1
    step = _notch(doing) if doing else 0.0
    head = stop.head if index == stop.head.index else Head(index or 0)
    if index is None or doing is None or not step or not _may(stop.course.items[index], head, sign * step):
        refusal = "not-shorter" if shorter else "not-longer"
        return _answered(stop, stop.course.items, refusal, None, running=running)
    seconds = step * _unit(doing)
    items = list(stop.course.items)
    if isinstance(doing.step.dose, Sets) and head.begun.hold is not None:
        head = replace(head, begun=replace(head.begun, extra=head.begun.extra + sign * to_samples(seconds)))
    else:
        for each in _sides(items, index):
            fitted = items[each].fitted
            items[each] = replace(items[each], fitted=replace(fitted, value=fitted.value + sign * step))
    if index == stop.head.index:
        stop = replace(stop, head=head)
    return _answered(stop, tuple(items), "shorter" if shorter else "longer", seconds, running=running)


def _answered(stop: Stop, items: tuple[Timed, ...], phrase: str, seconds: float | None, *, running: bool) -> Turn:
    pack, head = stop.course.outliner.pack, stop.head
    words = pack.phrase(phrase, duration=pack.duration(seconds)) if seconds else pack.phrase(phrase)
    if stop.course.outliner.choices.talk == "bells":
        words = ""
    wanted = stop.wanted if seconds else None
    if running and runs_on(head):
        begun = replace(head.begun, answer=(words,) if words else (), wait=ANSWER_AFTER, bell=False)
        return Turn(replace(head, begun=begun), items, (), wanted)
    asides = (PRESSED, *([said(words)] if words else ()), Aside("silence", before=to_samples(0.4)))
    return Turn(_belled(head), items, asides, wanted)


def runs_on(head: Head) -> bool:
    """Whether the clock of a hold is running, so that an answer need not stop it."""
    return head.begun.hold is not None and head.begun.elapsed >= 0


def is_waiting(course: Course, head: Head) -> bool:
    """Whether the listener is being waited for, from the moment when that has been said."""
    doing = _doing(course.items[head.index]) if head.index < len(course.items) else None
    told = head.begun.hold is not None or head.begun.said > 0
    return doing is not None and isinstance(doing.step.dose, Wait) and told


def _belled(head: Head) -> Head:
    return replace(head, begun=replace(head.begun, bell=True))


def _doing(timed: Timed) -> Doing | None:
    return timed.item.doing if isinstance(timed.item, Do) else None


def _here(stop: Stop) -> int | None:
    """Index of the doing that is on, or of the next one."""
    return next((index for index, _ in doings(stop.course.items) if index >= stop.head.index), None)


def _jump(stop: Stop, index: int, phrase: str) -> Turn:
    return Turn(Head(index), _said_in_full(stop.course.items, index, first=True), _told(stop, phrase), stop.wanted)


def _told(stop: Stop, phrase: str) -> tuple[Aside, ...]:
    if stop.course.outliner.choices.talk == "bells":
        return (PRESSED,)
    return (PRESSED, said(stop.course.outliner.pack.phrase(phrase)), Aside("silence", before=to_samples(0.4)))


def _only_guards(items: tuple[Timed, ...], start: int, end: int) -> tuple[Timed, ...]:
    """The items, of those in this stretch only what guards the listener."""
    guards = (each for each in items[start:end] if isinstance(each.item, Say) and each.item.kind == "safety")
    return (*items[:start], *guards, *items[end:])


def _said_in_full(items: tuple[Timed, ...], index: int, *, first: bool) -> tuple[Timed, ...]:
    """The items, with one doing that does not rely on what was said just before."""
    item = items[index].item
    assert isinstance(item, Do)
    doing = replace(item.doing, again=False, first=first)
    changed = replace(items[index], item=replace(item, doing=doing))
    return (*items[:index], changed, *items[index + 1 :])


def _sides(items: list[Timed], index: int) -> list[int]:
    """This doing and those of the same step in the same round that come after it."""
    doing = _doing(items[index])
    assert doing is not None
    same = (doing.step.line, doing.round)
    return [each for each, other in doings(items) if each >= index and (other.step.line, other.round) == same]


def _unit(doing: Doing) -> float:
    """Seconds of one of what its numbers count."""
    dose = doing.step.dose.of if isinstance(doing.step.dose, Sets) else doing.step.dose
    match dose:
        case Count():
            return dose.pace
        case Breaths():
            return dose.seconds_in + dose.seconds_out
        case _:
            return 1.0


def _notch(doing: Doing) -> float:
    """What its number is changed by; 0 where it has none that can be."""
    dose = doing.step.dose.of if isinstance(doing.step.dose, Sets) else doing.step.dose
    if isinstance(dose, Hold | Count | Breaths):
        return float(max(1, round(SECONDS / _unit(doing))))
    return 0.0


def _may(timed: Timed, head: Head, change: float) -> bool:
    """Whether a hold can be changed by so much: some of it must be left."""
    doing = _doing(timed)
    assert doing is not None
    assert doing.step.dose is not None
    fitted = Fitted(timed.fitted.value + change, timed.fitted.rest)
    length = hold_samples(doing.step.dose, fitted) + head.begun.extra
    least = LEAST if _unit(doing) == 1.0 else round(_unit(doing) * RATE)
    return max(0, head.begun.elapsed) + least <= length <= MOST
