"""Cut the sound of a microphone into phrases and remove the noise of the room. Knows nothing of words."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
"""Samples a second, mono."""
WINDOW, HOP = 512, 256
"""Samples: windows of 32 ms, each half over the one before."""
SHAPE = np.sqrt(np.hanning(WINDOW + 1)[:WINDOW]).astype(np.float32)
"""The window function. Its squares, half a window apart, add up to 1."""
BAND = slice(200 * WINDOW // RATE, 4000 * WINDOW // RATE)
"""The frequency bins in which speech is louder than rooms."""

LOUDER = 2.0
"""A window with this many times the power of the noise, averaged over the bins, contains a sound."""
ECHO = 10 ** (-25 / 10)
"""A sound this much fainter than the loudest window of the phrase is its echo."""
PAUSE, END = round(0.32 * RATE / HOP), round(0.8 * RATE / HOP)
"""Windows of silence. After PAUSE a phrase may be over, and is tried; after END it is over. Speakers pause after the
wake word."""
BEFORE = round(0.2 * RATE / HOP)
"""Windows kept before the first loud one, since they may hold a soft consonant."""
SHORTEST, LONGEST = round(0.5 * RATE / HOP), round(3.5 * RATE / HOP)
"""The length of a phrase in windows. Clicks are shorter; talk and new noises are longer."""
LEARN = 0.05
"""The share of each quiet window in the estimate of the noise. The estimate follows a change in a third of a second."""
FIRST = round(0.3 * RATE / HOP)
"""Windows of listening before the first phrase."""
FAINTEST = 50.0
"""The least noise power of a bin: a little more than rounding to 16 bits makes."""

REMOVE = 2.0
"""The multiple of the noise power that is subtracted. Less leaves noise in; more removes consonants."""
LEAVE = 0.15
"""The least amplitude left in a bin. Holes in the spectrum sound worse than noise."""
MEMORY = 0.92
"""The weight of the last window in the estimate of the next (Ephraim and Malah's decision-directed estimate, 1984)."""

Samples = NDArray[np.int16]
Powers = NDArray[np.floating[Any]]


class PhraseDetector:
    """Takes sound block by block, and returns each phrase once it may be over.

    If more speech follows soon, the longer phrase is returned again, unless `forget` was called.
    """

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.int16)
        """Samples left over from the last whole window."""
        self._noise: Powers = np.zeros(WINDOW // 2 + 1)
        self._learnt = 0
        self._start_anew()

    def hear(self, block: Samples) -> Samples | None:
        """Return the phrase that a pause in this block ended, with a little silence around it."""
        sound = np.concatenate([self._rest, block])
        count = max(0, (len(sound) - WINDOW) // HOP + 1)
        self._rest = sound[count * HOP :]
        if not count:
            return None
        phrase = None
        for hop, power in zip(_hops(sound, count), _powers(_windows(sound, count)), strict=True):
            ended = self._follow(hop, power)
            phrase = ended if ended is not None else phrase
        return phrase

    @property
    def under_way(self) -> bool:
        """True if a phrase has begun, and more of it may follow."""
        return self._phrase > 0

    def forget(self) -> None:
        """Drop the phrase so far. The estimate of the noise stays."""
        self._rest = self._rest[:0]
        self._start_anew()

    def _start_anew(self) -> None:
        self._kept: list[Samples] = []
        self._phrase = 0
        """Windows since the phrase began; 0 between phrases."""
        self._quiet = 0
        self._loudest = 0.0

    def _follow(self, hop: Samples, power: Powers) -> Samples | None:
        """Take in one window: its first half as samples, and its powers."""
        if self._learnt < FIRST:
            self._learnt += 1
            self._learn(power, 1 / self._learnt)
            return None
        self._kept.append(hop)
        loudness = float(np.mean(power[BAND] / self._noise[BAND]))
        if loudness > max(LOUDER, self._loudest * ECHO):
            self._phrase += 1 + self._quiet
            self._quiet = 0
            self._loudest = max(self._loudest, loudness)
        elif self._phrase:
            self._quiet += 1
        else:
            self._learn(power, LEARN)
            del self._kept[:-BEFORE]
        if self._quiet == PAUSE and SHORTEST <= self._phrase <= LONGEST:
            return without(self._noise, np.concatenate(self._kept))
        if self._phrase > LONGEST:  # too long for a phrase: the room has changed, or someone is talking
            self._learn(_powers(_windows(np.concatenate(self._kept), len(self._kept) - 1)).mean(axis=0), 1)
            self._start_anew()
        elif self._quiet >= END:
            self._start_anew()
        return None

    def _learn(self, power: Powers, share: float) -> None:
        self._noise = np.maximum(self._noise + share * (power - self._noise), FAINTEST)


def without(noise: Powers, sound: Samples) -> Samples:
    """Return the sound without noise of this power in each bin, by a Wiener filter that follows the speech."""
    padded = np.pad(sound, (HOP, -len(sound) % HOP + HOP))
    spectra = np.fft.rfft(_windows(padded, len(padded) // HOP - 1) * SHAPE)
    over = _power(spectra) / (REMOVE * noise)
    gains = np.empty_like(over)
    before = np.zeros_like(noise)
    for gain, ratio in zip(gains, over, strict=True):
        speech = MEMORY * before + (1 - MEMORY) * np.maximum(ratio - 1, 0)
        gain[:] = np.maximum(speech / (1 + speech), LEAVE)
        before = gain**2 * ratio
    parts = np.fft.irfft(spectra * gains, WINDOW) * SHAPE
    made = np.zeros((len(parts) + 1, HOP))
    made[:-1] += parts[:, :HOP]
    made[1:] += parts[:, HOP:]
    return np.clip(np.rint(made.reshape(-1)[HOP : HOP + len(sound)]), -32768, 32767).astype(np.int16)


def _hops(sound: Samples, count: int) -> Samples:
    return sound[: count * HOP].reshape(count, HOP)


def _windows(sound: Samples, count: int) -> Samples:
    return np.lib.stride_tricks.sliding_window_view(sound, WINDOW)[::HOP][:count]


def _powers(windows: Samples) -> Powers:
    return _power(np.fft.rfft(windows * SHAPE))


def _power(spectra: NDArray[np.complexfloating[Any, Any]]) -> Powers:
    return spectra.real**2 + spectra.imag**2
