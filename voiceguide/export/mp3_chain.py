"""The frames of an MP3 file in their order: sounds, and the silence between them.

They are laid first and written then, for the size of silence depends on all that is laid (see seeking.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from tempfile import SpooledTemporaryFile
from typing import IO

from voiceguide.export import mp3_frames
from voiceguide.export.mp3_seeking import MARKS, Segment, paddings, table

MEMORY = 2**24
"""Bytes of sounds that are held in memory, some two hours; more waits on the disk."""

SILENT_FRAMES_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Stream:
    """Whole frames."""

    count: int
    data: bytes


class Chain:
    """Frames to be written. A context manager."""

    def __init__(self, expected: int) -> None:
        """`expected` is the number of frames there will be, by which the seek table is spread."""
        self._expected = expected
        self._segments = [Segment() for _ in range(MARKS)]
        self._sounds: list[tuple[int, int, int]] = []
        """Of each stream: the number of its first frame, how many it has, and their bytes."""
        self._data = SpooledTemporaryFile(MEMORY)  # noqa: SIM115 - closed by __exit__
        self.count = 0
        """Frames that were laid."""

    def __enter__(self) -> Chain:
        return self

    def __exit__(self, *exc: object) -> None:
        self._data.close()

    def add_silence(self, count: int) -> None:
        """That many silent frames; none where `count` is not positive."""
        for segment, _, some in self._in_segments(count):
            segment.silent += some

    def add(self, stream: Stream) -> None:
        """Lay these frames behind those there are."""
        self._sounds.append((self.count, stream.count, len(stream.data)))
        self._data.write(stream.data)
        before = 0
        for segment, first, some in self._in_segments(stream.count):
            whole = first + some == stream.count
            after = len(stream.data) if whole else mp3_frames.offset(stream.data, first + some)
            segment.sounds += after - before
            before = after

    def _in_segments(self, count: int) -> Iterator[tuple[Segment, int, int]]:
        """So many frames more, by the hundredths they are in: which one, the first of them, how many."""
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
        """The frame at which a hundredth begins; the last has no end."""
        return (2 * number * self._expected + MARKS) // (2 * MARKS) if number < MARKS else 2**62

    def write(self, file: IO[bytes], samples: int) -> None:
        """Write all that was laid behind the tag frame; `samples` is what decoders are to give out."""
        starts = [mp3_frames.TAG_LENGTH]
        for segment, silence in zip(self._segments, self._silences, strict=True):
            starts.append(starts[-1] + segment.sounds + silence.length)
        *starts, length = starts
        delay = mp3_frames.ENCODER_DELAY
        padding = self.count * mp3_frames.SAMPLES - delay - samples
        file.write(mp3_frames.tag_frame(self.count, length, table(starts, length), delay, padding))
        self._data.seek(0)
        at = 0
        for first, count, size in [*self._sounds, (self.count, 0, 0)]:
            for data in self._silence(at, first):
                file.write(data)
            file.write(self._data.read(size))
            at = first + count

    def references(self, every: int) -> list[int]:
        """The bytes at which every so many frames one begins, from the start of the first, once all is laid."""
        found = list[int]()
        passed = [0] * MARKS  # silent frames of each hundredth
        at = frame = 0
        self._data.seek(0)
        for first, count, size in [*self._sounds, (self.count, 0, 0)]:
            while frame < first:
                number = self._segment_of(frame)
                some = min(first, self._mark(number + 1)) - frame
                at -= self._silences[number].until(passed[number])
                for wanted in range(len(found) * every - frame, some, every):
                    found.append(at + self._silences[number].until(passed[number] + wanted))
                passed[number] += some
                at += self._silences[number].until(passed[number])
                frame += some
            starts = accumulate(map(len, mp3_frames.split(self._data.read(size))), initial=at)
            found += list(starts)[len(found) * every - frame : count : every]
            at += size
            frame += count
        return found

    @cached_property
    def _silences(self) -> list[mp3_frames.Silence]:
        """The silence of each hundredth, once all is laid."""
        added = paddings(self._segments)
        return [mp3_frames.Silence(segment.silent, pad) for segment, pad in zip(self._segments, added, strict=True)]

    def _silence(self, first: int, end: int) -> Iterator[bytes]:
        """The silent frames from one frame to another."""
        while first < end:
            number = self._segment_of(first)
            some = min(end - first, self._mark(number + 1) - first, SILENT_FRAMES_AT_ONCE)
            yield self._silences[number].next(some)
            first += some
