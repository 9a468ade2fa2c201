"""A document as all formats are read into: paragraphs and tables, in the order of a reader's eye."""

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
    """All of its words are bold."""
    gap: bool = True
    """It stands apart from the paragraph before it."""
    begins: bool = False
    """A message begins with it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, row by row; the paragraphs of a cell are kept apart by `\\n`."""

    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Table
Document = tuple[Block, ...]
Reader = Callable[[bytes], Document]
"""Reads the bytes of one format. Raises ImportingError."""
