"""Writes the ID3v2.3 tag of an MP3 file.

Sources: https://id3.org/id3v2.3.0 and, for chapters, https://id3.org/id3v2-chapters-1.0.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING

from voiceguide.export.chapter_list import chapters_from_start
from voiceguide.units import RATE

if TYPE_CHECKING:
    from mutagen.id3 import ID3, MLLT, Frame

    from voiceguide.audio.timeline import Timeline
    from voiceguide.export import Tags

_LATIN1, _UTF16 = 0, 1
"""The text encodings of ID3v2.3. UTF-16 has every letter."""

_OTHER, _FRONT_COVER = 0, 3

_HEADER_LENGTH = 10
"""Bytes of a tag's header."""

_MOST_CONTENTS = 255
"""The most chapters in a table of contents, which counts them in one byte."""

REFERENCE_FRAMES = 49
"""MPEG frames between two entries of the location lookup table: the fewest that last whole milliseconds."""
_REFERENCE_MILLISECONDS = 1280

LANGUAGES = {"de": "deu", "en": "eng", "es": "spa", "fr": "fra", "it": "ita", "nl": "nld", "pl": "pol", "pt": "por"}
"""ISO 639-1 -> ISO 639-2, as ID3 and MP4 require."""


def id3(tags: Tags, timeline: Timeline, references: Sequence[int] = ()) -> bytes:
    """The tag as it stands at the start of a file. `references`: the byte position of every `REFERENCE_FRAMES`-th
    frame, for the lookup table."""
    from mutagen.id3 import APIC, COMM, ID3, TALB, TCON, TIT2, TLAN, TLEN, TPE1, TRCK, USLT

    language = LANGUAGES.get(tags.language[:2].lower(), "XXX")  # XXX: unknown language, by the standard
    made = ID3()
    for kind, text in ((TIT2, tags.title), (TPE1, tags.artist), (TALB, tags.album), (TCON, tags.genre)):
        if text:
            made.add(kind(encoding=_UTF16, text=[text]))
    if tags.track:
        made.add(TRCK(encoding=_LATIN1, text=[f"{tags.track}/{tags.tracks}"]))
    made.add(TLEN(encoding=_UTF16, text=[str(_milliseconds(timeline.length))]))
    if language != "XXX":
        made.add(TLAN(encoding=_UTF16, text=[language]))
    if tags.lyrics:
        made.add(USLT(encoding=_UTF16, lang=language, desc="", text=tags.lyrics))
    if tags.comment:
        made.add(COMM(encoding=_UTF16, lang=language, desc="", text=[tags.comment]))
    if tags.cover:
        made.add(APIC(encoding=_LATIN1, mime="image/jpeg", type=_FRONT_COVER, desc="", data=tags.cover))
    if len(references) > 1:
        made.add(_lookup_table(references))
    written = b"".join(_written(each)[_HEADER_LENGTH:] for each in (made, *_chapters(timeline, tags)))
    return b"ID3\x03\x00\x00" + _seven_bits_a_byte(len(written)) + written


def _lookup_table(references: Sequence[int]) -> MLLT:
    """The location lookup table for seeking. ExoPlayer, the base of most Android players, prefers it to the table in
    the Xing frame. Its positions count from the frame after that."""
    from mutagen.id3 import MLLT

    steps = [end - start for start, end in pairwise(references)]
    least = min(steps)
    return MLLT(
        frames=REFERENCE_FRAMES,
        bytes=least,
        milliseconds=_REFERENCE_MILLISECONDS,
        bits_for_bytes=16,
        bits_for_milliseconds=0,
        data=b"".join((step - least).to_bytes(2, "big") for step in steps),
    )


def _chapters(timeline: Timeline, tags: Tags) -> Iterator[ID3]:
    """The table of contents and each chapter, as separate tags. mutagen would sort frames by size, and many players
    need chapters in their order."""
    from mutagen.id3 import APIC, CHAP, CTOC, ID3, TIT2, CTOCFlags

    chapters = chapters_from_start(timeline.chapters, tags.title)
    if not chapters:
        return
    names = [f"chapter{number}" for number in range(1, len(chapters) + 1)]
    contents = ID3()
    flags = CTOCFlags.TOP_LEVEL | CTOCFlags.ORDERED
    contents.add(CTOC(element_id="contents", flags=flags, child_element_ids=names[:_MOST_CONTENTS], sub_frames=[]))
    yield contents
    opening = [b""] * (len(chapters) - len(timeline.chapters))
    pictures = chain(opening, tags.chapter_pictures, repeat(b""))
    for name, chapter, picture in zip(names, chapters, pictures, strict=False):
        sub_frames: list[Frame] = [TIT2(encoding=_UTF16, text=[chapter.title])]
        if picture:
            sub_frames.append(APIC(encoding=_LATIN1, mime="image/jpeg", type=_OTHER, desc="", data=picture))
        alone = ID3()
        alone.add(
            CHAP(
                element_id=name,
                start_time=_milliseconds(chapter.start),
                end_time=_milliseconds(chapter.end),
                sub_frames=sub_frames,
            )
        )
        yield alone


def _written(tag: ID3) -> bytes:
    file = BytesIO()
    tag.save(file, v1=0, v2_version=3, padding=lambda info: 0)
    return file.getvalue()


def _seven_bits_a_byte(number: int) -> bytes:
    """A tag size: four bytes with seven bits each."""
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def _milliseconds(samples: int) -> int:
    return round(samples * 1000 / RATE)
