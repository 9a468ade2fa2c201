"""Near-silence: noise that nobody hears, in place of silence. A Bluetooth device falls asleep in silence, and then
swallows the first half second of what comes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOUDEST = 2
"""The largest sample of the noise: 84 dB below full scale."""
NOISE_SAMPLES = 1 << 16
SEED = 16


def near_silence(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """The samples with noise in place of zeros, on one channel or two. The same samples get the same noise."""
    noise = _noise()
    repeats = -(-len(samples) // len(noise))
    fitting = np.tile(noise, repeats)[: len(samples)]
    if samples.ndim == 2:
        fitting = np.repeat(fitting[:, None], samples.shape[1], axis=1)
    return np.where(samples == 0, fitting, samples)


@cache
def _noise() -> NDArray[np.int16]:
    """Noise without zeros."""
    generator = np.random.default_rng(SEED)
    noise = generator.integers(1, LOUDEST + 1, NOISE_SAMPLES) * generator.choice([-1, 1], NOISE_SAMPLES)
    found: NDArray[np.int16] = noise.astype(np.int16)
    return found
