"""Makes the seek table of an MP3 file exact.

The table says where each hundredth of the time begins, but only in 256ths of the file: 16 kB in a file of 4 MB. Where
a second of silence is 1 kB, that is up to 16 seconds beside the place; Chromium, which goes by the table, plays from
there and shows the time that was asked for. So the silent frames are made larger (bytes that mean nothing follow their
header), until each hundredth of the time begins where a 256th of the file does. That adds about a fifth.

For players that guess where a place between two hundredths is, there is the lookup table in id3.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from voiceguide.export import mp3_frames

MARKS = 100
"""Entries of the table."""

PLACES = 256
"""Parts of a file that an entry can name."""

AHEAD = mp3_frames.TAG_LENGTH - 13
"""Bytes by which a frame begins behind its 256th of the file. Some players count from the start of the tag frame, as
LAME does, and go on to the next frame; FFmpeg, and with it Chromium, counts from its end, and goes back to the last."""


@dataclass(slots=True)
class Segment:
    """A hundredth of the time."""

    sounds: int = 0
    """Bytes of the frames that are not silent."""
    silent: int = 0
    """Silent frames."""

    @property
    def least(self) -> int:
        """Bytes, with silent frames as short as can be."""
        return self.sounds + self.silent * mp3_frames.SILENT_LENGTHS[0]

    @property
    def room(self) -> int:
        """Bytes by which it can be made larger."""
        return self.silent * (mp3_frames.SILENT_LENGTHS[-1] - mp3_frames.SILENT_LENGTHS[0])


def paddings(segments: Sequence[Segment]) -> list[int]:
    """The bytes by which to make the silence in each of the segments larger.

    A segment that has too little silence for that is left as it is: the table is less exact behind it, until silence
    comes again.
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
    """The entries for marks at these bytes from the start of the tag frame, in a file of so many."""
    return [min(PLACES - 1, max(0, start - AHEAD // 2) * PLACES // length) for start in starts]


def _least_unit(segments: Sequence[Segment]) -> float:
    """The least size of a 256th, in bytes, with which everything has its place: then the file is small."""
    total = mp3_frames.TAG_LENGTH + sum(segment.least for segment in segments)
    low, high = total / PLACES, total / (PLACES - MARKS)
    while high - low > total / 2**20:
        middle = (low + high) / 2
        end = _end(segments, _laid(segments, middle, [0] * MARKS)) + segments[-1].least
        low, high = (low, middle) if end <= PLACES * middle else (middle, high)
    return high


def _laid(segments: Sequence[Segment], unit: float, more: Sequence[int]) -> list[int]:
    """What to add to each segment but the last, so that the next begins at a 256th; `more` are 256ths besides."""
    found = []
    at, exact = mp3_frames.TAG_LENGTH, 0.0  # the same place, but for what is rounded
    for segment, besides in zip(segments[:-1], more, strict=False):
        at += segment.least
        wanted = (ceil((exact + segment.least) / unit - 1e-6) + besides) * unit
        pad = max(0, round(wanted) + AHEAD - at)
        found.append(pad if pad <= segment.room else 0)
        at += found[-1]
        exact = wanted if pad <= segment.room else at - AHEAD
    return found


def _end(segments: Sequence[Segment], added: Sequence[int]) -> int:
    """Where the last segment begins."""
    return mp3_frames.TAG_LENGTH + sum(segment.least for segment in segments[:-1]) + sum(added)


def _shares(segments: Sequence[Segment], added: Sequence[int], unit: float, spare: int) -> list[int]:
    """256ths that are left over, given to the segments with most room."""
    room = [segment.room - pad for segment, pad in zip(segments, added, strict=False)]
    shares = [0] * MARKS
    for _ in range(spare):
        best = max(range(MARKS - 1), key=room.__getitem__)
        if room[best] < unit + 1:
            break
        room[best] -= ceil(unit)
        shares[best] += 1
    return shares
