"""A session under way as its listener would see it: the glance for screens, and the place to go back to."""

from __future__ import annotations

from typing import Literal

from voiceguide.fit.course import Course, Head, doings
from voiceguide.fit.doings import Doing
from voiceguide.fit.doses import hold_samples
from voiceguide.fit.layout import wait_samples
from voiceguide.fit.outline import Do, Say
from voiceguide.live.answers import side_of
from voiceguide.live.glance import Bar, Glance
from voiceguide.live.kept import Kept
from voiceguide.routine import Sets, Wait
from voiceguide.units import RATE, to_seconds


def view(course: Course, head: Head, left: int, whole: int, state: str, message: str | None = None) -> Glance:
    """What is on at a place of a course. `left` and `whole`: samples of the session."""
    pack, items = course.outliner.pack, course.items
    doing = _doing(course, head.index)
    following = next((other for index, other in doings(items) if index > head.index), None)
    waiting = doing is not None and isinstance(doing.step.dose, Wait) and head.begun.hold is not None
    steps = [index for index, other in doings(items) if not other.step.rest]
    return Glance(
        title=course.shape.routine.title,
        state="waiting" if waiting and state == "playing" else state,
        session=Bar(to_seconds(left), to_seconds(max(left, whole))),
        phase=_phase(course, head),
        step=doing.step.text if doing else None,
        side=side_of(doing, pack) if doing else None,
        number=sum(index <= head.index for index in steps),
        total=len(steps),
        hold=_hold(course, head) if doing else None,
        coming=_named(following, course) if following else None,
        message=message,
    )


def place_of(course: Course, head: Head) -> Kept | None:
    """The step that is on; None between steps."""
    doing = _doing(course, head.index)
    if doing is None:
        return None
    side: Literal["left", "right"] | None = "left" if doing.side == "left" else "right" if doing.side else None
    return Kept(doing.step.line, side, doing.round)


def first_place(course: Course) -> Kept | None:
    """The first step that a course comes to."""
    index = next((index for index, _ in doings(course.items) if index >= course.head.index), None)
    return None if index is None else place_of(course, Head(index))


def _doing(course: Course, index: int) -> Doing | None:
    item = course.items[index].item if index < len(course.items) else None
    return item.doing if isinstance(item, Do) else None


def _named(doing: Doing, course: Course) -> str:
    side = side_of(doing, course.outliner.pack)
    return f"{side}: {doing.step.text}" if side else doing.step.text


def _phase(course: Course, head: Head) -> str | None:
    if head.index >= len(course.items):
        return None
    item = course.items[head.index].item
    index = item.doing.phase if isinstance(item, Do) else item.phase if isinstance(item, Say) else None
    return None if index is None else course.shape.routine.phases[index].title


def _hold(course: Course, head: Head) -> Bar | None:
    timed, begun = course.items[head.index], head.begun
    doing = _doing(course, head.index)
    if doing is None or doing.step.dose is None:
        return None
    dose = doing.step.dose
    if begun.hold is not None and begun.elapsed < 0 and isinstance(dose, Sets):  # the rest between two holds of a set
        return Bar(-begun.elapsed / RATE, max(timed.fitted.rest, -begun.elapsed / RATE))
    length = wait_samples(dose) if isinstance(dose, Wait) else hold_samples(dose, timed.fitted) + begun.extra
    return Bar(max(0.0, to_seconds(length - max(0, begun.elapsed))), to_seconds(length))
