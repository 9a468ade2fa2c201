"""The bit reservoir of MP3, and starting a stream at any frame.

The data of a frame may begin up to 255 bytes earlier, in the previous frames; the first byte after the header gives the
number. To become the first of a stream, a frame is enlarged and gets these bytes itself.

Source: ISO/IEC 11172-3, 2.4.1.7 (side information), with the changes of ISO/IEC 13818-3, 2.4.1.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voiceguide.export import mp3_frames

_HEADER_BYTES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, with the side information that is needed here."""

    data: bytes

    @property
    def channels(self) -> int:
        """1 or 2."""
        return 1 if self.data[3] >> 6 == 0b11 else 2

    @property
    def back(self) -> int:
        """The number of bytes, without headers, by which its data begins before the frame."""
        return self.data[_HEADER_BYTES]

    @property
    def slot(self) -> bytes:
        """Its space for data: its own, and that of later frames."""
        return self.data[_HEADER_BYTES + mp3_frames.SIDE_BYTES[self.channels] :]

    @property
    def sound_bytes(self) -> int:
        """The length of its own data, wherever it is stored."""
        return -(-sum(self._bits(at, 12) for at in self._granules()) // 8)

    @property
    def plain(self) -> bool:
        """True if each channel is one long block, so that it fits any other such neighbour."""
        return not any(self._bits(at + _SWITCHED_AT, 1) for at in self._granules())

    def _granules(self) -> range:
        """The start of each channel's information, in bits from the end of the header."""
        first = 8 + self.channels
        return range(first, first + self.channels * _GRANULE_BITS, _GRANULE_BITS)

    def _bits(self, at: int, count: int) -> int:
        side = self.data[_HEADER_BYTES : _HEADER_BYTES + mp3_frames.SIDE_BYTES[self.channels]]
        return int.from_bytes(side) >> (8 * len(side) - at - count) & ((1 << count) - 1)


_GRANULE_BITS = 63
_SWITCHED_AT = 12 + 9 + 8 + 9


def first_of_stream(stream: Sequence[Frame], number: int) -> bytes | None:
    """A frame that can start a stream. None if it would be too large."""
    frame = stream[number]
    before = b"".join(earlier.slot for earlier in stream[max(0, number - 255) : number]) if frame.back else b""
    if len(before) < frame.back:
        return None
    data = before[len(before) - frame.back :] + frame.slot
    side_end = len(frame.data) - len(frame.slot)
    header = mp3_frames.enlarged(frame.data[:_HEADER_BYTES], side_end + len(data))
    if header is None:
        return None
    stuffing = bytes(mp3_frames.frame_length(header) - side_end - len(data))
    own = frame.sound_bytes
    return header + b"\0" + frame.data[_HEADER_BYTES + 1 : side_end] + data[:own] + stuffing + data[own:]
