"""Makes the seek table of an MP3 file exact.

The table gives the position of each hundredth of the time, but only in 256ths of the file: 16 kB in a file of 4 MB. A
second of silence takes 1 kB, so this is wrong by up to 16 seconds. Chromium relies on the table: it plays from the
wrong position and shows the requested time. So silent frames are enlarged with meaningless bytes after their header,
until each hundredth starts at a 256th of the file. This adds about a fifth to the size.

Players that interpolate between two hundredths can use the lookup table in id3.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from voiceguide.export import mp3_frames

MARKS = 100
"""Entries of the table."""

PLACES = 256
"""Positions in a file that an entry can name."""

AHEAD = mp3_frames.TAG_LENGTH - 13
"""Bytes between a 256th of the file and the frame that belongs to it. Some players count from the start of the Xing
frame, like LAME, and skip to the next frame. FFmpeg and Chromium count from its end, and go back to the previous
frame."""


@dataclass(slots=True)
class Segment:
    """A hundredth of the time."""

    sounds: int = 0
    """Bytes of frames with sound."""
    silent: int = 0
    """The number of silent frames."""

    @property
    def least(self) -> int:
        """Its smallest size in bytes."""
        return self.sounds + self.silent * mp3_frames.SILENT_LENGTHS[0]

    @property
    def room(self) -> int:
        """Bytes by which its silence can grow."""
        return self.silent * (mp3_frames.SILENT_LENGTHS[-1] - mp3_frames.SILENT_LENGTHS[0])


def paddings(segments: Sequence[Segment]) -> list[int]:
    """The bytes to add to the silence of each segment.

    A segment with too little silence is left unchanged. The table is then less exact until the next long silence.
    """
    unit = _least_unit(segments)
    last = segments[-1]
    places = ceil((AHEAD + last.least) / unit)
    if places * unit - AHEAD - last.least > last.room and places > 1:  # too little silence to fill the last ones
        places -= 1
        unit = (AHEAD + last.least) / places
    found = _laid(segments, unit, [0] * MARKS)
    spare = PLACES - places - round((_end(segments, found) - AHEAD) / unit)
    found = _laid(segments, unit, _shares(segments, found, unit, spare))
    left = round(PLACES * unit) - _end(segments, found) - last.least
    return [*found, min(max(0, left), last.room)]


def table(starts: Sequence[int], length: int) -> list[int]:
    """The table for segments that start at these bytes of a file. `length`: its size in bytes."""
    return [min(PLACES - 1, max(0, start - AHEAD // 2) * PLACES // length) for start in starts]


def _least_unit(segments: Sequence[Segment]) -> float:
    """The smallest 256th, in bytes, in which all segments have room. It keeps the file small."""
    total = mp3_frames.TAG_LENGTH + sum(segment.least for segment in segments)
    low, high = total / PLACES, total / (PLACES - MARKS)
    while high - low > total / 2**20:
        middle = (low + high) / 2
        end = _end(segments, _laid(segments, middle, [0] * MARKS)) + segments[-1].least
        low, high = (low, middle) if end <= PLACES * middle else (middle, high)
    return high


def _laid(segments: Sequence[Segment], unit: float, more: Sequence[int]) -> list[int]:
    """The bytes to add to each segment but the last, so that the next starts at a 256th. `more`: extra 256ths."""
    found = []
    at, exact = mp3_frames.TAG_LENGTH, 0.0  # the same position without rounding
    for segment, besides in zip(segments[:-1], more, strict=False):
        at += segment.least
        wanted = (ceil((exact + segment.least) / unit - 1e-6) + besides) * unit
        pad = max(0, round(wanted) + AHEAD - at)
        found.append(pad if pad <= segment.room else 0)
        at += found[-1]
        exact = wanted if pad <= segment.room else at - AHEAD
    return found


def _end(segments: Sequence[Segment], added: Sequence[int]) -> int:
    """The start of the last segment."""
    return mp3_frames.TAG_LENGTH + sum(segment.least for segment in segments[:-1]) + sum(added)


def _shares(segments: Sequence[Segment], added: Sequence[int], unit: float, spare: int) -> list[int]:
    """The spare 256ths, distributed to the segments with the most room."""
    room = [segment.room - pad for segment, pad in zip(segments, added, strict=False)]
    shares = [0] * MARKS
    for _ in range(spare):
        best = max(range(MARKS - 1), key=room.__getitem__)
        if room[best] < unit + 1:
            break
        room[best] -= ceil(unit)
        shares[best] += 1
    return shares
