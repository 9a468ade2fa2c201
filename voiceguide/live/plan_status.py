"""The status of a plan at a cursor, for screens, and its step there, to save."""

from __future__ import annotations

from voiceguide.fit.live_plan import Cursor, LivePlan, instances
from voiceguide.fit.outline import Do, Say
from voiceguide.fit.step_instance import StepInstance
from voiceguide.live.answers import side_of
from voiceguide.live.status import Bar, PlaybackState, Status
from voiceguide.live.step_reference import StepReference
from voiceguide.live.stop import is_waiting
from voiceguide.units import RATE, to_seconds


def status_at(
    live_plan: LivePlan, cursor: Cursor, left: int, whole: int, state: PlaybackState, message: str | None = None
) -> Status:
    """Return the status at a cursor. `left` and `whole` are samples of the session."""
    pack, items = live_plan.outliner.pack, live_plan.items
    instance = _instance(live_plan, cursor.index)
    following = next((other for index, other in instances(items) if index > cursor.index), None)
    waiting = cursor.progress.hold is not None and is_waiting(live_plan, cursor)
    steps = [index for index, other in instances(items) if not other.step.rest]
    return Status(
        title=live_plan.shape.routine.title,
        state="waiting" if waiting and state == "playing" else state,
        session=Bar(to_seconds(left), to_seconds(max(left, whole))),
        phase=_phase(live_plan, cursor),
        step=instance.step.text if instance else None,
        side=side_of(instance, pack) if instance else None,
        number=sum(index <= cursor.index for index in steps),
        total=len(steps),
        hold=_hold(live_plan, cursor) if instance else None,
        coming=_named(following, live_plan) if following else None,
        message=message,
    )


def step_at(live_plan: LivePlan, cursor: Cursor) -> StepReference | None:
    """Return the current step; None between steps."""
    instance = _instance(live_plan, cursor.index)
    if instance is None:
        return None
    return StepReference(instance.step.line, instance.side, instance.round)


def first_step(live_plan: LivePlan) -> StepReference | None:
    """Return the first step of a plan from its cursor on."""
    index = next((index for index, _ in instances(live_plan.items) if index >= live_plan.cursor.index), None)
    return None if index is None else step_at(live_plan, Cursor(index))


def _instance(live_plan: LivePlan, index: int) -> StepInstance | None:
    item = live_plan.items[index].item if index < len(live_plan.items) else None
    return item.instance if isinstance(item, Do) else None


def _named(instance: StepInstance, live_plan: LivePlan) -> str:
    side = side_of(instance, live_plan.outliner.pack)
    return f"{side}: {instance.step.text}" if side else instance.step.text


def _phase(live_plan: LivePlan, cursor: Cursor) -> str | None:
    if cursor.index >= len(live_plan.items):
        return None
    item = live_plan.items[cursor.index].item
    index = item.instance.phase if isinstance(item, Do) else item.phase if isinstance(item, Say) else None
    return None if index is None else live_plan.shape.routine.phases[index].title


def _hold(live_plan: LivePlan, cursor: Cursor) -> Bar | None:
    parts, progress = live_plan.parts(cursor.index), cursor.progress
    instance = _instance(live_plan, cursor.index)
    if instance is None or not parts:
        return None
    number = progress.hold or 0
    part = parts[number]
    if progress.hold is not None and progress.elapsed < 0:  # the rest between two holds of a set
        pause = live_plan.outliner.pause(instance, number, part)
        return Bar(-progress.elapsed / RATE, max(pause, -progress.elapsed) / RATE)
    length = part.length + progress.extra
    return Bar(max(0.0, to_seconds(length - max(0, progress.elapsed))), to_seconds(length))
