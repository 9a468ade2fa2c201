"""The one form of a document for all formats: paragraphs and tables, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

TEXT, HEADING, BULLET, NUMBER, QUOTE = "text", "heading", "bullet", "number", "quote"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading, or an item of a list."""

    text: str
    """Lines that the writer broke are kept apart by `\\n`."""
    kind: str = TEXT
    """`text`, `heading`, `bullet`, `number` or `quote`: chatter that stays unspoken."""
    level: int = 0
    """Of a heading: 1 is the highest. Of an item: 0 stands in no other item."""
    bold: bool = False
    """True if all of its words are bold."""
    gap: bool = True
    """True if a gap separates it from the paragraph before."""
    begins: bool = False
    """True if a message begins with it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; the paragraphs of a cell are kept apart by `\\n`."""

    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table
Document = tuple[Block, ...]
Reader = Callable[[bytes], Document]
"""Reads the bytes of one format. Raises ImportingError."""
