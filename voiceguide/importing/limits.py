"""Bounds on input. A small file can unpack into one that fills the memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from voiceguide.errors import ImportingError

MOST_BYTES = 20_000_000
"""Bytes of a file. A sheet with many photographs stays under it."""
MOST_UNPACKED = 50_000_000
"""Bytes of the one part of a package that is read."""
_DECLARES = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")
"""A declaration that a bomb of entities begins with, in UTF-8 or UTF-16."""
MOST_PAGES = 60
MOST_TEXT = 200_000
"""Characters of the text in a document."""
MOST_LINES = 3_000
"""Lines of a document: each is tried out."""


def member(data: bytes, name: str) -> bytes | None:
    """A part of a zip package, or None where there is no such part. Raises ImportingError."""
    with _package(data) as package:
        try:
            info = package.getinfo(name)
        except KeyError:
            return None
        return _unpacked(package, info)


def check_package(data: bytes) -> None:
    """Raise ImportingError for a zip package that unpacks to too much. The sizes are measured, not believed."""
    left = 2 * MOST_UNPACKED
    with _package(data) as package:
        if len(package.infolist()) > 5_000:
            raise ImportingError("It has too many parts for a document.", _SAVE_ANEW)
        for info in package.infolist():
            left -= _measured(package, info, left)


def _package(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ImportingError(f"It cannot be unpacked: {error}.", _SAVE_ANEW) from error


def _unpacked(package: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    try:
        with package.open(info) as part:
            data = part.read(MOST_UNPACKED + 1)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise ImportingError(f"It cannot be unpacked: {error}.", _SAVE_ANEW) from error
    if len(data) > MOST_UNPACKED:
        raise _too_much()
    return data


def _measured(package: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    size = 0
    try:
        with package.open(info) as part:
            while piece := part.read(1 << 20):
                if not size and info.filename.endswith((".xml", ".rels")) and _DECLARES.search(piece, 0, 4096):
                    raise ImportingError("It declares entities of its own, as no word processor does.", _SAVE_ANEW)
                size += len(piece)
                if size > left:
                    raise _too_much()
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise ImportingError(f"It cannot be unpacked: {error}.", _SAVE_ANEW) from error
    return size


def check_streams(data: bytes) -> None:
    """Raise ImportingError for a PDF whose compressed streams unpack to too much, however often they are packed."""
    left, at = 2 * MOST_UNPACKED, 0
    while (begin := data.find(b"stream", at)) >= 0:
        at = begin + len(b"stream")
        if data[begin - 3 : begin] == b"end":
            continue
        body = at + (2 if data[at : at + 2] == b"\r\n" else 1)
        end = data.find(b"endstream", body)
        stop = end if end >= 0 else len(data)
        left -= _inflated(data[body:stop], left)
        at = stop


def _inflated(packed: bytes, left: int, depth: int = 0) -> int:
    """The bytes that a stream unpacks to, streams within it included."""
    if packed[:1] != b"\x78" or depth > 4:
        return 0
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(packed, left + 1)
    except zlib.error:
        return 0
    if len(unpacked) > left:
        raise _too_much()
    return len(unpacked) + _inflated(unpacked, left - len(unpacked), depth + 1)


def _too_much() -> ImportingError:
    return ImportingError("It unpacks to more than a document holds.", _SAVE_ANEW)


_SAVE_ANEW = "Open it in the program that made it and save it anew, or copy its text and paste it: voiceguide import -"
