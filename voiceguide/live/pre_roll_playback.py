"""Play the pre-roll: begin it, cut it for a pause, and change over to a longer one or to the first plan."""

from __future__ import annotations

from bisect import bisect
from enum import Enum, auto

from voiceguide.fit.live_plan import LivePlan
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.pre_roll_jobs import PreRollJobs
from voiceguide.live.transport import Transport
from voiceguide.units import RATE

SAME_SAMPLES = RATE
"""The next samples must be the same where a player changes over without a gap."""


class PreRollState(Enum):
    """The progress of the pre-roll."""

    NONE = auto()
    """The session has no pre-roll, or it is not made yet."""
    PLAYING = auto()
    CUT = auto()
    """A pause has cut it, or it waits for its beginning."""
    OVER = auto()


class PreRollPlayback:
    """The pre-roll of one session."""

    def __init__(self, transport: Transport, jobs: PreRollJobs) -> None:
        self._transport, self._jobs = transport, jobs
        self.state = PreRollState.NONE
        self._pre_roll: PreRoll | None = None
        """The pre-roll, once it is made."""
        self._lengthens = True
        """True until the longer pre-roll has followed."""
        self._reached = self._resume_at = 0
        """The sample that it has reached, and the one at which a cut pre-roll goes on."""

    def take(self) -> bool:
        """Take the pre-roll, to be played from its beginning. Returns True once, when it is made."""
        if self._pre_roll is not None:
            return False
        self._pre_roll = self._jobs.pre_roll()
        if self._pre_roll is not None:
            self.state = PreRollState.CUT
        return self._pre_roll is not None

    def go_on(self) -> None:
        """Go on after a cut, if there is a pre-roll."""
        if self._pre_roll is not None:
            self._transport.play(self._pre_roll.timeline, self._resume_at)
            self.state = PreRollState.PLAYING

    def cut(self, *, lost: bool = False) -> None:
        """Cut the pre-roll. It goes on from the sentence that sounds now. With the device `lost`, it goes on from the
        place that was reached before."""
        if self.state is PreRollState.PLAYING:
            self._resume_at = self._sentence_start(self._reached if lost else self._transport.position)
            self.state = PreRollState.CUT

    def _sentence_start(self, position: int) -> int:
        """Return the start of the sound at a sample; the sample itself in silence."""
        assert self._pre_roll is not None
        placements = self._pre_roll.timeline.placements
        last = bisect(placements, position, key=lambda each: each.start) - 1
        return placements[last].start if last >= 0 and position < placements[last].end else position

    def forward(self) -> None:
        """Follow the sound, and change over to the longer pre-roll once it is made."""
        self._lengthen(over=self._transport.player.wait(0))
        over = self._transport.player.wait(0)
        if self.state is PreRollState.PLAYING:
            self._reached = self._transport.position
            if over:
                self.state = PreRollState.OVER

    def _lengthen(self, *, over: bool) -> None:
        """Change over to the longer pre-roll. It must wait while the end of this one is near."""
        if not self._lengthens or self._pre_roll is None or not self._jobs.longer_is_made:
            return
        at, end, longer = self._transport.position, self._pre_roll.timeline.length, self._jobs.longer
        if longer is not None and self.state is not PreRollState.CUT:
            if over:
                self._transport.play(longer.timeline, end)
            elif end - at >= SAME_SAMPLES:
                self._transport.lengthen(longer.timeline)
            else:
                return
            self.state = PreRollState.PLAYING
        self._pre_roll, self._lengthens = longer or self._pre_roll, False

    def plan_position(self, live_plan: LivePlan) -> int | None:
        """Return the sample of the first plan to go on from; None if the change must wait. A plan that begins with the
        pre-roll goes on in the middle of it, any other plan after it."""
        at = self._pre_roll.goes_on_at(live_plan) if self._pre_roll else 0
        if self._pre_roll is None or self.state is PreRollState.OVER:
            return at
        if at != self._pre_roll.timeline.length:
            return None
        return self._resume_at if self.state is PreRollState.CUT else min(at, self._transport.position)

    @property
    def sounds(self) -> bool:
        """True while the pre-roll sounds."""
        playing = self.state is PreRollState.PLAYING
        return playing and self._pre_roll is not None and self._transport.position < self._pre_roll.timeline.length
