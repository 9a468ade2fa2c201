"""Adds the pictures of chapters to an M4A or M4B file: a second track of JPEGs, which the sound's track names as its
chapters (`tref` with `chap`). Apple's players show the picture of the chapter that plays.

ffmpeg writes no such track: its muxer takes no JPEGs in these files. So the track is written here, behind ffmpeg's.

Sources: ISO/IEC 14496-12 for the boxes; Apple's QuickTime File Format, "Chapter lists" and "Track reference atoms", for
the reference and the sample description `jpeg`.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from voiceguide.errors import OutputError
from voiceguide.plan import Chapter
from voiceguide.units import RATE

PIXELS = 480
"""The width and the height of each picture."""
QUALITY = 85
BLOCK = 1 << 20
_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl")
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
"""The matrix of a picture that is neither turned nor scaled."""
_IN_MOVIE, _IN_PREVIEW = 2, 4
"""Flags of a track; without the flag 1 it is not played as a video."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box of an MP4 file."""

    kind: bytes
    start: int
    """The position of its header."""
    body: int
    """The position of its content."""
    end: int


def squares(pictures: Sequence[bytes], cover: bytes) -> list[bytes]:
    """The pictures as JPEGs of one size. Where one is missing, the cover stands, or nothing but white."""
    made = {picture: _square(picture) for picture in {picture or cover for picture in pictures}}
    return [made[picture or cover] for picture in pictures]


def add_pictures(file: IO[bytes], chapters: Sequence[Chapter], pictures: Sequence[bytes]) -> None:
    """Add a track with one picture for each chapter to a whole file. The chapters have no gaps between them. Raises
    OutputError for a file that is not as ffmpeg writes it."""
    boxes = {box.kind: box for box in _boxes(file, 0, file.seek(0, os.SEEK_END))}
    if b"moov" not in boxes:
        raise OutputError("The pictures of chapters cannot be added: the file has no index.")
    old = boxes[b"moov"]
    file.seek(old.start)
    moov = file.read(old.end - old.start)
    positions = list(_append(file, pictures))
    grown = _with_track(moov, chapters, [len(picture) for picture in pictures], positions, 0)
    shift = len(grown) - len(moov)
    grown = _with_track(moov, chapters, [len(picture) for picture in pictures], positions, shift)
    _make_room(file, old.end, shift)
    file.seek(old.start)
    file.write(grown)
    file.flush()


def _square(picture: bytes) -> bytes:
    """A JPEG of the size of the track, with the whole picture in its middle; all white without one."""
    from PIL import Image, ImageOps

    fitted = Image.new("RGB", (PIXELS, PIXELS), "white")
    if picture:
        with Image.open(BytesIO(picture), formats=("JPEG",)) as opened:
            fitted = ImageOps.pad(opened.convert("RGB"), fitted.size, Image.Resampling.LANCZOS, color="white")
    file = BytesIO()
    fitted.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def _append(file: IO[bytes], pictures: Sequence[bytes]) -> Iterator[int]:
    """Write the pictures at the end of the file, and yield the position of each. Equal ones are written once."""
    begin = file.seek(0, os.SEEK_END)
    places: dict[bytes, int] = {}
    at = begin + 8
    for picture in pictures:
        if picture not in places:
            places[picture] = at
            at += len(picture)
    file.write(struct.pack(">I4s", at - begin, b"mdat") + b"".join(places))
    yield from (places[picture] for picture in pictures)


def _with_track(
    moov: bytes, chapters: Sequence[Chapter], sizes: Sequence[int], positions: Sequence[int], shift: int
) -> bytes:
    """The index with the track of pictures. All samples lie `shift` bytes later than before."""
    source = BytesIO(moov)
    tracks = [box for box in _boxes(source, 8, len(moov)) if box.kind == b"trak"]
    number = len(tracks) + 1
    pictures = _track(number, chapters, sizes, [position + shift for position in positions])
    parts = []
    for box in _boxes(source, 8, len(moov)):
        content = moov[box.start : box.end]
        if box.kind == b"mvhd":
            content = content[:-4] + struct.pack(">I", number + 1)  # the next free number
        if box.kind == b"trak":
            content = _shifted(content, shift)
            content = _named(content, number) if b"soun" in content else content
        parts.append(content)
        if box == tracks[-1]:
            parts.append(pictures)
    return _box(b"moov", *parts)


def _shifted(box: bytes, shift: int) -> bytes:
    """A box in which all positions of samples are moved."""
    kind = box[4:8]
    if kind in (b"stco", b"co64"):
        letter, size = ("I", 4) if kind == b"stco" else ("Q", 8)
        count = struct.unpack_from(">I", box, 12)[0]
        moved = (place + shift for place in struct.unpack_from(f">{count}{letter}", box, 16))
        return box[:16] + struct.pack(f">{count}{letter}", *moved) + box[16 + size * count :]
    if kind not in _CONTAINERS:
        return box
    source = BytesIO(box)
    return box[:8] + b"".join(_shifted(box[each.start : each.end], shift) for each in _boxes(source, 8, len(box)))


def _named(track: bytes, number: int) -> bytes:
    """The sound's track, with a further track of chapters beside that of their titles."""
    source, parts, found = BytesIO(track), list[bytes](), False
    for box in _boxes(source, 8, len(track)):
        content = track[box.start : box.end]
        if box.kind == b"tref":
            found = True
            inner = content[8:]
            names = inner[8:] if inner[4:8] == b"chap" else b""
            content = _box(b"tref", _box(b"chap", names, struct.pack(">I", number)))
        parts.append(content)
    if not found:
        parts.append(_box(b"tref", _box(b"chap", struct.pack(">I", number))))
    return _box(b"trak", *parts)


def _track(number: int, chapters: Sequence[Chapter], sizes: Sequence[int], positions: Sequence[int]) -> bytes:
    """A track with a picture for each chapter."""
    length = chapters[-1].end
    header = struct.pack(">5I", 0, 0, number, 0, length) + bytes(16) + _UNITY + struct.pack(">2I", *[PIXELS << 16] * 2)
    media = struct.pack(">4I2H", 0, 0, RATE, length, 0x55C4, 0)  # the language `und`
    handler = bytes(4) + b"vide" + bytes(12) + b"Chapter pictures\0"
    samples = _box(b"stbl", _description(), *_tables(chapters, sizes, positions))
    information = _box(
        b"minf",
        _full(b"vmhd", bytes(8), flags=1),
        _box(b"dinf", _full(b"dref", struct.pack(">I", 1), _full(b"url ", flags=1))),
        samples,
    )
    return _box(
        b"trak",
        _full(b"tkhd", header, flags=_IN_MOVIE | _IN_PREVIEW),
        _box(b"mdia", _full(b"mdhd", media), _full(b"hdlr", handler), information),
    )


def _description() -> bytes:
    """The sample description: JPEGs of one size, in 24 bits."""
    entry = struct.pack(">6xH16x2H2II H", 1, PIXELS, PIXELS, 0x480000, 0x480000, 0, 1)
    name = b"Photo - JPEG"
    entry += bytes([len(name)]) + name.ljust(31, b"\0") + struct.pack(">Hh", 24, -1)
    return _full(b"stsd", struct.pack(">I", 1), _box(b"jpeg", entry))


def _tables(chapters: Sequence[Chapter], sizes: Sequence[int], positions: Sequence[int]) -> Iterator[bytes]:
    """The times, the sizes and the positions of the pictures; each is a chunk of its own."""
    count = len(chapters)
    times = (number for chapter in chapters for number in (1, chapter.end - chapter.start))
    yield _full(b"stts", struct.pack(f">I{2 * count}I", count, *times))
    yield _full(b"stsc", struct.pack(">4I", 1, 1, 1, 1))
    yield _full(b"stsz", struct.pack(f">2I{count}I", 0, count, *sizes))
    if max(positions) < 1 << 32:
        yield _full(b"stco", struct.pack(f">I{count}I", count, *positions))
    else:
        yield _full(b"co64", struct.pack(f">I{count}Q", count, *positions))


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[Box]:
    """The boxes between two positions. Raises OutputError for a size that cannot be."""
    at = start
    while at + 8 <= end:
        file.seek(at)
        head = file.read(16)
        size, kind = struct.unpack_from(">I4s", head)
        body = at + 8
        if size == 1 and len(head) == 16:
            size, body = struct.unpack_from(">Q", head, 8)[0], at + 16
        size = size or end - at  # 0: up to the end
        if size < body - at or at + size > end:
            raise OutputError("The pictures of chapters cannot be added: the file's index cannot be read.")
        yield Box(kind, at, body, at + size)
        at += size


def _make_room(file: IO[bytes], place: int, room: int) -> None:
    """Move everything from a position on, from the end to the beginning."""
    at = file.seek(0, os.SEEK_END)
    while at > place:
        begin = max(place, at - BLOCK)
        file.seek(begin)
        content = file.read(at - begin)
        file.seek(begin + room)
        file.write(content)
        at = begin


def _box(kind: bytes, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return struct.pack(">I4s", 8 + len(content), kind) + content


def _full(kind: bytes, *parts: bytes, flags: int = 0) -> bytes:
    """A box with a version and flags."""
    return _box(kind, struct.pack(">I", flags), *parts)
