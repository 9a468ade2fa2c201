"""The beginning of a session, heard while the rest is still being made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile

from voiceguide.audio.timeline import Timeline
from voiceguide.fit.live_plan import LivePlan
from voiceguide.plan import Cue, Plan

OPENING = ("title", "intro", "reach", "safety")
"""Kinds of cues that begin a session."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of a session, to be heard before the rest is decided."""

    cues: tuple[Cue, ...]
    timeline: Timeline

    def goes_on_at(self, plan: Plan | LivePlan) -> int:
        """The sample of the plan, or course, to go on at: after what was heard, or at the first cue that was heard
        otherwise, since what was only estimated may have come out another way."""
        for heard, planned in zip(self.cues, plan.cues, strict=False):
            if heard.start != planned.start or heard.parts != planned.parts[: len(heard.parts)]:
                return planned.start
        return self.timeline.length


def opening_cues(plan: Plan) -> list[Cue]:
    """What is said before the first step, without what rests on lengths that are not known yet."""
    cues = list(takewhile(lambda cue: cue.kind in OPENING, plan.cues))
    if plan.requested is None and cues:
        title = cues[0]
        return [replace(title, parts=title.parts[:1])]
    return cues
