"""The transport: play a live plan, stop it, and play answers while it stands still."""

from __future__ import annotations

from bisect import bisect
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from voiceguide.audio.bells import LENGTHS, is_bell, sound
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live.mixer import Mixer
from voiceguide.live.prepared import Prepared
from voiceguide.live.stop import Stop, is_waiting, stop_at
from voiceguide.units import to_samples

if TYPE_CHECKING:
    from voiceguide.audio.levels import Group
    from voiceguide.playback.player import Player

SILENCE_SAMPLES = to_samples(60)
"""Silence after an answer. It keeps the device awake until the next sound."""
QUIET = Timeline(SILENCE_SAMPLES, ())
ANSWER_SAMPLES = LENGTHS["press"]
"""The length of each AnswerSound that stops the plan."""
BEFORE_SAMPLES, AFTER_SAMPLES = to_samples(0.1), to_samples(0.4)
"""A voice counts as speaking this long before and after its sound."""
SOON_SAMPLES = to_samples(1.5)
QUIET_SAMPLES = to_samples(0.25)
"""The silence that is enough to change over to other speech."""
MUTE_DECIBELS = -90.0
"""The volume at which nothing is heard."""
VOLUME_STEP_DECIBELS, QUIETEST_DECIBELS = 3.0, -30.0
"""Decibels."""

AnswerSound = Literal["press", "pause", "go-on"]
"""The sound that answers a press at once."""
OverlaySound = Literal["press", "tick", "limit", "not-understood"]
"""A sound on top of the current sound."""


def answer_sound(before: bool, after: bool) -> AnswerSound:
    """Return the sound that answers a press, from the state before it and after it. True means paused."""
    if before == after:
        return "press"
    return "pause" if after else "go-on"


class Transport:
    """A player with a live plan."""

    def __init__(self, player: Player, mixer: Mixer | None = None) -> None:
        self.player = player
        self.mixer = mixer or Mixer()
        self.live_plan: LivePlan | None = None
        """The current plan, or the last one."""
        self.stopped: Stop | None = None
        """The place where the plan was stopped; None while it plays."""
        self._timeline = QUIET

    @property
    def plan(self) -> LivePlan:
        """The current plan, once there is one."""
        assert self.live_plan is not None
        return self.live_plan

    @property
    def position(self) -> int:
        """The current sample of the timeline."""
        return self.player.position

    @property
    def speaking(self) -> bool:
        """True if a voice sounds now, or did a moment ago."""
        return self._speaks(AFTER_SAMPLES, BEFORE_SAMPLES)

    @property
    def speaks_soon(self) -> bool:
        """True if a voice sounds now, or soon. Then a screen reader should be silent."""
        return self._speaks(AFTER_SAMPLES, SOON_SAMPLES)

    @property
    def pauses_speaking(self) -> bool:
        """True between two sentences, and where no voice is heard."""
        return not self._speaks(0, QUIET_SAMPLES)

    def _speaks(self, before: int, after: int) -> bool:
        """True if a voice sounds within so many samples before and after now."""
        timeline, position = self._timeline, self.player.position
        last = bisect(timeline.placements, position + after, key=lambda placement: placement.start)
        near = timeline.placements[max(0, last - 8) : last]
        return any(each.end > position - before and not is_bell(each.sound) for each in near)

    @property
    def is_waiting(self) -> bool:
        """True while the plan waits for the listener to be ready."""
        return self.live_plan is not None and is_waiting(self.live_plan, self.live_plan.spot(self.position))

    def start(self, prepared: Prepared, at: int = 0) -> None:
        """Play a prepared sound from sample `at` on."""
        if prepared.live_plan is not None:
            self.live_plan = prepared.live_plan
            self.stopped = stop_at(prepared.live_plan, prepared.live_plan.goes_on) if prepared.held else None
        self.play(prepared.timeline, at)

    def go_on_with(self, prepared: Prepared) -> None:
        """Change over to a plan that begins with the sounds of now."""
        self.live_plan, self.stopped, self._timeline = prepared.live_plan, None, prepared.timeline
        self.player.go_on_with(prepared.timeline)

    def lengthen(self, timeline: Timeline) -> None:
        """Change over to a timeline that begins with the sounds of now."""
        self._timeline = timeline
        self.player.go_on_with(timeline)

    def hold(self, prepared: Prepared, at: int) -> None:
        """Load a plan, stopped at a sample. The current sound goes on."""
        assert prepared.live_plan is not None
        self.live_plan, self.stopped = prepared.live_plan, stop_at(prepared.live_plan, at)

    def play(self, timeline: Timeline, at: int = 0) -> None:
        """Play this timeline instead of the current sound."""
        self._timeline = timeline
        self.player.play(timeline, at)

    def stop(self, at: int | None = None) -> Stop:
        """Stop the plan now, or at an earlier sample."""
        assert self.live_plan is not None
        if self.stopped is None:
            self.stopped = stop_at(self.live_plan, self.position if at is None else at)
        return self.stopped

    def answer(self, name: AnswerSound = "press") -> None:
        """Play the sound that answers a press, then silence."""
        self.play(Timeline(ANSWER_SAMPLES + SILENCE_SAMPLES, (Placement(0, sound(name)),)))

    def be_quiet(self) -> None:
        """Play silence, which keeps the device awake."""
        self.play(QUIET)

    def turn_level(self, group: Group, steps: int) -> None:
        """Make the voice, the bells or the bed louder or softer by a number of steps, with a sound. Bells answer at
        their new level. Another sound tells that they can go no further, or that no bed plays."""
        possible = self.mixer.turn(group, steps)
        self.play_over(("tick" if group == "bells" else "press") if possible else "limit")

    def set_volume(self, decibels: float) -> None:
        """Set the volume without a sound of its own, because a slider sends many on its way."""
        self.player.volume = min(0.0, max(MUTE_DECIBELS, decibels))

    def turn_volume(self, steps: int) -> None:
        """Make the sound louder or quieter by a number of steps, with a sound at the new volume. Another sound tells
        that it can go no further."""
        before = max(QUIETEST_DECIBELS, self.player.volume)
        self.player.volume = min(0.0, max(QUIETEST_DECIBELS, before + steps * VOLUME_STEP_DECIBELS))
        self.play_over("limit" if self.player.volume == before else "press")

    def play_over(self, name: OverlaySound = "press") -> None:
        """Play a short sound on top of the current sound."""
        at = self.position
        press = Placement(at, sound(name))
        placements = list(self._timeline.placements)
        placements.insert(bisect(placements, at, key=lambda placement: placement.start), press)
        length = max(self._timeline.length, press.end)
        self.play(replace(self._timeline, length=length, placements=tuple(placements)), at)

    def stay_awake(self) -> None:
        """Keep the device from falling asleep during a pause."""
        if self.stopped is not None and self.position > self._timeline.length - SILENCE_SAMPLES // 2:
            self.play(QUIET)
