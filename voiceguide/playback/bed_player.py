"""A player that has a bed under everything it plays. The music goes on from one timeline to the next; where nothing
follows any more, as in a pause, it fades."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio.timeline import Bed, Timeline
from voiceguide.bed import EndlessBed, speech_in
from voiceguide.bed.ducking import FADE_OUT, Ducked
from voiceguide.playback.relay import Relay

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

FADED = 0.1
"""The factor below which music that comes again is faded in."""


@dataclass(frozen=True, slots=True)
class Later:
    """A bed from another sample on."""

    bed: Bed
    by: int

    @property
    def channels(self) -> int:
        """Those of the bed."""
        return self.bed.channels

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """Shape (count, channels)."""
        return self.bed.samples(start + self.by, count)


class OverBed(Relay):
    """A `player.Player`."""

    def __init__(self, player: Player, bed: EndlessBed) -> None:
        super().__init__(player, self._over)
        self._bed = bed
        self._by = 0
        """Samples from one of the timeline to that of the bed which is heard with it."""
        self._under: Ducked | None = None

    def play(self, timeline: Timeline, start: int = 0) -> None:
        self._by += self.position - start
        super().play(timeline, start)

    def _over(self, timeline: Timeline) -> Timeline:
        sounding = self._under is not None and self._under.gains(self.position, 1)[0] > FADED
        end = max((placement.end for placement in timeline.placements), default=0)
        length = min(timeline.length, end + FADE_OUT)
        spoken = speech_in(timeline) if self._bed.ducks else ()
        self._under = Ducked.under(Later(self._bed, self._by), length, spoken, fade_in=not sounding)
        return replace(timeline, bed=self._under)
