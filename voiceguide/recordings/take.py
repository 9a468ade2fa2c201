"""A take: one attempt to record a line. It ends by itself when the speaker has finished."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio.clip import resample, trim
from voiceguide.audio.loudness import Floats
from voiceguide.recordings.sounds import UNHEARD, fault_of, most_seconds, spoken

RATE = 48_000
"""Samples per second: the native rate of microphones."""
SILENCE_SECONDS = 1.5
"""Seconds of silence that end a take."""
NOBODY_SECONDS = 10.0
"""The longest wait for the first word."""
ABOVE = 10.0
"""Speech is at least this many decibels louder than the room's noise."""
BELOW = 35.0
"""Anything quieter than the peak by this many dB counts as silence."""
QUIETEST = -55.0
"""dBFS. Anything quieter is not speech."""
LONG_ENOUGH = 0.15
"""The shortest speech, in seconds. Anything shorter is a click."""


@dataclass
class Take:
    """The sound of one take so far."""

    words: str
    _blocks: list[NDArray[np.int16]] = field(default_factory=list)
    _levels: list[float] = field(default_factory=list)
    """dBFS of each block."""
    _ends: list[float] = field(default_factory=list)
    """The end of each block in seconds."""

    @property
    def seconds(self) -> float:
        """The length so far."""
        return self._ends[-1] if self._ends else 0.0

    @property
    def level(self) -> float:
        """dBFS of the last block; −100 before the first."""
        return self._levels[-1] if self._levels else -100.0

    @property
    def loudest(self) -> float:
        """dBFS of the loudest block."""
        return max(self._levels, default=-100.0)

    def hear(self, block: NDArray[np.int16]) -> bool:
        """Add a block. Returns True if the speaker has finished, does not begin, or speaks for too long."""
        self._blocks.append(block)
        mean_square = float(np.mean((block / 32768.0) ** 2)) if len(block) else 0.0
        self._levels.append(10 * float(np.log10(mean_square + 1e-10)))
        self._ends.append(self.seconds + len(block) / RATE)
        said, last = self._spoken_so_far()
        if said < LONG_ENOUGH:
            return self.seconds > NOBODY_SECONDS
        return self.seconds - last >= SILENCE_SECONDS or self.seconds > most_seconds(self.words) + SILENCE_SECONDS

    def _spoken_so_far(self) -> tuple[float, float]:
        """Seconds of speech so far, and the end of the last speech. Computed anew for each block, because only a pause
        reveals the room's noise."""
        levels = np.array(self._levels)
        room = float(np.percentile(levels, 10))
        speech = levels > max(room + ABOVE, float(levels.max()) - BELOW, QUIETEST)
        ends = np.array(self._ends)
        lasted = float(np.diff(ends, prepend=0.0)[speech].sum())
        return lasted, float(ends[speech].max()) if speech.any() else 0.0

    def cut(self, seconds: float) -> None:
        """Drop the last seconds, which contain the key press."""
        while self._blocks and seconds > 0:
            seconds -= len(self._blocks.pop()) / RATE
            self._levels.pop()
            self._ends.pop()

    def sound(self) -> Floats:
        """The speech, at `RATE`, unprocessed, with a short margin."""
        blocks = self._blocks or [np.zeros(0, np.int16)]
        return spoken((np.concatenate(blocks) / np.float32(32768)).astype(np.float32), RATE)

    @property
    def spoken_seconds(self) -> float:
        """The length of the speech in seconds."""
        return len(self.sound()) / RATE

    def fault(self) -> str | None:
        """The reason why the take cannot be kept, or None."""
        fault = fault_of(trim(resample(self.sound(), RATE)), self.words)
        if fault == UNHEARD:
            return "Nothing was recorded. Is the microphone muted or far away?"
        return fault and f"{fault[0].upper()}{fault[1:]}."
