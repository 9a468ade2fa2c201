"""Writes a timeline with a bed as MP3: all of it is encoded, on all cores.

Each core encodes a part of the session, with a run-up before it and a little behind it. So around each border there are
frames of both parts for the same samples; one part ends and the other goes on where both transform them alike: then
what overlaps between the two frames (MP3's blocks are halfway over each other) cancels as it would in one part. Every
sound is in its place to the sample.
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
    from voiceguide.export import FrameStore, Tags

QUALITY = {"vbr": 4, "speed": 7}
"""LAME's VBR quality and speed, as in mp3.py. A noise takes 75 kbit/s in stereo, music about the same."""

BLOCK = 48
"""Frames (1.25 s) that are mixed at a time."""
PART = 48 * BLOCK
"""Frames in a part: a minute."""
RUN_UP = BLOCK
"""Frames before a part in which LAME comes to know the sound."""
OVER = BLOCK
"""Frames behind a part that are given to LAME, which looks ahead."""
WINDOW = 32
"""Frames behind a border in which the next part may begin."""
LAST_SILENCE = 4 * mp3_frames.SAMPLES
"""Samples behind the end of a part, so that there are frames enough."""
AHEAD_A_CORE = 1
"""Parts that are encoded or wait for it while one is written."""


@dataclass(frozen=True, slots=True)
class Part:
    """Frames of a part of the session, run-up and all."""

    start: int
    """The number of its first frame in the session."""
    frames: tuple[Frame, ...]

    def bytes_between(self, first: int, last: int) -> Iterator[bytes]:
        """The frames with these numbers, the last left out."""
        return (frame.data for frame in self.frames[first - self.start : last - self.start])


def write(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """Write a whole MP3 file. The length that decoders show is exact to the sample."""
    from voiceguide.export.id3 import REFERENCE_FRAMES, id3

    count = -(-(timeline.length + mp3_frames.ENCODER_DELAY + mp3_frames.DECODER_DELAY) // mp3_frames.SAMPLES)
    file.write(id3(tags, timeline, range(0, count, REFERENCE_FRAMES)))  # as long as it will be
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
    """So many frames."""
    with closing(_parts(timeline, count)) as parts:
        part, at = next(parts), 0
        for following in parts:
            border, head = _border(part, following)
            yield from part.bytes_between(at, border)
            yield head
            part, at = following, border + 1
        yield from part.bytes_between(at, count)


def _border(part: Part, following: Part) -> tuple[int, bytes]:
    """Where one part goes over into the next, and the frame there."""
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


def _parts(timeline: Timeline, count: int) -> Generator[Part, None, None]:
    """All parts in order, a few of them encoded ahead."""
    cores = os.cpu_count() or 1
    pool = ThreadPoolExecutor(cores)
    ahead: deque[Future[Part]] = deque()
    try:
        for start in range(0, max(1, count - WINDOW), PART):  # no part is shorter than the window it may begin in
            ahead.append(pool.submit(_encode, timeline, start, count))
            if len(ahead) > AHEAD_A_CORE * cores:
                yield ahead.popleft().result()
        while ahead:
            yield ahead.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _encode(timeline: Timeline, start: int, count: int) -> Part:
    """The part that begins at this frame."""
    first, last = max(0, start - RUN_UP), start + PART >= count - WINDOW
    wanted = (count if last else start + PART + WINDOW) - first
    blocks = None if last else (start + PART + OVER - first) // BLOCK
    lame = encoder(QUALITY, timeline.channels)
    data = bytearray()
    for block in islice(mix.blocks(timeline, first * mp3_frames.SAMPLES, BLOCK * mp3_frames.SAMPLES), blocks):
        data += lame.encode(block.tobytes())
    data += lame.encode(bytes(2 * timeline.channels * LAST_SILENCE)) + lame.flush()
    found = tuple(Frame(frame) for frame in islice(mp3_frames.split(bytes(data)), wanted))
    assert len(found) == wanted
    return Part(first, found)
