"""Fades a bed in and out over the session, and ducks it under speech by `DUCK_DECIBELS`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio.timeline import Bed
from voiceguide.units import to_samples

DUCK_DECIBELS = -9.0
"""The gain of the bed under speech. For deeper ducking, lower it: -12.0 ducks by 12 dB."""
DOWN_SAMPLES, UP_SAMPLES = to_samples(0.15), to_samples(0.5)
"""Samples of the ramps. The bed is down when the speech begins, and starts to rise when it ends."""
NEIGHBOUR_SAMPLES = to_samples(1.0)
"""Samples. The bed stays down between words that are closer than this."""
FADE_IN, FADE_OUT = to_samples(3.0), to_samples(6.0)
"""Samples of the fades at both ends of a session; each is at most a quarter of the session."""


@dataclass(frozen=True, eq=False)
class Ducked:
    """A `timeline.Bed`: another bed, faded and ducked for one session."""

    bed: Bed
    length: int
    """Samples of the session."""
    places: NDArray[np.int64]
    decibels: NDArray[np.float64]
    """The gain at each of these places, in order, interpolated linearly."""
    fade_in: bool = True
    """True if the bed starts with the session, False if it was already playing."""

    @classmethod
    def under(cls, bed: Bed, length: int, spoken: Iterable[tuple[int, int]], *, fade_in: bool = True) -> Ducked:
        """The bed ducked under speech. `spoken`: the start of each utterance, and the first sample after it."""
        corners: list[tuple[int, float]] = []
        for start, end in merged(spoken):
            corners += [
                (start - DOWN_SAMPLES, 0.0),
                (start, DUCK_DECIBELS),
                (end, DUCK_DECIBELS),
                (end + UP_SAMPLES, 0.0),
            ]
        places = np.array([place for place, _ in corners] or [0], np.int64)
        return cls(bed, length, places, np.array([decibels for _, decibels in corners] or [0.0]), fade_in)

    @property
    def channels(self) -> int:
        """The channels of the bed itself."""
        return self.bed.channels

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """Shape (count, channels)."""
        gains = self.gains(start, count).astype(np.float32)
        under: NDArray[np.float32] = self.bed.samples(start, count) * gains[:, np.newaxis]
        return under

    def gains(self, start: int, count: int) -> NDArray[np.float64]:
        """The factor at each sample, 0 to 1."""
        at = np.arange(start, start + count)
        first, last = np.searchsorted(self.places, [start, start + count])
        near = slice(max(0, first - 1), last + 1)
        gains = 10 ** (np.interp(at, self.places[near], self.decibels[near]) / 20)
        into, out = (min(fade, max(1, self.length // 4)) for fade in (FADE_IN, FADE_OUT))
        if start < into and self.fade_in:
            gains *= _rise(at / into)
        if start + count > self.length - out:
            gains *= _rise((self.length - at) / out)
        return gains


def merged(spoken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of speech, with close neighbours merged."""
    found: list[tuple[int, int]] = []
    for start, end in spoken:
        if found and start - found[-1][1] < NEIGHBOUR_SAMPLES:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _rise(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """A smooth rise from 0 to 1."""
    rise: NDArray[np.float64] = np.sin(np.clip(part, 0, 1) * (np.pi / 2)) ** 2
    return rise
