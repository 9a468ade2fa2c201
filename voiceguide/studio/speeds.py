"""The narrations of one voice at several speeds of speech, one of which speaks now."""

from __future__ import annotations

from voiceguide.callbacks import Progress
from voiceguide.preferences import SPEEDS, Speed
from voiceguide.studio.narration import Narration


class Speeds:
    """The narration at each speed that was wanted so far."""

    def __init__(self, now: Speed, narration: Narration, usual_rate: int) -> None:
        self.now = now
        """The speed of speech."""
        self._usual_rate = usual_rate
        self._narrations = {now: narration}

    @property
    def narration(self) -> Narration:
        """The narration that speaks now."""
        return self._narrations[self.now]

    def at(self, speed: Speed, progress: Progress | None = None) -> Narration:
        """The narration at another speed. `progress` is told of each utterance that is spoken."""
        if speed not in self._narrations:
            self._narrations[speed] = self.narration.at_rate(round(self._usual_rate * SPEEDS[speed]))
        self._narrations[speed].progress = progress
        return self._narrations[speed]

    def change(self, speed: Speed) -> None:
        """Speak at another speed from now on."""
        self.at(speed)
        self.now = speed

    def close(self) -> None:
        """Stop the speech workers of all speeds."""
        for narration in self._narrations.values():
            narration.speaker.close()
