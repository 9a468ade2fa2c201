"""The frames of an MP3 file, as far as voiceguide needs them.

An MP3 file is a chain of frames. At 22,050 Hz each frame holds 576 samples (26 ms) and starts with a header of four
bytes, which determines its length in bytes. Frames have no numbers, so they can be joined in any order, with one
exception: a frame may keep some of its data in the frames before it (the bit reservoir). The first frame of a stream
never does, so complete streams can be joined.

Sources: ISO/IEC 11172-3, 2.4.1.3 (header) and ISO/IEC 13818-3, 2.4.2.3 (bit rates at 22,050 Hz), both summarised at
https://www.mp3-tech.org/programmer/frame_header.html; for the Xing tag and LAME's extension
http://gabriel.mp3-tech.org/mp3infotag.html.
"""

from __future__ import annotations

import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import cache

from voiceguide.units import RATE

SAMPLES = 576
"""Samples per frame (MPEG-2 layer III)."""

ENCODER_DELAY = 576
"""Samples by which LAME's output lags behind its input."""

DECODER_DELAY = 529
"""Samples by which every decoder lags behind the encoder: 528 of its filter bank, and one."""

_KILOBITS = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
"""Bit rates, by the upper four bits of a header's third byte. 0 (`free`) is not used here."""

_HEADER = bytes((0xFF, 0xF3))
"""Eleven bits of synchronisation, MPEG-2, layer III, no checksum."""
_MONO_ORIGINAL, _STEREO_ORIGINAL = 0xC4, 0x04


def _header(kilobits: int, channels: int = 1) -> bytes:
    mode = _MONO_ORIGINAL if channels == 1 else _STEREO_ORIGINAL
    return _HEADER + bytes((_KILOBITS.index(kilobits) << 4, mode))


def frame_length(header: bytes) -> int:
    """The length in bytes of the frame with this header. Raises ValueError for another kind of header."""
    if header[:2] != _HEADER or not 0 < header[2] >> 4 < len(_KILOBITS) or header[2] & 0b1100:
        raise ValueError(f"not the header of an MPEG-2 layer III frame at {RATE} Hz: {header[:4].hex(' ')}")
    padding = header[2] >> 1 & 1
    return SAMPLES // 8 * _KILOBITS[header[2] >> 4] * 1000 // RATE + padding


def enlarged(header: bytes, length: int) -> bytes | None:
    """The header of the shortest frame with at least this length, or None if no frame is so long."""
    for index in range(1, len(_KILOBITS)):
        found = bytes((*header[:2], index << 4 | header[2] & 0b1101, header[3]))
        if frame_length(found) >= length:
            return found
    return None


def _silent(kilobits: int, padding: int = 0) -> bytes:
    header = bytearray(_header(kilobits))
    header[2] |= padding << 1
    return bytes(header).ljust(frame_length(bytes(header)), b"\0")


SILENT = _silent(8)
"""A silent frame. It decodes to zeros at any position."""

_SILENT_FRAMES = tuple((_silent(kilobits), _silent(kilobits, 1)) for kilobits in _KILOBITS[1:])
"""Silent frames of all sizes, each also with one byte of padding. Decoders ignore the bytes after the header."""

SILENT_LENGTHS = tuple(len(frame) for frame, _ in _SILENT_FRAMES)


class Silence:
    """Silent frames of similar size, enlarged by a given number of bytes in all."""

    def __init__(self, count: int, more: int) -> None:
        """`count`: the number of frames. `more`: the bytes by which all of them together exceed the shortest."""
        self._given = 0
        total = count * SILENT_LENGTHS[0] + more
        size = max(0, bisect_right(SILENT_LENGTHS, total // max(1, count)) - 1)
        self._frame, self._longer = _SILENT_FRAMES[size]
        self._large = _SILENT_FRAMES[min(size + 1, len(_SILENT_FRAMES) - 1)][0]
        rest = total - count * len(self._frame)
        step = len(self._large) - len(self._frame)
        self._larges = min(count, rest // step) if step else 0
        self._longers = min(count - self._larges, rest - self._larges * step)
        self.length = count * len(self._frame) + self._larges * step + self._longers
        """Bytes of all frames."""

    def until(self, number: int) -> int:
        """Bytes of the first `number` frames."""
        large = min(self._larges, number)
        longer = min(self._longers, number - large)
        return large * len(self._large) + longer * len(self._longer) + (number - large - longer) * len(self._frame)

    def next(self, count: int) -> bytes:
        """The next `count` frames. The largest come first."""
        first, self._given = self._given, self._given + count
        large = max(0, min(self._larges - first, count))
        longer = max(0, min(self._larges + self._longers - first, count) - large)
        return self._large * large + self._longer * longer + self._frame * (count - large - longer)


def split_frames(stream: bytes) -> Iterator[bytes]:
    """The frames of a stream, one by one. An incomplete last frame is dropped."""
    at = 0
    while at + 4 <= len(stream):
        length = frame_length(stream[at : at + 4])
        if at + length > len(stream):
            return
        yield stream[at : at + length]
        at += length


def frame_starts(stream: bytes) -> array[int]:
    """The byte position of each frame of a stream. An incomplete last frame is left out. Raises ValueError for another
    kind of frame."""
    found = array("I")
    at, end, lengths = 0, len(stream), _lengths()
    while at + 4 <= end:
        length = lengths.get(stream[at : at + 3]) or frame_length(stream[at : at + 4])
        if at + length > end:
            break
        found.append(at)
        at += length
    return found


@cache
def _lengths() -> dict[bytes, int]:
    """The first three bytes of a header -> the length of its frame."""
    found = {}
    for third in range(256):
        header = _HEADER + bytes((third,))
        with suppress(ValueError):
            found[header] = frame_length(header + b"\0")
    return found


def whole_frame_starts(stream: bytes) -> array[int] | None:
    """The byte position of each frame of a stream; None if it is anything but whole frames."""
    try:
        starts = frame_starts(stream)
        whole = bool(starts) and starts[-1] + frame_length(stream[starts[-1] : starts[-1] + 4]) == len(stream)
    except ValueError:
        return None
    return starts if whole else None


def whole_frames(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes, split between frames. LAME's output ends anywhere."""
    rest = b""
    for piece in pieces:
        rest += piece
        ready = b"".join(split_frames(rest))
        rest = rest[len(ready) :]
        if ready:
            yield ready


TAG_LENGTH = frame_length(_header(64))
"""Bytes of the Xing frame: the shortest length with enough room."""

SIDE_BYTES = {1: 9, 2: 17}
"""Channels -> bytes of side information after the header. Zeros mean a frame without sound."""


def tag_frame(frames: int, length: int, table: Sequence[int], delay: int, padding: int, channels: int = 1) -> bytes:
    """The Xing frame, the first of a file, with lengths and a seek table for players.

    `frames` counts all other frames, `length` all bytes including this frame. `table` has 100 places, in 256ths of the
    length, for 0 %, 1 % … 99 % of the time. `delay` and `padding` are the samples to drop at the start and at the end,
    each below 4,096. The checksum over the sound is 0; no decoder that was tried reads it.
    """
    has_frames_bytes_table_and_quality = 0b1111
    xing = b"Xing" + struct.pack(">III", has_frames_bytes_table_and_quality, frames, length) + bytes(table)
    quality = struct.pack(">I", 0)
    vbr_method, lowpass, peak, gains, flags, least_kilobits = 4, 0, 0, 0, 0, 8
    lame = (
        b"LAME3.100"
        + struct.pack(">BBIIBB", vbr_method, lowpass, peak, gains, flags, least_kilobits)
        + (delay << 12 | padding).to_bytes(3, "big")
        + bytes(4)  # encoder details: source rate, gain, preset
        + struct.pack(">IH", length, 0)
    )
    tag = _header(64, channels) + bytes(SIDE_BYTES[channels]) + xing + quality + lame
    return (tag + struct.pack(">H", _crc16(tag))).ljust(TAG_LENGTH, b"\0")


def _crc16(data: bytes) -> int:
    """CRC-16/ARC: polynomial 0x8005, bits reversed, from 0."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
