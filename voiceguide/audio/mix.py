"""Mixes a timeline block by block. Memory holds only the sounds of the current block, however long the session is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voiceguide.units import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.audio.timeline import Timeline

BLOCK = RATE
"""The default block size in samples: one second."""
ON_BOTH = 0.5**0.5
"""The factor for a mono sound on two channels. Its loudness stays the same (ITU-R BS.1770 adds channel powers)."""
CEILING = 10 ** (-1.9 / 20)
"""The highest sample value that a bed may cause. The peaks between samples then stay below −1 dBTP."""


def blocks(timeline: Timeline, start: int = 0, size: int = BLOCK) -> Iterator[NDArray[np.int16]]:
    """The samples from `start` to the end of the timeline, in blocks of shape (size,); the last may be shorter.

    With a stereo bed, the shape is (size, 2). Overlapping sounds are added and clipped at full scale. The samples of a
    sound are read with its first block and dropped after its last.
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
    """The mix of all sounds between two positions, shape (last - first,)."""
    import numpy as np

    if not sounding:
        return np.zeros(last - first, np.int16)
    total = np.zeros(last - first, np.int32)
    for at, samples in sounding:
        begin, end = max(at, first), min(at + len(samples), last)
        total[begin - first : end - first] += samples[begin - at : end - at]
    return np.clip(total, -32768, 32767).astype(np.int16)


def _over(bed: NDArray[np.float32], heard: NDArray[np.int16]) -> NDArray[np.int16]:
    """Sounds mixed with a bed, shape (length,) or (length, 2).

    If a loud sound leaves no headroom, the much quieter bed is limited and the sound is not.
    """
    import numpy as np

    channels = bed.shape[1]
    sounds = heard[:, np.newaxis] * np.float32(1 if channels == 1 else ON_BOTH)
    room = np.maximum(0, np.float32(CEILING * 32767) - np.abs(sounds))
    mixed: NDArray[np.int16] = np.rint(sounds + np.clip(bed * np.float32(32767), -room, room)).astype(np.int16)
    return mixed[:, 0] if channels == 1 else mixed
