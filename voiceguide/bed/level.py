"""Measures and sets the loudness of a bed. Sounds have the shape (length, channels), full scale ±1."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio.clip import LOUDNESS as SPEECH_LOUDNESS
from voiceguide.audio.loudness import Floats, Powers, gated, weighted_powers

BELOW_SPEECH_DECIBELS = 15.0
LOUDNESS = SPEECH_LOUDNESS - BELOW_SPEECH_DECIBELS
"""LUFS of each bed in the pauses of speech."""


def powers(sound: NDArray[np.float32]) -> Powers:
    """The K-weighted mean square of each 100 ms, summed over the channels."""
    found: Powers = np.sum([weighted_powers(_channel(sound, number)) for number in range(sound.shape[1])], axis=0)
    return found


def bed_gain(sound: NDArray[np.float32]) -> float:
    """The decibels that bring a sound to `LOUDNESS`; infinite for silence."""
    return LOUDNESS - gated_decibels(powers(sound))


def gated_decibels(found: Powers) -> float:
    """The gated loudness for these `powers`, in LUFS, for sounds of any level; minus infinity for silence."""
    highest = float(found.max(initial=0.0))
    return gated(found / highest) + 10 * float(np.log10(highest)) if highest > 0 else -np.inf


def amplified(sound: NDArray[np.floating[Any]], decibels: float) -> NDArray[np.float32]:
    """The sound, amplified by `decibels`."""
    return (sound * 10 ** (decibels / 20)).astype(np.float32)


def _channel(sound: NDArray[np.float32], number: int) -> Floats:
    return np.ascontiguousarray(sound[:, number])
