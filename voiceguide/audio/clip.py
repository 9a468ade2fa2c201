"""Clips: sounds of a few seconds, wholly in memory; and what is done to speech before it is one.

Floats are mono, float32, shape (length,), full scale at ±1. Clips are what comes out: 16-bit, mono, at `units.RATE`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from math import gcd
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio.loudness import Floats, Powers, gated, hops, loudness, true_peak, weighted_powers
from voiceguide.units import RATE, to_samples

LOUDNESS = -16.0
"""LUFS of every clip of speech: what podcasts and phones are made for."""
SHORTEST = RATE
"""Samples from which on a clip is levelled by itself. A shorter one has too few of the recommendation's 400 ms blocks
to be judged by, and gets the gain of its voice: a word that is said softly stays softer than one that is not."""
CEILING = 10 ** (-1.2 / 20)
"""The highest true peak of a clip: below −1 dBTP by as much as meters differ."""
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
MOST_TRIES = 5
"""How often a gain is corrected by what the limiter takes."""
TOLERANCE = 0.2
"""Decibels that a clip may be beside `LOUDNESS`."""
MUCH = 10 ** (-6 / 20)
"""A gain of the limiter below which a clip is measured once more, because it takes more from some frequencies then."""
LIMITER_REACH = 7
"""Blocks that it looks ahead and back: one period of a deep voice, 10 ms, so that its gain hardly moves in it."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A sound in memory; a `timeline.Sound`."""

    key: str
    """A name for its content."""
    data: NDArray[np.int16]
    """Mono, at `units.RATE`, shape (length,)."""

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

    sound, rate = soundfile.read(path, dtype="float32")
    return sound if sound.ndim == 1 else sound.mean(axis=1, dtype=np.float32), rate


def speech(sound: Floats, rate: int) -> NDArray[np.int16]:
    """What somebody said, as every clip of speech is: at `RATE`, without silence around it, equally loud.

    An empty result means that nothing is heard in it.
    """
    return levelled(trim(resample(sound, rate)))


def levelled(sound: Floats, voice_gain: Callable[[], float] | None = None) -> NDArray[np.int16]:
    """The clip of a trimmed sound. `voice_gain` is asked for the decibels that sentences of the same voice need (see
    `gain_of`), if the sound is too short to be levelled by itself."""
    gain = voice_gain() if voice_gain and 0 < len(sound) < SHORTEST else None
    return to_int16(fade(level(sound, gain)))


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


def gain_of(sound: Floats) -> float:
    """The decibels that bring a trimmed sound to `LOUDNESS`; 0 if it is silent."""
    if not sound.any():
        return 0.0
    blocks = _blocks(sound)
    return _first_guess(sound, blocks, _peaks(blocks))


def level(sound: Floats, gain: float | None = None) -> Floats:
    """The sound at `LOUDNESS`, or turned up by a given gain in decibels, its peaks held under `CEILING` either way;
    unchanged if it is silent."""
    if not sound.any():
        return sound
    blocks, ceiling = _blocks(sound), SAMPLE_CEILING
    peaks = _peaks(blocks)
    decibels = _first_guess(sound, blocks, peaks) if gain is None else gain
    for _ in range(MOST_TRIES):
        made, least = _amplified(blocks, peaks, decibels, ceiling)
        made = made[: len(sound)]
        peak = true_peak(made)
        missing = LOUDNESS - loudness(made) if gain is None and least < MUCH else 0.0
        if peak <= CEILING and abs(missing) < TOLERANCE:
            return made
        ceiling *= min(1.0, 0.99 * CEILING / peak)
        decibels += 1.5 * missing  # the limiter takes a part of what is added
    return made * np.float32(min(1.0, CEILING / peak))


def _first_guess(sound: Floats, blocks: Floats, peaks: Floats) -> float:
    """The decibels that bring a sound, which is not silent, to `LOUDNESS`, of which the limiter then takes a part."""
    highest = float(peaks.max())  # measured as if it reached full scale: no sound is too faint to have a loudness
    powers = weighted_powers(sound) / highest**2
    wanted = LOUDNESS - gated(powers)
    energies = np.einsum("ij,ij->i", blocks, blocks) / highest**2 + 1e-9
    hop_of = np.arange(len(blocks)) * LIMITER_BLOCK // hops(sound).shape[1]
    before = _sums(energies, hop_of, len(powers))
    for _ in range(MOST_TRIES):
        gain = 10 ** (wanted / 20)
        gains = gain * _limiter(peaks * (gain / highest), SAMPLE_CEILING)
        # As if what the limiter takes, it took from all frequencies alike: a little need not be weighted.
        after = _sums(energies * ((gains[:-1] + gains[1:]) / 2) ** 2, hop_of, len(powers))
        missing = LOUDNESS - gated(powers * (after / before))
        if abs(missing) < TOLERANCE / 2:
            break
        wanted += 1.5 * missing
    return float(wanted - 20 * np.log10(highest))


def _amplified(blocks: Floats, peaks: Floats, decibels: float, ceiling: float) -> tuple[Floats, float]:
    """The sound of these blocks, so much louder, its samples held under the ceiling; and the limiter's least gain."""
    gain = 10 ** (decibels / 20)
    limiter = _limiter(peaks * gain, ceiling)
    edges = (gain * limiter)[:, np.newaxis].astype(np.float32)
    ramp = np.arange(LIMITER_BLOCK, dtype=np.float32) / LIMITER_BLOCK
    made = (blocks * (edges[:-1] + np.diff(edges, axis=0) * ramp)).reshape(-1).astype(np.float32, copy=False)
    return made, float(limiter.min())


def _blocks(sound: Floats) -> Floats:
    """The sound in rows of `LIMITER_BLOCK`, the last filled up with silence."""
    filled = np.zeros(len(sound) + -len(sound) % LIMITER_BLOCK, np.float32)
    filled[: len(sound)] = sound
    return filled.reshape(-1, LIMITER_BLOCK)


def _peaks(blocks: Floats) -> Floats:
    """The highest of each block, by halves: numpy is slow at many short rows. Their length is a power of two."""
    rows = np.abs(blocks)
    while rows.shape[1] > 1:
        half = rows.shape[1] // 2
        rows = np.maximum(rows[:, :half], rows[:, half:])
    return rows[:, 0]


def _sums(values: Powers, hop_of: NDArray[np.int_], count: int) -> Powers:
    """The sum of the blocks' values in each hop; what is left over behind the last hop does not count."""
    return np.bincount(hop_of, values, count)[:count].astype(np.float64)


def _limiter(peaks: NDArray[np.floating[Any]], ceiling: float) -> Powers:
    """Gains at the edges of blocks with these peaks, one more than there are blocks, between which a straight line
    keeps every sample under the ceiling and changes slowly.

    For each block the least gain that any block within reach needs, averaged over the same reach, so that at each
    peak the average is over gains that are all low enough for it.
    """
    if not (peaks > ceiling).any():
        return np.ones(len(peaks) + 1)
    width = 2 * LIMITER_REACH + 1
    needed = np.ones(len(peaks) + 2 * width)
    needed[width:-width] = ceiling / np.maximum(peaks, ceiling)
    sums = np.concatenate([np.zeros(1), np.cumsum(_least_of(needed, width + 2))])
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
