"""A bed from a sound file, however long: read where it is wanted, chunk by chunk, looped, and at its level."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voiceguide.bed.level import LOUDNESS, gated_decibels, powers
from voiceguide.bed.source import CHUNK, Source, open_source
from voiceguide.errors import BedError
from voiceguide.units import RATE, to_samples

CHUNKS_HEARD = 75
"""So many chunks (ten minutes), spread over all of a longer file, tell how loud it is."""
ENDS_HEARD = 2
"""Chunks at either end in which silence is looked for."""
QUIET = -20.0
"""What is this much (decibels) under the loudness of the whole, at its ends, is left out of the loop: silence, and the
last of what fades away."""
CROSSFADE = to_samples(3.0)
"""Samples in which the end of the loop goes over into its beginning; of a short one, a quarter."""
SHORTEST = to_samples(0.5)
TENTH = RATE // 10
"""Samples."""
CHUNKS_KEPT = 12
"""Of the last ones, in memory (17 MB of stereo): a loop of a minute and a half is read once."""


@dataclass(frozen=True, eq=False)
class Loop:
    """The part of a file that is heard again and again."""

    first: int
    """Its first sample."""
    length: int
    """Samples, its crossfade included."""

    @property
    def fade(self) -> int:
        """Samples of its beginning that are mixed with those of its end."""
        return min(CROSSFADE, self.length // 4)

    @property
    def period(self) -> int:
        """Samples after which it begins again."""
        return self.length - self.fade


class FileBed:
    """A `bed.EndlessBed`."""

    ducks = True

    def __init__(self, source: Source, loop: Loop, decibels: float) -> None:
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
        """From a sample of the loop on; `again`, with the end of the turn before still to be heard."""
        made = self._read(self._loop.first + at, count)
        fading = min(count, self._loop.fade - at)
        if again and fading > 0:
            angle = np.arange(at, at + fading)[:, np.newaxis] * (np.pi / 2 / self._loop.fade)
            ending = self._read(self._loop.first + self._loop.period + at, fading)
            made[:fading] = made[:fading] * np.sin(angle) + ending * np.cos(angle)  # of equal power together
        return made

    def _read(self, start: int, count: int) -> NDArray[np.float32]:
        """Of the file. A new array."""
        made = np.empty((count, self.channels), np.float32)
        done = 0
        while done < count:
            number, at = divmod(start + done, CHUNK)
            part = self._chunk(number)[at : at + count - done]
            made[done : done + len(part)] = part
            done += len(part)
        return made


def open_file(path: Path) -> FileBed:
    """The bed that a file holds. Raises BedError where it cannot be read, is silent, or too short."""
    source = open_source(path)
    loudness = _loudness(source)
    if loudness == -np.inf:
        raise BedError(f"The bed {path} is silent.", hint="Choose another one.")
    loop = _loop(source, loudness)
    if loop.length < SHORTEST:
        raise BedError(
            f"The bed {path} has only {loop.length / RATE:.2f} seconds that are not quiet.",
            hint="It needs half a second at the least: choose a longer one.",
        )
    return FileBed(source, loop, LOUDNESS - loudness)


def _loudness(source: Source) -> float:
    """LUFS of the file; minus infinity if it is silent."""
    count = -(-source.length // CHUNK)
    heard = (
        sorted({number * count // CHUNKS_HEARD for number in range(CHUNKS_HEARD)})
        if count > CHUNKS_HEARD
        else range(count)
    )
    return gated_decibels(np.concatenate([np.zeros(1), *(powers(source.whole(number)) for number in heard)]))


def _loop(source: Source, loudness: float) -> Loop:
    """All of the file but what is quiet at its ends."""
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
    """Which tenths of a second of a sound are not quiet beside this loudness."""
    return np.flatnonzero(10 * np.log10(powers(sound) + 1e-20) > loudness + QUIET)
