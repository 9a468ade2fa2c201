"""The file format of a clip: a WAV file with its text and a checksum, so that damage is detected.

Its INFO chunk holds the text as the title, and a checksum of text and samples as the comment. A file is undamaged if
packing its content gives the same bytes. Only the standard library is used, because looking up clips must not load a
sound library.
"""

from __future__ import annotations

import hashlib
import struct

from voiceguide.units import RATE

_HEAD = struct.Struct("<4sI4s4sIHHIIHH4sI4s")
"""RIFF and its size, WAVE; the fmt chunk for 16-bit mono at RATE; LIST and its size, INFO."""
_CHUNK = struct.Struct("<4sI")


class DamagedError(Exception):
    """Bytes that differ from the written ones."""


def pack(text: str, samples: bytes) -> bytes:
    """The file for a text and its samples (16-bit, little-endian, mono)."""
    said = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(struct.pack("<I", len(said)) + said)
    digest.update(samples)
    info = _chunk(b"INAM", said + b"\0") + _chunk(b"ICMT", f"sha256:{digest.hexdigest()}".encode() + b"\0")
    size = _HEAD.size - 8 + len(info) + _CHUNK.size + len(samples)
    fmt = (b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    head = _HEAD.pack(b"RIFF", size, *fmt, b"LIST", 4 + len(info), b"INFO")
    return b"".join((head, info, _CHUNK.pack(b"data", len(samples)), samples))


def unpack(data: bytes) -> tuple[str, bytes]:
    """The text and samples in a file. Raises DamagedError if a single bit has changed."""
    try:
        _, said_length = _CHUNK.unpack_from(data, _HEAD.size)
        start = _HEAD.size + _CHUNK.size
        text = data[start : start + said_length - 1].decode("utf-8", "surrogatepass")
        list_size = struct.unpack_from("<I", data, _HEAD.size - 8)[0]
        samples = data[_HEAD.size - 4 + list_size + _CHUNK.size :]
    except (struct.error, UnicodeDecodeError) as error:
        raise DamagedError("it is incomplete or of another kind") from error
    if pack(text, samples) != data:
        raise DamagedError("its checksum is wrong")
    return text, samples


def _chunk(name: bytes, content: bytes) -> bytes:
    return _CHUNK.pack(name, len(content)) + content + b"\0" * (len(content) % 2)
