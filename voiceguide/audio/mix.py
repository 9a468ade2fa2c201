"""A timeline as samples, block by block: a session of any length takes no more memory than what sounds at once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voiceguide.units import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.audio.timeline import Timeline

BLOCK = RATE
"""Samples in a block, where nothing else is asked for: one second."""
ON_BOTH = 0.5**0.5
"""The factor of a sound that is on two channels, so that it is as loud as on one (ITU-R BS.1770 adds their powers)."""
CEILING = 10 ** (-1.9 / 20)
"""What a bed never lifts a sample over, so that the peaks between them stay under −1 dBTP."""


def blocks(timeline: Timeline, start: int = 0, size: int = BLOCK) -> Iterator[NDArray[np.int16]]:
    """The samples from `start` to the end of the timeline, in blocks of shape (size,); the last may be shorter.

    Over a bed of two channels, blocks have the shape (size, 2). Sounds that overlap are added up; a sum beyond full
    scale stays at full scale. A sound's samples are read when its first block comes and dropped after its last.
    """
    coming = iter(placement for placement in timeline.placements if placement.end > start)
    following = next(coming, None)
    sounding: list[tuple[int, NDArray[np.int16]]] = []
    for first in range(start, timeline.length, size):
        last = min(first + size, timeline.length)
        while following is not None and following.start < last:
            sounding.append((following.start, following.sound.samples()))
            following = next(coming, None)
        heard = _sum(sounding, first, last)
        yield heard if timeline.bed is None else _over(timeline.bed.samples(first, last - first), heard)
        sounding = [(at, samples) for at, samples in sounding if at + len(samples) > last]


def _sum(sounding: list[tuple[int, NDArray[np.int16]]], first: int, last: int) -> NDArray[np.int16]:
    """What sounds between two positions, shape (last - first,)."""
    import numpy as np

    if not sounding:
        return np.zeros(last - first, np.int16)
    total = np.zeros(last - first, np.int32)
    for at, samples in sounding:
        begin, end = max(at, first), min(at + len(samples), last)
        total[begin - first : end - first] += samples[begin - at : end - at]
    return np.clip(total, -32768, 32767).astype(np.int16)


def _over(bed: NDArray[np.float32], heard: NDArray[np.int16]) -> NDArray[np.int16]:
    """Sounds over a bed, shape (length,) or (length, 2).

    Where a loud sound leaves no room under the ceiling, it is the bed that is cut, far below it, and not the sound.
    """
    import numpy as np

    channels = bed.shape[1]
    sounds = heard[:, np.newaxis] * np.float32(1 if channels == 1 else ON_BOTH)
    room = np.maximum(0, np.float32(CEILING * 32767) - np.abs(sounds))
    mixed: NDArray[np.int16] = np.rint(sounds + np.clip(bed * np.float32(32767), -room, room)).astype(np.int16)
    return mixed[:, 0] if channels == 1 else mixed
