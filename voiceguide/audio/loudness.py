"""Measures loudness and true peak.

Source: Recommendation ITU-R BS.1770-4, annex 1 (loudness) and annex 2 (true peak).
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from voiceguide.units import RATE

Floats = NDArray[np.float32]
"""Mono samples, shape (length,), full scale ±1."""
Powers = NDArray[np.float64]
"""Mean squares, one for each hop."""

# The two filters of K-weighting from the recommendation's tables: numerators and denominators at 48 kHz.
_FILTERS_RATE = 48_000
_HEAD = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))

_HOP = RATE // 10
"""Samples in 100 ms. A gating block is four hops, and blocks start one hop apart."""
_ABSOLUTE_GATE = -70.0
"""LUFS; blocks below it are ignored."""
_RELATIVE_GATE = -10.0
"""LU relative to the mean of the blocks above the absolute gate."""


def loudness(sound: Floats) -> float:
    """The gated loudness of mono sound at `RATE`, in LUFS; minus infinity for silence."""
    return gated(weighted_powers(sound))


def hops(sound: Floats) -> Floats:
    """The sound in rows of 100 ms, without the remainder. A sound shorter than 400 ms is one row."""
    if len(sound) < 4 * _HOP:
        return sound[np.newaxis]
    return sound[: len(sound) // _HOP * _HOP].reshape(-1, _HOP)


def weighted_powers(sound: Floats) -> Powers:
    """The K-weighted mean square of each hop, computed from its spectrum (Parseval)."""
    rows = hops(sound)
    length = rows.shape[1]
    if not length:
        return np.zeros(1)
    spectrum = np.fft.rfft(rows, axis=1)
    powers: Powers = np.einsum("ij,j->i", spectrum.real**2 + spectrum.imag**2, _weights(length)) / length**2
    return powers


def gated(powers: Powers) -> float:
    """The gated loudness for these `weighted_powers`, in LUFS; minus infinity for silence.

    A block is 400 ms. The recommendation does not cover shorter sounds; here they are one block.
    """
    blocks = np.convolve(powers, np.full(4, 0.25), "valid") if len(powers) >= 4 else powers
    blocks = blocks[blocks > _power(_ABSOLUTE_GATE)]
    if not len(blocks):
        return -np.inf
    gate = _power(_lufs(blocks.mean()) + _RELATIVE_GATE)
    return _lufs(blocks[blocks > gate].mean())


def true_peak(sound: Floats) -> float:
    """The peak of the waveform, including peaks between samples, by four-fold oversampling. It may exceed 1.

    Only the neighbours of samples above half the highest are oversampled. In speech, no higher peak occurs elsewhere.
    """
    if not len(sound):
        return 0.0
    size = np.abs(sound)
    highest = float(size.max())
    near = size > highest / 2
    near[:-1] |= near[1:]
    padded = np.pad(sound, _TAPS // 2)
    windows = sliding_window_view(padded, _TAPS)[1:][near]
    return max(highest, float(np.abs(windows @ _between()).max(initial=0.0)))


_TAPS = 24


@cache
def _between() -> Floats:
    """Windowed sincs that interpolate at ¼, ½ and ¾ between the two middle samples of `_TAPS`."""
    offsets = np.arange(_TAPS)[:, np.newaxis] - (_TAPS // 2 - 1) - np.array([0.25, 0.5, 0.75])
    window = np.cos(np.pi * offsets / (_TAPS + 1)) ** 2
    taps: Floats = (np.sinc(offsets) * window).astype(np.float32)
    return taps


@cache
def _weights(length: int) -> Powers:
    """The squared gain of K-weighting at each frequency of a real spectrum, doubled for the omitted half."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(length, 1 / RATE) / _FILTERS_RATE)
    gain = np.ones_like(turn)
    for numerator, denominator in (_HEAD, _HIGH_PASS):
        gain *= np.polyval(numerator[::-1], turn) / np.polyval(denominator[::-1], turn)
    doubled = np.full(len(turn), 2.0)
    doubled[0] = 1.0
    if length % 2 == 0:
        doubled[-1] = 1.0
    weights: Powers = doubled * np.abs(gain) ** 2
    return weights


def _lufs(power: float) -> float:
    return float(-0.691 + 10 * np.log10(power))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))
