"""What the frames of an MP3 stream keep in each other, and how a stream is begun in its middle.

A frame's sound may begin in the frames right before it (the bit reservoir): up to 255 bytes back, as the first byte
behind its header tells. So a frame that is to be the first is made larger, and gets those bytes itself.

Source: ISO/IEC 11172-3, 2.4.1.7 (side information), with the changes of ISO/IEC 13818-3, 2.4.1.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voiceguide.export import mp3_frames

_HEADER_BYTES = 4


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame, with as much of its side information as is needed."""

    data: bytes

    @property
    def channels(self) -> int:
        """1 or 2."""
        return 1 if self.data[3] >> 6 == 0b11 else 2

    @property
    def back(self) -> int:
        """So many bytes before it, headers left out, its sound begins."""
        return self.data[_HEADER_BYTES]

    @property
    def slot(self) -> bytes:
        """Its room for sound: its own, and that of frames behind it."""
        return self.data[_HEADER_BYTES + mp3_frames.SIDE_BYTES[self.channels] :]

    @property
    def sound_bytes(self) -> int:
        """The length of its own sound, wherever that is."""
        return -(-sum(self._bits(at, 12) for at in self._granules()) // 8)

    @property
    def plain(self) -> bool:
        """Whether it is transformed as one long block on each channel, so that it goes with any such neighbour."""
        return not any(self._bits(at + _SWITCHED_AT, 1) for at in self._granules())

    def _granules(self) -> range:
        """Where each channel's information begins, in bits from the end of the header."""
        first = 8 + self.channels
        return range(first, first + self.channels * _GRANULE_BITS, _GRANULE_BITS)

    def _bits(self, at: int, count: int) -> int:
        side = self.data[_HEADER_BYTES : _HEADER_BYTES + mp3_frames.SIDE_BYTES[self.channels]]
        return int.from_bytes(side) >> (8 * len(side) - at - count) & ((1 << count) - 1)


_GRANULE_BITS = 63
_SWITCHED_AT = 12 + 9 + 8 + 9


def first_of_stream(stream: Sequence[Frame], number: int) -> bytes | None:
    """A frame of a stream, made so that nothing needs to stand before it; None where it would be too large."""
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
