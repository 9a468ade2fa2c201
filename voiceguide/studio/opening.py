"""The beginning of a session, heard while the rest is still being spoken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile

from voiceguide.audio.timeline import Timeline
from voiceguide.fit.live_plan import LivePlan
from voiceguide.plan import Cue, Plan

OPENING = ("title", "intro", "reach", "safety")
"""The kinds of cues that begin a session."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of a session, heard before the rest is decided."""

    cues: tuple[Cue, ...]
    timeline: Timeline

    def goes_on_at(self, plan: Plan | LivePlan) -> int:
        """The sample of the plan at which to continue: after the opening, or at the first cue that differs from it. A
        cue differs where an estimated length was wrong."""
        for heard, planned in zip(self.cues, plan.cues, strict=False):
            if heard.start != planned.start or heard.parts != planned.parts[: len(heard.parts)]:
                return planned.start
        return self.timeline.length


def opening_cues(plan: Plan) -> list[Cue]:
    """The cues before the first step, without the words that depend on unknown lengths."""
    cues = list(takewhile(lambda cue: cue.kind in OPENING, plan.cues))
    if plan.requested is None and cues:
        title = cues[0]
        return [replace(title, parts=title.parts[:1])]
    return cues
