"""What sounds in a live session: a course, or an answer while the course stands still."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.audio.bells import LENGTHS, GeneratedSound, Strokes, sound
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live.edits import Stop, stop_at
from voiceguide.units import to_samples

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

SILENCE = to_samples(60)
"""Behind an answer: so long the device stays awake until it is given more."""
ANSWER = Timeline(LENGTHS["press"] + SILENCE, (Placement(0, sound("press")),))
QUIET = Timeline(SILENCE, ())
SOON, AGO = to_samples(0.1), to_samples(0.4)
"""What is about to sound, or was just heard, counts as sounding."""
VOLUME_STEP, QUIETEST = 3.0, -30.0
"""Decibels."""


@dataclass(frozen=True)
class Prepared:
    """What is to be heard next."""

    timeline: Timeline
    live_plan: LivePlan | None = None
    """None for words after which the session stands as it stood."""
    running: bool = False
    """Whether the clock of a hold has gone on since the act: its samples so far have been silent ones."""
    held: bool = False
    """Whether the course stands still, its asides being all that is heard of it."""


class Transport:
    """A player with a course."""

    def __init__(self, player: Player) -> None:
        self.player = player
        self.live_plan: LivePlan | None = None
        """What plays, or played last."""
        self.stopped: Stop | None = None
        """Where it was stopped; None while it plays."""
        self._timeline = QUIET

    @property
    def position(self) -> int:
        """The sample of what sounds that is reached."""
        return self.player.position

    @property
    def speaking(self) -> bool:
        """Whether a voice sounds now, or did a moment ago."""
        timeline, position = self._timeline, self.player.position
        last = bisect(timeline.placements, position + SOON, key=lambda placement: placement.start)
        near = timeline.placements[max(0, last - 4) : last]
        return any(each.end > position - AGO and not isinstance(each.sound, GeneratedSound | Strokes) for each in near)

    def start(self, prepared: Prepared, at: int = 0) -> None:
        """Play what was prepared, `at` samples into it."""
        if prepared.live_plan is not None:
            self.live_plan = prepared.live_plan
            self.stopped = stop_at(prepared.live_plan, prepared.live_plan.goes_on) if prepared.held else None
        self.play(prepared.timeline, at)

    def go_on_with(self, prepared: Prepared) -> None:
        """Change over to a course that begins with what sounds."""
        self.live_plan, self.stopped, self._timeline = prepared.live_plan, None, prepared.timeline
        self.player.go_on_with(prepared.timeline)

    def hold(self, prepared: Prepared, at: int) -> None:
        """Have a course stand still at a sample; what sounds goes on."""
        assert prepared.live_plan is not None
        self.live_plan, self.stopped = prepared.live_plan, stop_at(prepared.live_plan, at)

    def play(self, timeline: Timeline, at: int = 0) -> None:
        """Play this instead of what sounds."""
        self._timeline = timeline
        self.player.play(timeline, at)

    def stop(self, at: int | None = None) -> Stop:
        """The course stands still from now on, or from a sample that was reached before."""
        assert self.live_plan is not None
        if self.stopped is None:
            self.stopped = stop_at(self.live_plan, self.position if at is None else at)
        return self.stopped

    def answer(self) -> None:
        """The sound that answers a press, and quiet behind it."""
        self.play(ANSWER)

    def turn_volume(self, steps: int) -> None:
        """Louder or quieter by so many steps, with a tick as loud as all will be."""
        self.player.volume = min(0.0, max(QUIETEST, self.player.volume + steps * VOLUME_STEP))
        self.press_over()

    def press_over(self) -> None:
        """The sound that answers a press, over what sounds."""
        at = self.position
        press = Placement(at, sound("press"))
        placements = list(self._timeline.placements)
        placements.insert(bisect(placements, at, key=lambda placement: placement.start), press)
        length = max(self._timeline.length, press.end)
        self.play(replace(self._timeline, length=length, placements=tuple(placements)), at)

    def stay_awake(self) -> None:
        """While the course stands still, keep the device from falling asleep."""
        if self.stopped is not None and self.position > self._timeline.length - SILENCE // 2:
            self.play(QUIET)
