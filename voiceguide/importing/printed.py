"""Joins printed rows into paragraphs, and drops the heads and feet that repeat on every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from voiceguide.importing.document import HEADING, TEXT, Paragraph
from voiceguide.importing.marks import marked

_PAGE = re.compile(r"[-–—|\s]*(?:[^\W\d_]{1,10}\.?\s*)?\d{1,3}(?:\s*(?:/|[^\W\d_]{1,4})\s*\d{1,3})?[-–—|\s]*")
_RUNNING = re.compile(r"://|www\.|©|\d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}|\S@\S+\.\w", re.IGNORECASE)
"""Addresses, copyrights, and the time of printing: they stand in heads and feet."""
_EDGE = 0.11
"""Part of a page's height where its head stands, and its foot."""
_END = (".", "!", "?", ":", ";")


@dataclass(frozen=True, slots=True)
class Printed:
    """A text with its place on the page, in points from the left and from above."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool


class Word(Printed):
    """A printed word."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Row(Printed):
    """A printed line of one column."""

    parted: bool
    """True if it has a wide gap."""
    margin: float
    """The right margin of its column."""

    @classmethod
    def of(cls, words: Sequence[Word], parted: bool, margin: float) -> Row:
        """The row of these words."""
        text = words[0].text
        for before, word in pairwise(words):
            text += ("\t" if parted and word.x0 - before.x1 > max(10.0, 1.2 * word.size) else " ") + word.text
        top, bottom = min(word.top for word in words), max(word.bottom for word in words)
        return cls(
            text,
            words[0].x0,
            words[-1].x1,
            top,
            bottom,
            max(word.size for word in words),
            all(word.bold for word in words if any(map(str.isalnum, word.text))),
            parted,
            margin,
        )


Line = Sequence[Word]
"""The words on one height of a page."""


def margins(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> tuple[list[Line], list[str]]:
    """The lines that are heads and feet of their pages, and the texts of these, each once, without page numbers."""
    edges = [
        [line for line in page if line[0].bottom < _EDGE * height or line[0].top > (1 - _EDGE) * height]
        for page, height in zip(pages, heights, strict=True)
    ]
    seen = Counter(alike for page in edges for alike in {_alike(line) for line in page})
    found: list[Line] = []
    texts: dict[str, str] = {}
    for line in (line for page in edges for line in page):
        text = " ".join(word.text for word in line)
        if seen[_alike(line)] > 1 or _PAGE.fullmatch(text) or _RUNNING.search(text):
            found.append(line)
            if not _PAGE.fullmatch(text):
                texts.setdefault(_alike(line), text)
    return found, list(texts.values())


def _alike(line: Line) -> str:
    return re.sub(r"\d+", "0", " ".join(word.text for word in line).casefold())


def paragraphs(rows: Sequence[Row]) -> Iterator[Paragraph]:
    """The paragraphs that rows of one text make."""
    if not rows:
        return
    usual = median(row.size for row in rows for _ in range(len(row.text)))
    sizes = sorted({row.size for row in rows if row.size > 1.12 * usual}, reverse=True)
    whole = _words_of(rows)
    group: list[Row] = []
    gap = True
    for row in rows:
        if group and _goes_on(group, row):
            group.append(row)
            continue
        if group:
            yield _paragraph(group, sizes, gap, whole)
            gap = not 0 <= row.top - group[-1].bottom < 0.75 * row.size
        group = [row]
    yield _paragraph(group, sizes, gap, whole)


def _words_of(rows: Sequence[Row]) -> set[str]:
    return {word.casefold() for row in rows for word in re.findall(r"[\w-]+", row.text)}


def _goes_on(group: Sequence[Row], row: Row) -> bool:
    """True if a row continues the paragraph of the row above."""
    before = group[-1]
    if (row.size, row.bold) != (before.size, before.bold) and abs(row.size - before.size) > 0.6:
        return False
    if row.bold != before.bold and (before.bold or row.text[:1].isupper()):
        return False
    if marked(row.text)[0] != TEXT or row.parted or before.parted:
        return False
    near = -0.5 * row.size < row.top - before.bottom < 0.75 * row.size
    if not near and (row.top > before.top or before.text.endswith(_END)):  # else another column, or page, goes on
        return False
    if re.search(r"[^\W\d_][-,]$", before.text) or row.text[:1].islower():
        return True
    first = (row.x1 - row.x0) * len(row.text.split()[0]) / len(row.text)
    return before.x1 + 0.25 * row.size + first > before.margin + 0.5


def _paragraph(group: Sequence[Row], sizes: Sequence[float], gap: bool, whole: set[str]) -> Paragraph:
    text = group[0].text
    for row in group[1:]:
        text = _hyphened(text, row.text, whole)
    first = group[0]
    if first.size in sizes:
        return Paragraph(text, HEADING, sizes.index(first.size) + 1, first.bold, gap)
    kind, said = marked(text)
    return Paragraph(said, kind, 0, all(row.bold for row in group), gap)


def _hyphened(text: str, following: str, whole: set[str]) -> str:
    """Two rows as one text. A hyphen at the end goes, but where the word has one elsewhere, too."""
    parted = re.search(r"(\w+)-$", text)
    first = re.match(r"\w+", following)
    if not parted or not first or not following[:1].islower():
        return f"{text} {following}" if not parted else text + following
    if f"{parted[1]}-{first[0]}".casefold() in whole:
        return text + following
    return text[:-1] + following
