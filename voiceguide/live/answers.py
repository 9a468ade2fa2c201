"""What a listener is told: what is on, how much is left, what comes next, and what a press did."""

from __future__ import annotations

from dataclasses import replace

from voiceguide.fit.course import Aside, Course, Head, doings
from voiceguide.fit.doings import Doing
from voiceguide.fit.doses import hold_samples
from voiceguide.fit.outline import Do
from voiceguide.fit.title import rounded
from voiceguide.fit.wording import Fitted, dose_parts, instruction, sentence
from voiceguide.language import Pack
from voiceguide.routine import Sets, Wait
from voiceguide.units import RATE, to_samples

PRESSED = Aside("bell", ("press",))
"""The answer to every press, before there are words for it."""
BREATH = to_samples(0.5)
SECOND = RATE


def said(*parts: str, before: int = to_samples(0.05)) -> Aside:
    """Words for the listener."""
    return Aside("answer", parts, before)


def coming_back(course: Course, head: Head) -> tuple[Aside, ...]:
    """What is said before a session goes on after a pause: the step, the side and the time that is left, then a
    count. Where something is going to be said again, that is enough by itself."""
    pack = course.outliner.pack
    if course.outliner.choices.talk == "bells":
        return (PRESSED, *_counted_in(course, head, silent=True))
    if not _in_step(course, head):
        return (PRESSED, said(pack.phrase("going-on"), *_side_on(course, head)))
    return (PRESSED, *on_now(course, head), *_counted_in(course, head))


def where(course: Course, head: Head, left: int) -> tuple[Aside, ...]:
    """Where a listener is: the step, the side, the time left in the hold and in the session, and what comes next.
    `left`: samples of the session."""
    pack = course.outliner.pack
    duration = pack.duration(rounded(left))
    following = next((doing for index, doing in doings(course.items) if index > head.index), None)
    asides = [PRESSED, *on_now(course, head), said(pack.phrase("session-left", duration=duration), before=BREATH)]
    if following is not None:
        asides.append(said(*coming(following, pack), before=BREATH))
    return tuple(asides)


def on_now(course: Course, head: Head) -> tuple[Aside, ...]:
    """The step, the side, and the time left in its hold; nothing between steps."""
    item = course.items[head.index] if head.index < len(course.items) else None
    if item is None or not isinstance(item.item, Do):
        return ()
    doing, pack = item.item.doing, course.outliner.pack
    if isinstance(doing.step.dose, Sets) and head.begun.elapsed < 0:  # between two holds of a set
        return (said(sentence(pack.phrase("rest")), *_left(doing, item.fitted, head, pack)),)
    return (said(*naming(doing, item.fitted, pack), *_left(doing, item.fitted, head, pack)),)


def naming(doing: Doing, fitted: Fitted, pack: Pack) -> tuple[str, ...]:
    """The side and the step, without its dose, in the words of its instruction."""
    parts = instruction(replace(doing, again=False), fitted, pack)
    dose = len(dose_parts(doing.step.dose, fitted, pack)) if "{number}" not in doing.step.spoken else 0
    return parts[: len(parts) - dose]


def coming(doing: Doing, pack: Pack) -> tuple[str, ...]:
    """`Next: Right foot.` `Stretch the calf.`"""
    if doing.noun and doing.side:
        return (pack.phrase("next", text=pack.side(doing.noun, doing.side)), sentence(doing.step.text))
    return (pack.phrase("next", text=doing.step.text.rstrip(".")),)


def side_of(doing: Doing, pack: Pack) -> str | None:
    """`Left foot`."""
    return pack.side(doing.noun, doing.side) if doing.noun and doing.side else None


def _left(doing: Doing, fitted: Fitted, head: Head, pack: Pack) -> tuple[str, ...]:
    dose, begun = doing.step.dose, head.begun
    if dose is None:
        return ()
    if begun.hold is None:
        parts = dose_parts(dose, fitted, pack)
        return (*parts[:-1], sentence(parts[-1])) if "{number}" not in doing.step.spoken else ()
    left = hold_samples(dose, fitted) + begun.extra - begun.elapsed
    if isinstance(dose, Wait):  # a wait goes on until its listener is ready
        return (pack.phrase("ready"),)
    if isinstance(dose, Sets) and begun.elapsed < 0:
        left = -begun.elapsed
    return (pack.phrase("time-left", duration=pack.duration(max(1, round(left / RATE)))),)


def _in_step(course: Course, head: Head) -> bool:
    """Whether a step was cut after it had been said."""
    begun = head.begun
    here = head.index < len(course.items) and isinstance(course.items[head.index].item, Do)
    return here and (begun.said > 0 or begun.hold is not None)


def _side_on(course: Course, head: Head) -> tuple[str, ...]:
    """The side of a step in whose instruction it was said already."""
    item = course.items[head.index].item if head.index < len(course.items) else None
    side = side_of(item.doing, course.outliner.pack) if isinstance(item, Do) and head.begun.part else None
    return (sentence(side),) if side else ()


def _counted_in(course: Course, head: Head, *, silent: bool = False) -> tuple[Aside, ...]:
    """Three, two, one, a second each, where the clock of a hold goes on; a rest or a wait needs none."""
    if head.begun.hold is None or head.begun.elapsed <= 0:
        return ()
    item, pack = course.items[head.index].item, course.outliner.pack
    if isinstance(item, Do) and (item.doing.step.rest or isinstance(item.doing.step.dose, Wait)):
        return (Aside("silence", before=BREATH),)
    counted: list[Aside] = []
    for number in (3, 2, 1):
        words = Aside("tick", ("tick",)) if silent else Aside("answer", (sentence(pack.number(number)),))
        first = not counted
        counted.append(replace(words, before=BREATH if first else 0, since=0 if first else SECOND))
    return (*counted, Aside("silence", since=SECOND))
