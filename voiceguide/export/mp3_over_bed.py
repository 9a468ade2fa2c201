"""Writes a timeline with a bed as MP3. All of it is encoded, on all cores.

Each core encodes a part of the session, with a run-up before it and a margin after it. Around each border, both parts
have frames for the same samples. The parts are joined where both transform these frames alike, so that the overlap of
the two frames cancels as within one part. Every sound is exact to the sample.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING

from voiceguide.audio import mix
from voiceguide.export import mp3_frames
from voiceguide.export.bit_reservoir import Frame, first_of_stream
from voiceguide.export.lame import encoder
from voiceguide.export.mp3_seeking import MARKS, table

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Timeline
    from voiceguide.callbacks import Progress
    from voiceguide.export import Tags

QUALITY = {"vbr": 4, "speed": 7}
"""LAME's VBR quality and speed, as in mp3.py. Noise takes 75 kbit/s in stereo, music about the same."""

BLOCK = 48
"""Frames (1.25 s) that are mixed in one step."""
PART = 48 * BLOCK
"""Frames of a part: one minute."""
RUN_UP = BLOCK
"""Frames before a part in which LAME adapts to the sound."""
OVER = BLOCK
"""Frames after a part for LAME's look-ahead."""
WINDOW = 32
"""Frames after a border within which the next part may start."""
LAST_SILENCE = 4 * mp3_frames.SAMPLES
"""Samples of silence after the last part, so that LAME returns all frames."""
AHEAD_A_CORE = 1
"""Parts per core that are encoded ahead of the one being written."""


@dataclass(frozen=True, slots=True)
class EncodedPart:
    """The frames of a part, including its run-up."""

    start: int
    """The number of its first frame in the session."""
    frames: tuple[Frame, ...]

    def bytes_between(self, first: int, last: int) -> Iterator[bytes]:
        """The frames from `first` to before `last`."""
        return (frame.data for frame in self.frames[first - self.start : last - self.start])


def write_mp3_over_bed(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress) -> None:
    """Write a complete MP3 file. Its length is exact to the sample."""
    from voiceguide.export.id3 import REFERENCE_FRAMES, id3

    count = -(-(timeline.length + mp3_frames.ENCODER_DELAY + mp3_frames.DECODER_DELAY) // mp3_frames.SAMPLES)
    file.write(id3(tags, timeline, range(0, count, REFERENCE_FRAMES)))  # a placeholder of the final length
    begin = file.tell()
    file.write(bytes(mp3_frames.TAG_LENGTH))
    starts, references, at = list[int](), list[int](), mp3_frames.TAG_LENGTH
    with closing(_encoded(timeline, count)) as encoded:
        for number, frame in enumerate(encoded):
            while len(starts) < MARKS and len(starts) * count // MARKS == number:
                starts.append(at)
            if number % REFERENCE_FRAMES == 0:
                references.append(at - mp3_frames.TAG_LENGTH)
            file.write(frame)
            at += len(frame)
            if number % BLOCK == 0:
                progress(min(number * mp3_frames.SAMPLES, timeline.length), timeline.length)
    padding = count * mp3_frames.SAMPLES - mp3_frames.ENCODER_DELAY - timeline.length
    file.seek(0)
    file.write(id3(tags, timeline, references))
    assert file.tell() == begin
    file.write(mp3_frames.tag_frame(count, at, table(starts, at), mp3_frames.ENCODER_DELAY, padding, timeline.channels))
    file.seek(0, os.SEEK_END)
    progress(timeline.length, timeline.length)


def _encoded(timeline: Timeline, count: int) -> Generator[bytes, None, None]:
    """The first `count` frames of the session."""
    with closing(_parts(timeline, count)) as parts:
        part, at = next(parts), 0
        for following in parts:
            border, head = _border(part, following)
            yield from part.bytes_between(at, border)
            yield head
            part, at = following, border + 1
        yield from part.bytes_between(at, count)


def _border(part: EncodedPart, following: EncodedPart) -> tuple[int, bytes]:
    """The frame number of the join between two parts, and the frame there."""
    begin = following.start + RUN_UP
    fitting = []
    for number in range(begin, begin + WINDOW):
        before, here = following.frames[number - 1 - following.start : number + 1 - following.start]
        head = first_of_stream(following.frames, number - following.start)
        if head is None:
            continue
        if part.frames[number - 1 - part.start].plain and before.plain and here.plain:
            return number, head
        fitting.append((number, head))
    return fitting[0]


def _parts(timeline: Timeline, count: int) -> Generator[EncodedPart, None, None]:
    """All parts in order, encoded a few parts ahead."""
    cores = os.cpu_count() or 1
    pool = ThreadPoolExecutor(cores)
    ahead: deque[Future[EncodedPart]] = deque()
    try:
        for start in range(0, max(1, count - WINDOW), PART):  # each part is longer than the window for its start
            ahead.append(pool.submit(_encode, timeline, start, count))
            if len(ahead) > AHEAD_A_CORE * cores:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _encode(timeline: Timeline, start: int, count: int) -> EncodedPart:
    """The part that starts at this frame."""
    first, last = max(0, start - RUN_UP), start + PART >= count - WINDOW
    wanted = (count if last else start + PART + WINDOW) - first
    blocks = None if last else (start + PART + OVER - first) // BLOCK
    lame = encoder(QUALITY, timeline.channels)
    data = bytearray()
    for block in islice(mix.blocks(timeline, first * mp3_frames.SAMPLES, BLOCK * mp3_frames.SAMPLES), blocks):
        data += lame.encode(block.tobytes())
    data += lame.encode(bytes(2 * timeline.channels * LAST_SILENCE)) + lame.flush()
    found = tuple(Frame(frame) for frame in islice(mp3_frames.split_frames(bytes(data)), wanted))
    assert len(found) == wanted
    return EncodedPart(first, found)
