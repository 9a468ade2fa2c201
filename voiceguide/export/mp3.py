"""Writes MP3 without encoding silence, and without encoding any sound twice.

Two thirds of a session are silent. Each group of close sounds (an island) is encoded as a stream of its own. Its frames
are placed at the nearest frame, between silent frames. A sound is at most half a frame (13 ms) off its time, and errors
do not add up. mp3_frames.py describes frames, mp3_chain.py lays them out.
"""

from __future__ import annotations

import os
from collections import OrderedDict, deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, TYPE_CHECKING

from voiceguide.audio import mix
from voiceguide.audio.timeline import PRIVATE, Placement, Timeline
from voiceguide.export import mp3_frames
from voiceguide.export.lame import encoder
from voiceguide.export.mp3_chain import Chain, Stream
from voiceguide.units import RATE

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from voiceguide.callbacks import Progress
    from voiceguide.export import FrameStore, Tags

    Encoding = Future[list[Stream]] | list[Stream]
    """Frames that are being made, or are there."""

QUALITY = {"vbr": 3, "speed": 7}
"""LAME's VBR quality (0 best, 9 worst) and speed (0 slow, 9 fast).

Measured with eSpeak NG's English: 7.7 kB a second at a signal-to-noise ratio of 27.2 dB. CBR 64 takes 8.1 kB at 21.1 to
24.9 dB, depending on its speed. Slower VBR makes larger files at the same ratio.
"""

ENCODING = f"lame-vbr{QUALITY['vbr']}-q{QUALITY['speed']}-{RATE}-1"
"""A name for the encoder settings of an island. The last number is the version of this code."""

RUN_UP = 1
"""Silent frames before an island's sounds, since LAME looks ahead and reacts to a hard start early."""

KEPT_SAMPLES = 60 * RATE
"""The longest island that is encoded in memory. A longer one is written piece by piece."""

AHEAD_A_CORE = 4
"""Islands per core that are encoded ahead of the one being written."""

MEMORY_SAMPLES = 1200 * RATE
"""The most sound in cached islands (about 10 MB encoded), for islands that repeat."""


@dataclass(frozen=True, slots=True)
class Island:
    """A group of sounds so close together that their frames would overlap."""

    start: int
    """The frame nearest the start of the first sound."""
    sounds: Timeline
    """The sounds, from the start of the first one."""

    @property
    def run_up(self) -> int:
        """Silent frames before the sounds. At the very start of a session there is no room for any."""
        return min(RUN_UP, self.start)

    @property
    def end(self) -> int:
        """The first sample after the island, as it is placed."""
        return self.start * mp3_frames.SAMPLES + self.sounds.length

    @property
    def key(self) -> str:
        """A name for its frames. The key of an island with a private sound is private."""
        sounds = [(placement.start, placement.sound.key) for placement in self.sounds.placements]
        key = sha256(repr((ENCODING, self.run_up, sounds)).encode()).hexdigest()
        return PRIVATE + key if any(sound.startswith(PRIVATE) for _, sound in sounds) else key


def write_mp3(timeline: Timeline, file: IO[bytes], tags: Tags, progress: Progress, store: FrameStore) -> None:
    """Write a complete MP3 file: tags, the Xing frame, the frames of the session.

    The length is exact to the sample. `store` keeps encoded islands for the next export. A session over a bed has no
    silence: mp3_over_bed.py writes it.
    """
    if timeline.bed is not None:
        from voiceguide.export.mp3_over_bed import write_mp3_over_bed

        write_mp3_over_bed(timeline, file, tags, progress)
        return
    from voiceguide.export.id3 import REFERENCE_FRAMES, id3

    found = list(islands(timeline))
    end = max([timeline.length, *(island.end for island in found)])
    count = _frames_until(end)
    with Chain(count) as chain, closing(_Encoders(store).in_order(found)) as encoded:
        for island, streams in encoded:
            chain.add_silence(island.start - island.run_up - chain.count)
            for stream in streams:
                chain.add(stream)
                progress(min(chain.count * mp3_frames.SAMPLES, timeline.length), timeline.length)
        chain.add_silence(count - chain.count)
        file.write(id3(tags, timeline, chain.references(REFERENCE_FRAMES)))
        chain.write(file, end)
    progress(timeline.length, timeline.length)


def islands(timeline: Timeline) -> Iterator[Island]:
    """The timeline's sounds in groups whose frames do not overlap, in order. The last ends within the timeline."""
    groups = list(_groups(timeline))
    while groups:
        group, end = groups[-1]
        last = _island(group, end)
        if last.end > timeline.length:
            last = _exact_island(group, end)
            if len(groups) > 1 and last.start - last.run_up < _frame_after(*groups[-2]):
                groups[-2:] = [([*groups[-2][0], *group], max(groups[-2][1], end))]
                continue
        yield from (_island(group, end) for group, end in groups[:-1])
        yield last
        return


def _groups(timeline: Timeline) -> Iterator[tuple[list[Placement], int]]:
    """The sounds in groups whose frames do not overlap, each with its end."""
    group: list[Placement] = []
    end = 0
    for placement in timeline.placements:
        if group and _nearest_frame(placement.start) - RUN_UP >= _frame_after(group, end):
            yield group, end
            group, end = [], 0
        group.append(placement)
        end = max(end, placement.end)
    if group:
        yield group, end


def _island(group: list[Placement], end: int) -> Island:
    start = group[0].start
    return Island(_nearest_frame(start), _moved(group, end, start))


def _exact_island(group: list[Placement], end: int) -> Island:
    """An island whose sounds are at their samples: it begins with the silence from its frame to them."""
    frame = group[0].start // mp3_frames.SAMPLES
    return Island(frame, _moved(group, end, frame * mp3_frames.SAMPLES))


def _moved(group: list[Placement], end: int, start: int) -> Timeline:
    moved = tuple(Placement(placement.start - start, placement.sound) for placement in group)
    return Timeline(end - start, moved)


def _frame_after(group: list[Placement], end: int) -> int:
    """The frame after the last one of this group. LAME pads a stream with at least its own delay."""
    samples = end - group[0].start + 2 * mp3_frames.ENCODER_DELAY
    return _nearest_frame(group[0].start) - (-samples // mp3_frames.SAMPLES)


def _nearest_frame(samples: int) -> int:
    return (samples + mp3_frames.SAMPLES // 2) // mp3_frames.SAMPLES


def _frames_until(samples: int) -> int:
    """The number of frames after which decoders have returned this many samples."""
    return -(-(samples + mp3_frames.ENCODER_DELAY + mp3_frames.DECODER_DELAY) // mp3_frames.SAMPLES)


def _encode(island: Island) -> Iterator[Stream]:
    """The island's frames, while they are encoded."""
    lame = encoder(QUALITY)

    def pieces() -> Iterator[bytes]:
        yield lame.encode(bytes(2 * island.run_up * mp3_frames.SAMPLES))
        for block in mix.blocks(island.sounds):
            yield lame.encode(block.tobytes())
        yield lame.flush()

    for data in mp3_frames.whole_frames(pieces()):
        yield Stream.of(data)


def _encode_at_once(island: Island, key: str, store: FrameStore) -> list[Stream]:
    """The island's frames in one stream, kept in the store."""
    data = b"".join(stream.data for stream in _encode(island))
    store.keep(key, data)
    return [Stream.of(data)]


def _kept(key: str, store: FrameStore) -> list[Stream] | None:
    """The frames of an island in one stream, if the store has them."""
    data = store.encoded(key)
    starts = mp3_frames.whole_frame_starts(data) if data else None
    return [Stream(data, starts)] if data and starts else None


class _Encoders:
    """Encodes islands on all cores (LAME releases Python's lock) and caches recent ones."""

    def __init__(self, store: FrameStore) -> None:
        self._store = store
        self._cores = os.cpu_count() or 1
        self._pool: ThreadPoolExecutor | None = None
        """Made for the first island that is not kept: an export whose islands are all kept needs no threads."""
        self._memory: OrderedDict[str, tuple[int, Encoding]] = OrderedDict()
        self._remembered_samples = 0

    def in_order(self, islands: Iterable[Island]) -> Generator[tuple[Island, Iterable[Stream]], None, None]:
        """Each island with its frames, encoded a few islands ahead."""
        ahead: deque[tuple[Island, Encoding | None]] = deque()
        try:
            for island in islands:
                ahead.append((island, None if island.sounds.length > KEPT_SAMPLES else self._begin(island)))
                if len(ahead) > AHEAD_A_CORE * self._cores:
                    yield _ready(*ahead.popleft())
            while ahead:
                yield _ready(*ahead.popleft())
        finally:
            if self._pool:
                self._pool.shutdown(cancel_futures=True)

    def _begin(self, island: Island) -> Encoding:
        """The island's frames: in memory, kept in the store, or started now."""
        key = island.key
        if key in self._memory:
            self._memory.move_to_end(key)
            return self._memory[key][1]
        encoding = _kept(key, self._store) or self._started().submit(_encode_at_once, island, key, self._store)
        self._memory[key] = island.sounds.length, encoding
        self._remembered_samples += island.sounds.length
        while self._remembered_samples > MEMORY_SAMPLES:
            length, _ = self._memory.popitem(last=False)[1]
            self._remembered_samples -= length
        return encoding

    def _started(self) -> ThreadPoolExecutor:
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor

            self._pool = ThreadPoolExecutor(self._cores)
        return self._pool


def _ready(island: Island, encoding: Encoding | None) -> tuple[Island, Iterable[Stream]]:
    if encoding is None:
        return island, _encode(island)
    return island, encoding if isinstance(encoding, list) else encoding.result()
