"""The file format of a clip: a WAV file with its text and a checksum, so that damage is detected.

Its INFO chunk holds the text as the title, and a checksum of its name, its text and its samples as the comment. A file
is undamaged if packing its content under its name gives the same bytes, so a file under another's name is damaged, too.
Only the standard library is used, because looking up clips must not load a sound library.
"""

from __future__ import annotations

import hashlib
import struct

from voiceguide.units import RATE

FORMAT = "voiceguide 2"
"""The version of the seal of all cached files. A file with another one counts as damaged and is made again."""

_HEAD = struct.Struct("<4sI4s4sIHHIIHH4sI4s")
"""RIFF and its size, WAVE; the fmt chunk for 16-bit mono at RATE; LIST and its size, INFO."""
_CHUNK = struct.Struct("<4sI")


class DamagedError(Exception):
    """Bytes that differ from the written ones."""


def pack(name: str, text: str, samples: bytes) -> bytes:
    """The file of this name for a text and its samples (16-bit, little-endian, mono)."""
    said = text.encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(f"{FORMAT} {name}\n".encode() + struct.pack("<I", len(said)) + said)
    digest.update(samples)
    info = _chunk(b"INAM", said + b"\0") + _chunk(b"ICMT", f"sha256:{digest.hexdigest()}".encode() + b"\0")
    size = _HEAD.size - 8 + len(info) + _CHUNK.size + len(samples)
    fmt = (b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16)
    head = _HEAD.pack(b"RIFF", size, *fmt, b"LIST", 4 + len(info), b"INFO")
    return b"".join((head, info, _CHUNK.pack(b"data", len(samples)), samples))


def unpack(name: str, data: bytes) -> tuple[str, bytes]:
    """The text and samples in the file of this name. Raises DamagedError if a single bit has changed."""
    try:
        _, said_length = _CHUNK.unpack_from(data, _HEAD.size)
        start = _HEAD.size + _CHUNK.size
        text = data[start : start + said_length - 1].decode("utf-8", "surrogatepass")
        list_size = struct.unpack_from("<I", data, _HEAD.size - 8)[0]
        samples = data[_HEAD.size - 4 + list_size + _CHUNK.size :]
    except (struct.error, UnicodeDecodeError) as error:
        raise DamagedError("it is incomplete or of another kind") from error
    if not samples or len(samples) % 2 or pack(name, text, samples) != data:
        raise DamagedError("its checksum is wrong for its name")
    return text, samples


def _chunk(name: bytes, content: bytes) -> bytes:
    return _CHUNK.pack(name, len(content)) + content + b"\0" * (len(content) % 2)
