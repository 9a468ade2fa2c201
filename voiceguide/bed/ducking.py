"""How a bed gives way: faded in and out over the session, and turned down under speech."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio.timeline import Bed
from voiceguide.units import to_samples

DUCK = -9.0
"""Decibels by which it is turned down under speech."""
DOWN, UP = to_samples(0.15), to_samples(0.5)
"""Samples that it takes: it is down where the speech begins, and begins to rise where that ends."""
NEIGHBOURS = to_samples(1.0)
"""Between words that are nearer than this it stays down."""
FADE_IN, FADE_OUT = to_samples(3.0), to_samples(6.0)
"""Samples at the ends of a session; a short one has a quarter of its length for each."""


@dataclass(frozen=True, eq=False)
class Ducked:
    """A `timeline.Bed`: another one, in its place under a session."""

    bed: Bed
    length: int
    """Samples of the session."""
    places: NDArray[np.int64]
    decibels: NDArray[np.float64]
    """The gain at each of these places, in their order; between two of them it goes in a straight line."""
    fade_in: bool = True
    """Whether it begins with the session; else it was heard before."""

    @classmethod
    def under(cls, bed: Bed, length: int, spoken: Iterable[tuple[int, int]], *, fade_in: bool = True) -> Ducked:
        """Give way to what is spoken: where it begins, and the sample after its end."""
        corners: list[tuple[int, float]] = []
        for start, end in joined(spoken):
            corners += [(start - DOWN, 0.0), (start, DUCK), (end, DUCK), (end + UP, 0.0)]
        places = np.array([place for place, _ in corners] or [0], np.int64)
        return cls(bed, length, places, np.array([decibels for _, decibels in corners] or [0.0]), fade_in)

    @property
    def channels(self) -> int:
        """Those of the bed itself."""
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


def joined(spoken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same, with neighbours as one."""
    found: list[tuple[int, int]] = []
    for start, end in spoken:
        if found and start - found[-1][1] < NEIGHBOURS:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _rise(part: NDArray[np.float64]) -> NDArray[np.float64]:
    """A soft way from 0 to 1."""
    rise: NDArray[np.float64] = np.sin(np.clip(part, 0, 1) * (np.pi / 2)) ** 2
    return rise
