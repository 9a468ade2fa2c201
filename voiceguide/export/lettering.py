"""Text in pictures: the font, and breaking a text into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).parent / "fonts" / "Inter-Medium.otf"
"""The font, with Latin, Greek and Cyrillic letters. See fonts/OFL.txt."""

MOST_CHARACTERS = 200
"""The most characters that are shown."""

MISSING = "\uffff"
"""A noncharacter, which no font contains."""


@cache
def _file() -> bytes:
    return FONT.read_bytes()


def font(size: float) -> FreeTypeFont:
    """The font in a size, in pixels."""
    from PIL import ImageFont

    return ImageFont.truetype(BytesIO(_file()), size)


def lines_of(text: str, sizes: Sequence[tuple[float, int]], width: float) -> tuple[FreeTypeFont, list[str]]:
    """The font, and the text broken into lines of similar length.

    The first of `sizes` (pixels, most lines) in which the text fits into `width` pixels is used. A text too long for
    all is cut with an ellipsis. A text in letters that the font lacks has no lines.
    """
    letters = font(sizes[-1][0])
    text = _shown(text, letters)
    for size, most in sizes:
        letters = font(size)
        words = [(word, letters.getlength(word + " ")) for word in text.split()]
        lines = _wrapped(words, width)
        if len(lines) <= most and all(length <= width for _, length in words):
            return letters, _evened(words, width, len(lines))
    pieces = [(piece, letters.getlength(piece + " ")) for word in text.split() for piece in _cut(word, letters, width)]
    lines = _wrapped(pieces, width)
    most = sizes[-1][1]
    return letters, lines if len(lines) <= most else [
        *lines[: most - 1],
        _with_ellipsis(lines[most - 1], letters, width),
    ]


def _shown(text: str, letters: FreeTypeFont) -> str:
    """The text in letters that the font has. Missing accented letters lose their accent, other missing characters are
    dropped. Empty if more than a few are missing."""
    missing = bytes(letters.getmask(MISSING))

    @cache
    def there(character: str) -> bool:
        return character.isspace() or bytes(letters.getmask(character)) != missing

    def shown() -> Iterator[str]:
        for character in unicodedata.normalize("NFC", text)[:MOST_CHARACTERS]:
            if there(character):
                yield character
            else:
                yield from filter(there, unicodedata.normalize("NFKD", character))

    kept = "".join(shown())
    wanted = sum(map(str.isalnum, text[:MOST_CHARACTERS]))
    return kept if sum(map(str.isalnum, kept)) * 10 >= wanted * 9 else ""


def _wrapped(words: Sequence[tuple[str, float]], width: float) -> list[str]:
    """The words (with their widths, including a space) in as few lines as possible."""
    lines: list[list[str]] = []
    room = 0.0
    for word, length in words:
        if not lines or length > room:
            lines.append([])
            room = width
        lines[-1].append(word)
        room -= length
    return [" ".join(line) for line in lines]


def _evened(words: Sequence[tuple[str, float]], width: float, count: int) -> list[str]:
    """The same words in the narrowest column that needs no more lines."""
    lines = _wrapped(words, width)
    for percent in range(95, 30, -5):
        column = width * percent / 100
        narrower = _wrapped(words, column)
        if len(narrower) > count or any(length > column for _, length in words):
            break
        lines = narrower
    return lines


def _cut(word: str, letters: FreeTypeFont, width: float) -> Iterator[str]:
    """A word that is too long, in pieces that fit."""
    while letters.getlength(word + " ") > width:
        most = max(
            1, next(count for count in range(len(word), 0, -1) if letters.getlength(word[:count] + "- ") <= width)
        )
        yield word[:most] + "-"
        word = word[most:]
    yield word


def _with_ellipsis(line: str, letters: FreeTypeFont, width: float) -> str:
    while line and letters.getlength(line + "…") > width:
        line = line[:-1]
    return line.rstrip(" -,") + "…"
