"""Seek in a session by seconds, as players of the desktop ask for it.

In the hold under way, the time of the hold moves. Elsewhere the session goes to the step of that moment. A safety line
that was not heard is never skipped.
"""

from __future__ import annotations

from dataclasses import replace

from voiceguide.fit.live_plan import Cursor, Edit, LivePlan, instances
from voiceguide.fit.outline import Do, Say
from voiceguide.fit.timing import Timed
from voiceguide.live import plan_edits
from voiceguide.live.answers import coming_back
from voiceguide.live.stop import Stop, runs_on
from voiceguide.routine import Wait
from voiceguide.units import to_samples

LEAST_LEFT_SAMPLES = to_samples(3)
"""A seek inside a hold leaves at least this much of it, for its last seconds and its bell."""


def seek(stop: Stop, seconds: float) -> Edit:
    """The edit that goes on some seconds later, or earlier."""
    samples = to_samples(abs(seconds)) * (1 if seconds > 0 else -1)
    inside = _inside_hold(stop, samples)
    if inside is not None:
        return inside
    return _forward(stop, samples) if samples > 0 else _back(stop, -samples)


def _inside_hold(stop: Stop, samples: int) -> Edit | None:
    """Move the time of the hold under way; None if the moment is outside of it, or if it is a wait."""
    cursor, progress = stop.cursor, stop.cursor.progress
    if not runs_on(cursor):
        return None
    part = stop.live_plan.parts(cursor.index)[progress.hold or 0]
    length, elapsed = part.length + progress.extra, progress.elapsed + samples
    if isinstance(part.dose, Wait) or not 0 <= elapsed <= length - LEAST_LEFT_SAMPLES:
        return None
    moved = replace(progress, elapsed=elapsed, cut=None, halfway=2 * elapsed >= length, bell=True, answer=(), wait=0)
    there = replace(cursor, progress=moved)
    return Edit(there, stop.live_plan.items, coming_back(stop.live_plan, there))


def _forward(stop: Stop, samples: int) -> Edit:
    """Go to the step of a later moment, the last one at most."""
    items, here = stop.live_plan.items, stop.cursor.index
    ahead = replace(stop.live_plan, cursor=stop.cursor, interjections=())
    mark = ahead.mark(samples)
    moment = here + mark.index if mark else len(items)
    steps = [index for index, _ in instances(items) if index > here]
    target = next((index for index in reversed(steps) if index <= moment), steps[0] if steps else None)
    if target is None:
        return plan_edits.go_on(stop)
    under_way = isinstance(items[here].item, Do)
    words = target
    while words - 1 > here and isinstance(items[words - 1].item, Say):
        words -= 1  # the heading and the safety lines before the step stay
    before = items[:words]
    kept = plan_edits.only_safety(before, here + under_way, words, stop.live_plan.heard)
    start = here + under_way
    made = plan_edits.with_full_instruction((*kept, *items[words:]), len(kept) + target - words, first=True)
    return Edit(Cursor(min(start, len(made) - 1)), made, plan_edits.announced(stop, "skip"))


def _back(stop: Stop, samples: int) -> Edit:
    """Go to the step of an earlier moment, the first one at least."""
    live_plan, here = stop.live_plan, stop.cursor.index
    left = samples - _done(live_plan, stop.cursor)
    steps = [index for index, instance in instances(live_plan.items) if index <= here and not instance.step.rest]
    if not steps:
        return replace(plan_edits.back(stop), wanted=None)
    index = here
    while left > 0 and index > 0:
        index -= 1
        left -= _length(live_plan, live_plan.items[index])
    target = max((step for step in steps if step <= index), default=steps[0])
    phrase = "again" if target == here else "back"
    return replace(plan_edits.jump(stop, target, phrase), wanted=None)


def _done(live_plan: LivePlan, cursor: Cursor) -> int:
    """Samples of the current item that are over, about."""
    progress = cursor.progress
    if progress.hold is None or cursor.index >= len(live_plan.items):
        return 0
    parts = live_plan.parts(cursor.index)
    item = live_plan.items[cursor.index]
    talk = _length(live_plan, item) - sum(part.length for part in parts)
    return max(0, talk) + sum(part.length for part in parts[: progress.hold]) + max(0, progress.elapsed)


def _length(live_plan: LivePlan, timed: Timed) -> int:
    """Samples of an item, about."""
    if isinstance(timed.item, Do):
        return live_plan.outliner.length(timed.item.instance, timed.fitted)
    return live_plan.outliner.speech.of(timed.item.parts) if isinstance(timed.item, Say) else 0
