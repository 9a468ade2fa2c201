"""Generated beds: noises and a drone.

A bed is made from a spectrum whose frequencies all fit its length, so that it loops without a seam.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voiceguide.bed.level import amplified, bed_gain
from voiceguide.units import RATE

SECONDS = 32
"""The length of the loop: too long for anyone to recognise the repetition."""
KEEP_AWAKE_DBFS = -75.0
"""Its mean square, in dBFS."""
LOWEST, HIGHEST = 40.0, 9_000.0
"""Hertz. Loudspeakers reproduce lower frequencies poorly; higher ones would hiss."""

Spectrum = NDArray[np.complex128]
"""The spectral lines of a sound of SECONDS, from 0 Hz on; each is 1 / SECONDS wide."""


@dataclass(frozen=True, eq=False)
class GeneratedBed:
    """A `bed.EndlessBed`."""

    data: NDArray[np.float32]
    """The full loop, shape (length, channels)."""
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
def generate(name: str) -> GeneratedBed:
    """The bed of this name. Raises KeyError for an unknown name."""
    channels = RECIPES[name]()
    sound = np.stack([np.fft.irfft(lines, SECONDS * RATE) for lines in channels], axis=1)
    if name == "hush":
        return GeneratedBed(amplified(sound, KEEP_AWAKE_DBFS - 10 * np.log10(np.mean(sound**2))), ducks=False)
    return GeneratedBed(amplified(sound, bed_gain(sound.astype(np.float32))))


def _noise(slope: float, channels: int = 2) -> list[Spectrum]:
    """Noise that falls by `slope` decibels per octave, different on each channel."""
    hertz = np.fft.rfftfreq(SECONDS * RATE, 1 / RATE)
    size = np.maximum(hertz, LOWEST) ** (-slope / (20 * np.log10(2)))
    size *= np.clip((hertz - LOWEST / 2) / (LOWEST / 2), 0, 1) * np.clip(2 - hertz / HIGHEST, 0, 1)
    chance = np.random.default_rng(channels)
    return [size * np.exp(2j * np.pi * chance.random(len(hertz))) for _ in range(channels)]


def _drone() -> list[Spectrum]:
    """A fifth over a deep A. Each tone consists of several that beat slowly, differently on each channel."""
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
