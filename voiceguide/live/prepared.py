"""A sound of a live session that is ready to play."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.audio.timeline import Timeline
from voiceguide.fit.live_plan import LivePlan


@dataclass(frozen=True)
class Prepared:
    """A sound that is ready to play."""

    timeline: Timeline
    live_plan: LivePlan | None = None
    """The plan of this sound; None for words after which the session stays paused."""
    running: bool = False
    """True if the clock of a hold has run since the command. The first samples of the timeline are over already, in
    silence."""
    held: bool = False
    """True if the plan stays paused and only its interjections are heard."""
