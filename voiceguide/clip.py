"""Clips: sounds of a few seconds, wholly in memory; and what is done to speech before it is one.

Floats are mono, float32, shape (length,), full scale at ±1. Clips are what comes out: 16-bit, mono, at `plan.RATE`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceguide.loudness import Floats, Powers, gated, hops, true_peak, weighted_powers
from voiceguide.plan import RATE, to_samples

LOUDNESS = -16.0
"""LUFS of every clip of speech: what podcasts and phones are made for."""
CEILING = 10 ** (-1.1 / 20)
"""The highest true peak of a clip, just below −1 dBTP."""
SAMPLE_CEILING = 10 ** (-1.6 / 20)
"""What the limiter keeps samples under: the peaks between them are seldom over CEILING then."""
SILENCE = 10 ** (-45 / 20)
"""What is this much (−45 dB) below the loud part of a clip is silence; soft consonants are some 10 dB above."""
FAINTEST = 1e-6
"""The mean square of 5 ms (−60 dBFS) that no part of a sound must reach for it to be silent as a whole."""
TRIM_FRAME = to_samples(0.005)
LEAD, TAIL = to_samples(0.015), to_samples(0.03)
"""Samples kept before and after what is heard, so that no consonant loses its edge."""
FADE_IN, FADE_OUT = to_samples(0.003), to_samples(0.012)
LIMITER_BLOCK = 32
"""Samples that the limiter treats as one, about 1.5 ms."""
LIMITER_REACH = 7
"""Blocks that it looks ahead and back: one period of a deep voice, 10 ms, so that its gain hardly moves in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A sound in memory; a `timeline.Sound`."""

    key: str
    """A name for its content."""
    data: NDArray[np.int16]
    """Mono, at `plan.RATE`, shape (length,)."""

    @classmethod
    def of(cls, data: NDArray[np.int16]) -> Clip:
        """A clip that is named by its samples."""
        return cls(hashlib.sha256(data.tobytes()).hexdigest(), data)

    @property
    def length(self) -> int:
        """Samples."""
        return len(self.data)

    def samples(self) -> NDArray[np.int16]:
        """The sound itself."""
        return self.data


def read(path: Path) -> tuple[Floats, int]:
    """A sound file of any kind that libsndfile knows, mixed to mono, and its samples a second.

    Raises soundfile.LibsndfileError where it is none.
    """
    import soundfile

    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return np.ascontiguousarray(sound.mean(axis=1, dtype=np.float32)), rate


def speech(sound: Floats, rate: int) -> NDArray[np.int16]:
    """What an engine made, as every clip of speech is: at `RATE`, without silence around it, equally loud.

    An empty result means that nothing is heard in it.
    """
    return to_int16(fade(level(trim(resample(sound, rate)))))


def resample(sound: Floats, rate: int) -> Floats:
    """The same sound at `RATE`: its spectrum cut or widened, with a soft edge. For seconds, not for hours."""
    if rate == RATE or not len(sound):
        return sound
    divisor = gcd(rate, RATE)
    step_in, step_out = rate // divisor, RATE // divisor
    turns = -(-len(sound) // step_in) + 1
    spectrum = np.fft.rfft(sound, turns * step_in)
    bins = turns * step_out // 2 + 1
    kept = min(bins, len(spectrum))
    edge = kept // 50 + 1
    spectrum[kept - edge : kept] *= np.cos(np.linspace(0, np.pi / 2, edge)) ** 2
    made = np.fft.irfft(spectrum[:kept], turns * step_out) * (step_out / step_in)
    return made[: -(-len(sound) * step_out // step_in)].astype(np.float32)


def trim(sound: Floats) -> Floats:
    """The sound without the silence at both ends, but for a short margin. Empty if all is silence."""
    frames = sound[: len(sound) // TRIM_FRAME * TRIM_FRAME].reshape(-1, TRIM_FRAME)
    power = np.einsum("ij,ij->i", frames, frames) / TRIM_FRAME
    if not len(power) or not power.max() > FAINTEST:
        return sound[:0]
    loud = np.sort(power)[-max(1, len(power) // 10) :].mean()
    heard = np.flatnonzero(power > loud * SILENCE**2)
    return sound[max(0, heard[0] * TRIM_FRAME - LEAD) : (heard[-1] + 1) * TRIM_FRAME + TAIL]


def fade(sound: Floats) -> Floats:
    """The sound with short ramps at both ends, so that it begins and ends without a click."""
    faded = sound.copy()
    into, out = faded[:FADE_IN], faded[-FADE_OUT:]
    into *= np.linspace(0, 1, len(into), dtype=np.float32)
    out *= np.linspace(1, 0, len(out), dtype=np.float32)
    return faded


def level(sound: Floats) -> Floats:
    """The sound at `LOUDNESS`, its peaks held under `CEILING`; unchanged if it is silent."""
    powers = weighted_powers(sound)
    wanted = LOUDNESS - gated(powers)
    if wanted == np.inf:
        return sound
    blocks = np.pad(sound, (0, -len(sound) % LIMITER_BLOCK)).reshape(-1, LIMITER_BLOCK)
    peaks = _highest(np.abs(blocks))
    energies = np.einsum("ij,ij->i", blocks, blocks) + 1e-9
    hop_of = np.arange(len(blocks)) * LIMITER_BLOCK // hops(sound).shape[1]
    before = _sums(energies, hop_of, len(powers))
    gains = np.ones(len(blocks) + 1)
    for _ in range(4):
        gain = 10 ** (wanted / 20)
        gains = gain * _limiter(peaks * gain)
        # What the limiter takes, it takes from all frequencies alike: no need to weight them again.
        after = _sums(energies * ((gains[:-1] + gains[1:]) / 2) ** 2, hop_of, len(powers))
        missing = LOUDNESS - gated(powers * (after / before))
        if abs(missing) < 0.1:
            break
        wanted += 1.5 * missing  # the limiter takes a part of what is added
    ramp = np.arange(LIMITER_BLOCK, dtype=np.float32) / LIMITER_BLOCK
    edges = gains[:, np.newaxis].astype(np.float32)
    made = (blocks * (edges[:-1] + np.diff(edges, axis=0) * ramp)).reshape(-1)[: len(sound)].astype(np.float32)
    return made * np.float32(CEILING / max(CEILING, true_peak(made)))


def _highest(rows: Floats) -> Floats:
    """The highest of each row, by halves: numpy is slow at many short rows. A row's length is a power of two."""
    while rows.shape[1] > 1:
        half = rows.shape[1] // 2
        rows = np.maximum(rows[:, :half], rows[:, half:])
    return rows[:, 0]


def _sums(values: Powers, hop_of: NDArray[np.int_], count: int) -> Powers:
    """The sum of the blocks' values in each hop; what is left over behind the last hop does not count."""
    return np.bincount(hop_of, values, count)[:count].astype(np.float64)


def _limiter(peaks: NDArray[np.floating[Any]]) -> Powers:
    """Gains at the edges of blocks with these peaks, one more than there are blocks, between which a straight line
    keeps every sample under the ceiling and changes slowly.

    For each block the least gain that any block within reach needs, averaged over the same reach, so that at each
    peak the average is over gains that are all low enough for it.
    """
    if not (peaks > SAMPLE_CEILING).any():
        return np.ones(len(peaks) + 1)
    needed = np.pad(SAMPLE_CEILING / np.maximum(peaks, SAMPLE_CEILING), 2 * LIMITER_REACH + 1, constant_values=1)
    width = 2 * LIMITER_REACH + 1
    sums = np.cumsum(np.pad(_least_of(needed, width + 2), (1, 0)))
    edges = (sums[width:] - sums[:-width]) / width
    return np.append(edges, edges[-1])


def _least_of(values: Powers, width: int) -> Powers:
    """The least of each `width` values that follow each other, by windows that double."""
    reach = 1
    while reach < width:
        step = min(reach, width - reach)
        values = np.minimum(values[:-step], values[step:])
        reach += step
    return values


def to_int16(sound: Floats) -> NDArray[np.int16]:
    """The nearest 16-bit samples; what is over full scale is held there."""
    return np.clip(np.rint(sound * 32767), -32768, 32767).astype(np.int16)
