"""How loud a bed is, and how loud it is to be. Sounds have the shape (length, channels), full scale at ±1."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio.loudness import Floats, Powers, gated, weighted_powers

LOUDNESS = -31.0
"""LUFS of every bed where nobody speaks: 15 dB under the voice."""


def powers(sound: NDArray[np.float32]) -> Powers:
    """For each 100 ms the mean square after K-weighting, of all channels together."""
    found: Powers = np.sum([weighted_powers(_channel(sound, number)) for number in range(sound.shape[1])], axis=0)
    return found


def gain_of(sound: NDArray[np.float32]) -> float:
    """The decibels that bring a sound to `LOUDNESS`; infinite if it is silent."""
    return LOUDNESS - gated_decibels(powers(sound))


def gated_decibels(found: Powers) -> float:
    """The gated loudness of a sound with these `powers`, in LUFS, however faint it is; minus infinity for silence."""
    highest = float(found.max(initial=0.0))
    return gated(found / highest) + 10 * float(np.log10(highest)) if highest > 0 else -np.inf


def wide(sound: NDArray[np.floating[Any]], decibels: float) -> NDArray[np.float32]:
    """The sound, so much louder."""
    return (sound * 10 ** (decibels / 20)).astype(np.float32)


def _channel(sound: NDArray[np.float32], number: int) -> Floats:
    return np.ascontiguousarray(sound[:, number])
