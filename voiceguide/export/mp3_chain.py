"""The frames of an MP3 file in order: sounds, and the silence between them.

All frames are laid out before any is written, since the size of silent frames depends on the full layout (see
mp3_seeking.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import IO

from voiceguide.export import mp3_frames
from voiceguide.export.mp3_seeking import MARKS, Segment, paddings, table

MEMORY = 2**24
"""Bytes of encoded sound held in memory, about two hours. More goes to a temporary file."""

SILENT_FRAMES_AT_ONCE = 4096
NO_FRAMES: array[int] = array("I")


@dataclass(frozen=True, slots=True)
class Stream:
    """Complete frames."""

    data: bytes
    starts: array[int]
    """The position of each frame in bytes."""

    @classmethod
    def of(cls, data: bytes) -> Stream:
        """The frames in these bytes."""
        return cls(data, mp3_frames.frame_starts(data))

    @property
    def count(self) -> int:
        """The number of frames."""
        return len(self.starts)


class Chain:
    """The frames of one file. A context manager."""

    def __init__(self, expected: int) -> None:
        """`expected`: the final number of frames, which spaces the entries of the seek table."""
        self._expected = expected
        self._segments = [Segment() for _ in range(MARKS)]
        self._sounds: list[tuple[int, array[int], int]] = []
        """For each stream: the number of its first frame, the positions of its frames, and its bytes."""
        self._data = SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - closed by __exit__
        self.count = 0
        """The frames so far."""

    def __enter__(self) -> Chain:
        return self

    def __exit__(self, *exc: object) -> None:
        self._data.close()

    def add_silence(self, count: int) -> None:
        """Append `count` silent frames; none for a negative count."""
        for segment, _, some in self._in_segments(count):
            segment.silent += some

    def add(self, stream: Stream) -> None:
        """Append the frames of a stream."""
        self._sounds.append((self.count, stream.starts, len(stream.data)))
        self._data.write(stream.data)
        before = 0
        for segment, first, some in self._in_segments(stream.count):
            whole = first + some == stream.count
            after = len(stream.data) if whole else stream.starts[first + some]
            segment.sounds += after - before
            before = after

    def _in_segments(self, count: int) -> Iterator[tuple[Segment, int, int]]:
        """Split the next `count` frames by hundredths of the file: the segment, its first frame, its number of
        frames."""
        done = 0
        while done < count:
            number = self._segment_of(self.count)
            some = min(count - done, self._mark(number + 1) - self.count)
            yield self._segments[number], done, some
            self.count += some
            done += some

    def _segment_of(self, frame: int) -> int:
        number = min(MARKS - 1, frame * MARKS // max(1, self._expected))
        while self._mark(number + 1) <= frame:
            number += 1
        while self._mark(number) > frame:
            number -= 1
        return number

    def _mark(self, number: int) -> int:
        """The first frame of a hundredth. The last one is open-ended."""
        return (2 * number * self._expected + MARKS) // (2 * MARKS) if number < MARKS else 2**62

    def write(self, file: IO[bytes], samples: int) -> None:
        """Write all frames after the Xing frame. `samples`: the length that decoders return."""
        starts = [mp3_frames.TAG_LENGTH]
        for segment, silence in zip(self._segments, self._silences, strict=True):
            starts.append(starts[-1] + segment.sounds + silence.length)
        *starts, length = starts
        delay = mp3_frames.ENCODER_DELAY
        padding = self.count * mp3_frames.SAMPLES - delay - samples
        file.write(mp3_frames.tag_frame(self.count, length, table(starts, length), delay, padding))
        self._data.seek(0)
        at = 0
        for first, starts_within, size in [*self._sounds, (self.count, NO_FRAMES, 0)]:
            for data in self._silence(at, first):
                file.write(data)
            file.write(self._data.read(size))
            at = first + len(starts_within)

    def references(self, every: int) -> list[int]:
        """The position of every `every`-th frame, in bytes from the first, for a complete chain."""
        found = list[int]()
        passed = [0] * MARKS  # silent frames of each hundredth
        at = frame = 0
        for first, starts, size in [*self._sounds, (self.count, NO_FRAMES, 0)]:
            while frame < first:
                number = self._segment_of(frame)
                some = min(first, self._mark(number + 1)) - frame
                at -= self._silences[number].until(passed[number])
                for wanted in range(len(found) * every - frame, some, every):
                    found.append(at + self._silences[number].until(passed[number] + wanted))
                passed[number] += some
                at += self._silences[number].until(passed[number])
                frame += some
            found += [at + start for start in starts[len(found) * every - frame :: every]]
            at += size
            frame += len(starts)
        return found

    @cached_property
    def _silences(self) -> list[mp3_frames.Silence]:
        """The silence of each hundredth, for a complete chain."""
        added = paddings(self._segments)
        return [mp3_frames.Silence(segment.silent, pad) for segment, pad in zip(self._segments, added, strict=True)]

    def _silence(self, first: int, end: int) -> Iterator[bytes]:
        """The silent frames between two frames."""
        while first < end:
            number = self._segment_of(first)
            some = min(end - first, self._mark(number + 1) - first, SILENT_FRAMES_AT_ONCE)
            yield self._silences[number].next(some)
            first += some
