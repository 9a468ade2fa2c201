"""Clips: sounds of a few seconds in memory, and the processing that turns speech into clips.

Floats are mono, float32, shape (length,), full scale ±1. Clips are 16-bit, mono, at `units.RATE`.
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
from voiceguide.audio.resampling import resample_to
from voiceguide.audio.sound_file_name import native_name
from voiceguide.units import RATE, to_samples

LOUDNESS = -16.0
"""LUFS of each speech clip: the usual level for podcasts and phones."""
SHORTEST = RATE
"""Samples from which a clip is levelled by its own loudness. A shorter clip has too few of the 400 ms blocks of the
standard. It gets the gain of its voice, so a softly spoken word stays softer."""
CEILING = 10 ** (-1.2 / 20)
"""The highest true peak of a clip: below −1 dBTP by the tolerance of meters."""
SAMPLE_CEILING = 10 ** (-1.6 / 20)
"""The limiter's ceiling for samples. The peaks between samples then seldom exceed CEILING."""
SILENCE = 10 ** (-45 / 20)
"""Sound this far (−45 dB) below the loud part of a clip counts as silence. Soft consonants are about 10 dB louder."""
HIGHEST = 1e6
"""The highest believable sample, 120 dB above full scale. Some programs write 16-bit numbers as floats."""
FAINTEST = 1e-6
"""The highest mean square of 5 ms (−60 dBFS) at which a whole sound counts as silent."""
TRIM_FRAME = to_samples(0.005)
LEAD, TAIL = to_samples(0.015), to_samples(0.03)
"""Samples kept before and after the speech, so that consonants keep their edges."""
FADE_IN, FADE_OUT = to_samples(0.003), to_samples(0.012)
LIMITER_BLOCK = 32
"""Samples per step of the limiter, about 1.5 ms."""
MOST_TRIES = 5
"""The most corrections of a gain for the loss in the limiter."""
TOLERANCE = 0.2
"""The allowed difference from `LOUDNESS`, in decibels."""
MUCH = 10 ** (-6 / 20)
"""A limiter gain below which the loudness is measured again, since strong limiting changes the spectrum."""
LIMITER_REACH = 7
"""Blocks of look-ahead and look-back: 10 ms, one period of a deep voice, so that the gain hardly moves within it."""


@dataclass(frozen=True, slots=True, eq=False)
class Clip:
    """A sound in memory; a `timeline.Sound`."""

    key: str
    """A name for its content."""
    data: NDArray[np.int16]
    """Mono, at `units.RATE`, shape (length,)."""

    @classmethod
    def of(cls, data: NDArray[np.int16]) -> Clip:
        """A clip named by its samples."""
        return cls(hashlib.sha256(data.tobytes()).hexdigest(), data)

    @property
    def length(self) -> int:
        """Samples."""
        return len(self.data)

    def samples(self) -> NDArray[np.int16]:
        """The sound itself."""
        return self.data


def read_sound(path: Path) -> tuple[Floats, int]:
    """The samples of a sound file, mixed to mono, and their rate. libsndfile must know the format.

    Raises soundfile.LibsndfileError for an unreadable file.
    """
    import soundfile

    sound, rate = soundfile.read(native_name(path), dtype="float32")
    return sound if sound.ndim == 1 else sound.mean(axis=1, dtype=np.float32), rate


def is_believable(sound: Floats) -> bool:
    """True if all samples are finite and none is far above full scale. Only such a sound can be measured."""
    return bool(np.abs(sound).max(initial=0.0) <= HIGHEST)


def speech(sound: Floats, rate: int) -> NDArray[np.int16]:
    """Speech as a clip: at `RATE`, without silence at its ends, levelled. Empty if nothing is audible."""
    return levelled(trim(resample(sound, rate)))


def levelled(sound: Floats, voice_gain: Callable[[], float] | None = None) -> NDArray[np.int16]:
    """The clip of a trimmed sound. If it is too short to be levelled by itself, `voice_gain` returns the decibels that
    sentences of the same voice need (see `gain_of`)."""
    gain = voice_gain() if voice_gain and 0 < len(sound) < SHORTEST else None
    return to_int16(fade(level(sound, gain)))


def resample(sound: Floats, rate: int) -> Floats:
    """The sound at `RATE`, by cutting or extending its spectrum with a soft edge. For seconds of sound, not hours."""
    if rate == RATE or not len(sound):
        return sound
    divisor = gcd(rate, RATE)
    step_in, step_out = rate // divisor, RATE // divisor
    turns = _smooth(-(-len(sound) // step_in) + 1)
    padded = np.zeros(turns * step_in, np.float32)
    padded[: len(sound)] = sound
    return resample_to(padded, turns * step_out)[: -(-len(sound) * step_out // step_in)]


def _smooth(number: int) -> int:
    """The next number without a prime factor above 7: a spectrum of such a length takes a quarter of the time."""
    while True:
        rest = number
        for prime in (2, 3, 5, 7):
            while rest % prime == 0:
                rest //= prime
        if rest == 1:
            return number
        number += 1


def trim(sound: Floats) -> Floats:
    """The sound without silence at its ends, except for a short margin. Empty if all of it is silent."""
    frames = sound[: len(sound) // TRIM_FRAME * TRIM_FRAME].reshape(-1, TRIM_FRAME)
    power = np.einsum("ij,ij->i", frames, frames) / TRIM_FRAME
    if not len(power) or not power.max() > FAINTEST:
        return sound[:0]
    loud = np.sort(power)[-max(1, len(power) // 10) :].mean()
    heard = np.flatnonzero(power > loud * SILENCE**2)
    return sound[max(0, heard[0] * TRIM_FRAME - LEAD) : (heard[-1] + 1) * TRIM_FRAME + TAIL]


def fade(sound: Floats) -> Floats:
    """The sound with short ramps at both ends, so that it starts and stops without a click."""
    faded = sound.copy()
    into, out = faded[:FADE_IN], faded[-FADE_OUT:]
    into *= np.linspace(0, 1, len(into), dtype=np.float32)
    out *= np.linspace(1, 0, len(out), dtype=np.float32)
    return faded


def gain_of(sound: Floats) -> float:
    """The decibels that bring a trimmed sound to `LOUDNESS`; 0 for silence."""
    if not sound.any():
        return 0.0
    blocks = _blocks(sound)
    return _first_guess(sound, blocks, _peaks(blocks))


def level(sound: Floats, gain: float | None = None) -> Floats:
    """The sound at `LOUDNESS`, or amplified by `gain` decibels. Its peaks stay below `CEILING`. Silence is returned
    unchanged."""
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
    """The decibels that bring a sound to `LOUDNESS`, with an estimate of the loss in the limiter. Not for silence."""
    highest = float(peaks.max())  # scaled to full scale, so that faint sounds pass the gate
    powers = weighted_powers(sound) / highest**2
    wanted = LOUDNESS - gated(powers)
    energies = np.einsum("ij,ij->i", blocks, blocks) / highest**2 + 1e-9
    hop_of = np.arange(len(blocks)) * LIMITER_BLOCK // hops(sound).shape[1]
    before = _sums(energies, hop_of, len(powers))
    for _ in range(MOST_TRIES):
        gain = 10 ** (wanted / 20)
        gains = gain * _limiter(peaks * (gain / highest), SAMPLE_CEILING)
        # A small loss is treated as equal at all frequencies, which saves weighting it.
        after = _sums(energies * ((gains[:-1] + gains[1:]) / 2) ** 2, hop_of, len(powers))
        missing = LOUDNESS - gated(powers * (after / before))
        if abs(missing) < TOLERANCE / 2:
            break
        wanted += 1.5 * missing
    return float(wanted - 20 * np.log10(highest))


def _amplified(blocks: Floats, peaks: Floats, decibels: float, ceiling: float) -> tuple[Floats, float]:
    """The amplified blocks as one sound, limited to the ceiling, and the lowest gain of the limiter."""
    gain = 10 ** (decibels / 20)
    limiter = _limiter(peaks * gain, ceiling)
    edges = (gain * limiter)[:, np.newaxis].astype(np.float32)
    ramp = np.arange(LIMITER_BLOCK, dtype=np.float32) / LIMITER_BLOCK
    made = (blocks * (edges[:-1] + np.diff(edges, axis=0) * ramp)).reshape(-1).astype(np.float32, copy=False)
    return made, float(limiter.min())


def _blocks(sound: Floats) -> Floats:
    """The sound in rows of `LIMITER_BLOCK`; the last is padded with silence."""
    filled = np.zeros(len(sound) + -len(sound) % LIMITER_BLOCK, np.float32)
    filled[: len(sound)] = sound
    return filled.reshape(-1, LIMITER_BLOCK)


def _peaks(blocks: Floats) -> Floats:
    """The peak of each block, found by halving, because numpy is slow with many short rows. The row length is a power
    of two."""
    rows = np.abs(blocks)
    while rows.shape[1] > 1:
        half = rows.shape[1] // 2
        rows = np.maximum(rows[:, :half], rows[:, half:])
    return rows[:, 0]


def _sums(values: Powers, hop_of: NDArray[np.int_], count: int) -> Powers:
    """The sum of the blocks' values in each hop. Samples after the last hop are ignored."""
    return np.bincount(hop_of, values, count)[:count].astype(np.float64)


def _limiter(peaks: NDArray[np.floating[Any]], ceiling: float) -> Powers:
    """The gain at each edge of the blocks, one more than there are blocks. Interpolated linearly, it keeps every sample
    below the ceiling and changes slowly.

    Each block gets the lowest gain needed within reach, averaged over the same reach. So around a peak, all averaged
    gains are low enough.
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
    """The minimum of each window of `width` values, computed with doubling windows."""
    reach = 1
    while reach < width:
        step = min(reach, width - reach)
        values = np.minimum(values[:-step], values[step:])
        reach += step
    return values


def to_int16(sound: Floats) -> NDArray[np.int16]:
    """The nearest 16-bit samples, clipped to full scale."""
    return np.clip(np.rint(sound * 32767), -32768, 32767).astype(np.int16)
