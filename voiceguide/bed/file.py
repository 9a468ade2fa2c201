"""A bed from a sound file of any length: read in chunks on demand, looped and levelled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voiceguide.bed.level import LOUDNESS, gated_decibels, powers
from voiceguide.bed.source import CHUNK, SoundFile, open_source
from voiceguide.errors import BedError
from voiceguide.units import RATE, to_samples

CHUNKS_HEARD = 75
"""Chunks (ten minutes in all), spread over a longer file, that its loudness is measured on."""
ENDS_HEARD = 2
"""Chunks at each end that are searched for silence."""
QUIET_DECIBELS = -20.0
"""Decibels relative to the loudness of the file. Quieter sound at its ends is left out of the loop: silence, and the
last part of a fade-out."""
CROSSFADE = to_samples(3.0)
"""Samples of the crossfade from the end of the loop to its start; a quarter of a short loop."""
SHORTEST = to_samples(0.5)
TENTH = RATE // 10
"""Samples."""
CHUNKS_KEPT = 12
"""Chunks cached in memory (17 MB of stereo), so that a loop of a minute and a half is read once."""


@dataclass(frozen=True, eq=False)
class Loop:
    """The part of a file that is repeated."""

    first: int
    """Its first sample."""
    length: int
    """Samples, including the crossfade."""

    @property
    def fade(self) -> int:
        """Samples of its start that are mixed with its end."""
        return min(CROSSFADE, self.length // 4)

    @property
    def period(self) -> int:
        """Samples between two starts of the loop."""
        return self.length - self.fade


class FileBed:
    """A `bed.EndlessBed`."""

    ducks = True

    def __init__(self, source: SoundFile, loop: Loop, decibels: float) -> None:
        self._source = source
        self._loop = loop
        self._gain = 10 ** (decibels / 20)
        self._chunk = lru_cache(CHUNKS_KEPT)(self._source.chunk)
        self.channels = source.channels

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """Shape (count, channels)."""
        parts = []
        while count:
            turn, at = divmod(start, self._loop.period)
            some = min(count, self._loop.period - at)
            parts.append(self._in_loop(at, some, again=turn > 0))
            start, count = start + some, count - some
        return np.concatenate(parts) * np.float32(self._gain)

    def _in_loop(self, at: int, count: int, *, again: bool) -> NDArray[np.float32]:
        """Samples from a position in the loop on. `again`: mix in the end of the previous turn."""
        made = self._read(self._loop.first + at, count)
        fading = min(count, self._loop.fade - at)
        if again and fading > 0:
            angle = np.arange(at, at + fading)[:, np.newaxis] * (np.pi / 2 / self._loop.fade)
            ending = self._read(self._loop.first + self._loop.period + at, fading)
            made[:fading] = made[:fading] * np.sin(angle) + ending * np.cos(angle)  # equal power
        return made

    def _read(self, start: int, count: int) -> NDArray[np.float32]:
        """Samples of the file, as a new array."""
        made = np.empty((count, self.channels), np.float32)
        done = 0
        while done < count:
            number, at = divmod(start + done, CHUNK)
            part = self._chunk(number)[at : at + count - done]
            made[done : done + len(part)] = part
            done += len(part)
        return made


def open_file(path: Path) -> FileBed:
    """The bed in a file. Raises BedError if the file cannot be read, is silent, or is too short."""
    source = open_source(path)
    loudness = _loudness(source)
    if loudness == -np.inf:
        raise BedError(f"The bed {path} is silent.", hint="Choose another one.")
    loop = _loop(source, loudness)
    if loop.length < SHORTEST:
        raise BedError(
            f"The bed {path} has only {loop.length / RATE:.2f} seconds of sound.",
            hint="A bed needs at least half a second: choose a longer one.",
        )
    return FileBed(source, loop, LOUDNESS - loudness)


def _loudness(source: SoundFile) -> float:
    """LUFS of the file; minus infinity for silence."""
    count = -(-source.length // CHUNK)
    heard = (
        sorted({number * count // CHUNKS_HEARD for number in range(CHUNKS_HEARD)})
        if count > CHUNKS_HEARD
        else range(count)
    )
    return gated_decibels(np.concatenate([np.zeros(1), *(powers(source.whole(number)) for number in heard)]))


def _loop(source: SoundFile, loudness: float) -> Loop:
    """The file without the quiet parts at its ends."""
    count = -(-source.length // CHUNK)
    first, end = 0, source.length
    for number in range(min(ENDS_HEARD, count)):
        heard = _heard(source.whole(number), loudness)
        if len(heard):
            first = number * CHUNK + int(heard[0]) * TENTH
            break
    for number in range(count - 1, max(-1, count - 1 - ENDS_HEARD), -1):
        heard = _heard(source.whole(number), loudness)
        if len(heard):
            end = min(source.length, number * CHUNK + int(heard[-1] + 1) * TENTH)
            break
    return Loop(first, max(0, end - first))


def _heard(sound: NDArray[np.float32], loudness: float) -> NDArray[np.intp]:
    """The tenths of a second that are loud enough, relative to this loudness."""
    return np.flatnonzero(10 * np.log10(powers(sound) + 1e-20) > loudness + QUIET_DECIBELS)
