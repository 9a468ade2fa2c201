"""Beds made by code. Each is a spectrum whose lines all fit into its length, so that it goes on from its end to its
beginning without a seam."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voiceguide.bed.level import gain_of, wide
from voiceguide.units import RATE

SECONDS = 32
"""How long it is before it begins again: longer than anyone follows a noise."""
HUSH_DECIBELS = -75.0
"""Of its mean square, against full scale."""
LOWEST, HIGHEST = 40.0, 9_000.0
"""Hertz: below, loudspeakers only labour; above, it would hiss."""

Spectrum = NDArray[np.complex128]
"""The lines of a sound of SECONDS, from 0 Hz on; each is 1 / SECONDS wide."""


@dataclass(frozen=True, eq=False)
class MadeBed:
    """A `bed.EndlessBed`."""

    data: NDArray[np.float32]
    """All of it, shape (length, channels)."""
    ducks: bool = True

    @property
    def channels(self) -> int:
        """1 or 2."""
        return int(self.data.shape[1])

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """Shape (count, channels)."""
        first, length = start % len(self.data), len(self.data)
        if first + count <= length:
            return self.data[first : first + count]
        return np.take(self.data, range(first, first + count), axis=0, mode="wrap")


@cache
def made(name: str) -> MadeBed:
    """The bed of this name; KeyError where there is none."""
    channels = RECIPES[name]()
    sound = np.stack([np.fft.irfft(lines, SECONDS * RATE) for lines in channels], axis=1)
    if name == "hush":
        return MadeBed(wide(sound, HUSH_DECIBELS - 10 * np.log10(np.mean(sound**2))), ducks=False)
    return MadeBed(wide(sound, gain_of(sound.astype(np.float32))))


def _noise(slope: float, channels: int = 2) -> list[Spectrum]:
    """Noise that loses so many decibels an octave, another on each channel."""
    hertz = np.fft.rfftfreq(SECONDS * RATE, 1 / RATE)
    size = np.maximum(hertz, LOWEST) ** (-slope / (20 * np.log10(2)))
    size *= np.clip((hertz - LOWEST / 2) / (LOWEST / 2), 0, 1) * np.clip(2 - hertz / HIGHEST, 0, 1)
    chance = np.random.default_rng(channels)
    return [size * np.exp(2j * np.pi * chance.random(len(hertz))) for _ in range(channels)]


def _drone() -> list[Spectrum]:
    """A fifth over a deep A, each tone a few that beat slowly against each other, otherwise on the other side."""
    lines = SECONDS * RATE // 2 + 1
    chance = np.random.default_rng(1)
    channels = [np.zeros(lines, np.complex128) for _ in range(2)]
    for hertz, decibels in ((110.0, 0.0), (165.0, -5.0), (220.0, -8.0), (330.0, -16.0), (440.0, -20.0), (660.0, -28.0)):
        for channel in channels:
            for beside in range(-3, 4):
                turn = np.exp(2j * np.pi * chance.random())
                channel[round(hertz * SECONDS) + beside] = 10 ** (decibels / 20) * 0.6 ** abs(beside) * turn
    return channels


RECIPES: dict[str, Callable[[], list[Spectrum]]] = {
    "brown": lambda: _noise(6.0),
    "pink": lambda: _noise(3.0),
    "drone": _drone,
    "hush": lambda: _noise(3.0, channels=1),
}
"""Name -> the spectrum of each channel."""
