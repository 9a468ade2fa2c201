"""A player with a bed under every timeline. The music runs on from one timeline to the next. It fades out when nothing
follows, as in a pause."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.audio.timeline import ShiftedBed, Timeline
from voiceguide.bed import EndlessBed, speech_in
from voiceguide.bed.ducking import FADE_OUT, Ducked
from voiceguide.playback.relay import Relay

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

FADED_FACTOR = 0.1
"""Music that has faded below this factor is faded in again."""


class OverBed(Relay):
    """A `player.Player` over a bed."""

    def __init__(self, player: Player, bed: EndlessBed) -> None:
        super().__init__(player, self._over)
        self._bed = bed
        self._offset_samples = 0
        """The offset in samples from the timeline to the bed."""
        self._ducked: Ducked | None = None

    def play(self, timeline: Timeline, start: int = 0) -> None:
        self._offset_samples += self.position - start
        super().play(timeline, start)

    def _over(self, timeline: Timeline) -> Timeline:
        sounding = self._ducked is not None and self._ducked.gains(self.position, 1)[0] > FADED_FACTOR
        end = max((placement.end for placement in timeline.placements), default=0)
        length = min(timeline.length, end + FADE_OUT)
        spoken = speech_in(timeline) if self._bed.ducks else ()
        self._ducked = Ducked.under(ShiftedBed(self._bed, self._offset_samples), length, spoken, fade_in=not sounding)
        return replace(timeline, bed=self._ducked)
