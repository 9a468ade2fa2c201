"""The invariants of a plan, checked without knowing how it was made."""

from __future__ import annotations

from itertools import pairwise

from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.units import RATE, to_samples, to_seconds

SIGNALS = ("bell", "tick")
LONGEST = 24 * 3600 * RATE
TOLERANCE = 2
"""Samples: a hold is spoken in whole milliseconds."""


def broken(routine: Routine, plan: Plan) -> str | None:
    """The first broken invariant of a plan; None for a plan that is right."""
    return next(
        (fault for check in (_ends, _cues, _steps, _chapters, _changes) if (fault := check(routine, plan))), None
    )


def _ends(routine: Routine, plan: Plan) -> str | None:
    if plan.requested is not None and plan.length != to_samples(plan.requested):
        return "the length is not the requested one"
    if not plan.shortest <= plan.length <= plan.longest:
        return "the length lies outside the ends"
    shortest, longest = plan.ends_in_seconds
    if not shortest <= to_seconds(plan.length) <= longest:
        return "the length lies outside the ends that are told"
    if plan.shortest <= 0:
        return "the shortest length is nothing"
    return "a session is longer than a day" if plan.length > LONGEST else None


def _cues(routine: Routine, plan: Plan) -> str | None:
    if not all(0 <= cue.start < cue.end <= plan.length for cue in plan.cues):
        return "a cue lies outside the session"
    if any(before.start > after.start for before, after in pairwise(plan.cues)):
        return "the cues are not in order"
    spoken = [cue for cue in plan.cues if cue.kind not in SIGNALS]
    if any(before.end > after.start for before, after in pairwise(spoken)):
        return "speech lies over speech"
    if any(not cue.text.strip() for cue in spoken):
        return "a cue says nothing"
    if any("{" in cue.text and "}" in cue.text and "{" not in routine.source for cue in spoken):
        return "a slot is spoken"
    return None


def _steps(routine: Routine, plan: Plan) -> str | None:
    lines = {step.line for phase in routine.phases for step in phase.steps} | {phase.line for phase in routine.phases}
    if not plan.steps:
        return "a session without a step"
    for step in plan.steps:
        if step.line not in lines:
            return "a step of a line that has none"
        if not 0 <= step.start <= step.end <= plan.length:
            return "a step lies outside the session"
        hold = step.hold
        if hold and not step.start <= hold.start < hold.end <= step.end:
            return "a hold lies outside its step"
        if hold and abs((hold.end - hold.start) - hold.seconds * RATE) > TOLERANCE:
            return "a hold does not last as long as it says"
    if any(before.start > after.start for before, after in pairwise(plan.steps)):
        return "the steps are not in order"
    return _speech_in_holds(plan)


def _speech_in_holds(plan: Plan) -> str | None:
    """Instructions are over when a hold begins. Steps and cues are in order, so one pass is enough."""
    said = [cue for cue in plan.cues if cue.kind in ("instruction", "detail", "safety", "switch")]
    at = 0
    for step in plan.steps:
        if step.hold is None or step.rest:
            continue
        while at < len(said) and said[at].end <= step.hold.start:
            at += 1
        if at < len(said) and said[at].start < step.hold.end:
            return "an instruction is spoken in a hold"
    return None


def _chapters(routine: Routine, plan: Plan) -> str | None:
    if not all(0 <= chapter.start < chapter.end <= plan.length for chapter in plan.chapters):
        return "a chapter lies outside the session"
    if any(before.end > after.start for before, after in pairwise(plan.chapters)):
        return "chapters lie over each other"
    return None


def _changes(routine: Routine, plan: Plan) -> str | None:
    if any(not change.why.strip() for change in plan.changes):
        return "a change without a reason"
    return None
