"""The beginning of a session, heard while the rest is still being spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from voiceguide.audio.timeline import Timeline
from voiceguide.fit.live_plan import LivePlan
from voiceguide.plan import Cue, Plan
from voiceguide.studio.narration import Narration

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


@dataclass(frozen=True, slots=True)
class OpeningMaker:
    """Speaks the beginning of a session."""

    narration: Narration
    estimate: Callable[[], tuple[Plan | None, list[str]]]
    """The session with the speech that exists already, and the utterances that are missing."""
    sounds: Callable[[int, Iterable[Cue]], Timeline]
    """A timeline of so many samples with these cues."""

    def first_words(self) -> Opening | None:
        """The first utterance; None where all speech exists already, or where nothing is said first."""
        cues = self._cues()
        if not cues:
            return None
        words = cues[0].parts[:1]
        self.narration.speak(words)
        first = replace(cues[0], parts=words, end=self.narration.sound(words[0]).length)
        return Opening((first,), self.sounds(first.end, [first]))

    def opening(self) -> Opening | None:
        """All that is said before the first step; None as in `first_words`."""
        parts = [part for cue in self._cues() for part in cue.parts]
        self.narration.speak(parts)
        for part in parts:
            self.narration.seconds(part)
        plan, _ = self.estimate()
        cues = opening_cues(plan) if plan and parts else []
        return Opening(tuple(cues), self.sounds(cues[-1].end, cues)) if cues else None

    def _cues(self) -> list[Cue]:
        """The cues that begin the session; none where all speech exists already."""
        plan, missing = self.estimate()
        return opening_cues(plan) if plan and missing else []
