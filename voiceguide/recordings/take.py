"""One try at a line: what the microphone hears, until the speaker has finished."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio.clip import resample, trim
from voiceguide.audio.loudness import Floats
from voiceguide.recordings.sounds import UNHEARD, fault_of, most_seconds, spoken

RATE = 48_000
"""Samples a second: what microphones have by themselves."""
SILENCE_SECONDS = 1.5
"""So much of it after the last word ends a take."""
NOBODY_SECONDS = 10.0
"""So long somebody may wait before the first word."""
ABOVE = 10.0
"""Decibels over the noise of the room from which on it is speech."""
BELOW = 35.0
"""Decibels under the loudest from which on it is none any more."""
QUIETEST = -55.0
"""dBFS that no speech is below."""
LONG_ENOUGH = 0.15
"""Seconds of speech without which it was a click."""


@dataclass
class Take:
    """What is heard of one line so far."""

    words: str
    _blocks: list[NDArray[np.int16]] = field(default_factory=list)
    _levels: list[float] = field(default_factory=list)
    """dBFS of each block."""
    _ends: list[float] = field(default_factory=list)
    """Seconds at the end of each block."""

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return self._ends[-1] if self._ends else 0.0

    @property
    def level(self) -> float:
        """dBFS of what was heard last; −100 where there was nothing."""
        return self._levels[-1] if self._levels else -100.0

    @property
    def loudest(self) -> float:
        """dBFS of the loudest so far."""
        return max(self._levels, default=-100.0)

    def hear(self, block: NDArray[np.int16]) -> bool:
        """Take in what is heard; whether the speaker has finished, or will not begin, or goes on for too long."""
        self._blocks.append(block)
        mean_square = float(np.mean((block / 32768.0) ** 2)) if len(block) else 0.0
        self._levels.append(10 * float(np.log10(mean_square + 1e-10)))
        self._ends.append(self.seconds + len(block) / RATE)
        said, last = self._spoken_so_far()
        if said < LONG_ENOUGH:
            return self.seconds > NOBODY_SECONDS
        return self.seconds - last >= SILENCE_SECONDS or self.seconds > most_seconds(self.words) + SILENCE_SECONDS

    def _spoken_so_far(self) -> tuple[float, float]:
        """Seconds of speech so far, and when the last of it ended. Judged anew each time: where somebody speaks at
        once, only a pause tells how loud the room is."""
        levels = np.array(self._levels)
        room = float(np.percentile(levels, 10))
        speech = levels > max(room + ABOVE, float(levels.max()) - BELOW, QUIETEST)
        ends = np.array(self._ends)
        lasted = float(np.diff(ends, prepend=0.0)[speech].sum())
        return lasted, float(ends[speech].max()) if speech.any() else 0.0

    def cut(self, seconds: float) -> None:
        """Forget what was heard last: the key that ended it."""
        while self._blocks and seconds > 0:
            seconds -= len(self._blocks.pop()) / RATE
            self._levels.pop()
            self._ends.pop()

    def sound(self) -> Floats:
        """What was said, at `RATE`, as it came, with a little quiet around it."""
        blocks = self._blocks or [np.zeros(0, np.int16)]
        return spoken((np.concatenate(blocks) / np.float32(32768)).astype(np.float32), RATE)

    @property
    def spoken_seconds(self) -> float:
        """How long it takes to hear what was said."""
        return len(self.sound()) / RATE

    def fault(self) -> str | None:
        """Why it cannot be kept; None if it can."""
        fault = fault_of(trim(resample(self.sound(), RATE)), self.words)
        if fault == UNHEARD:
            return "Nothing was heard. Is the microphone muted, or far away?"
        return fault and f"{fault[0].upper()}{fault[1:]}."
