"""A document as lines, each with one thought: paragraphs are parted, marks are read, tables for layout are unfolded."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from voiceguide.importing.document import HEADING, QUOTE, TEXT, Block, Document, Paragraph, Table
from voiceguide.importing.marks import emphasis, marked
from voiceguide.importing.tidy import one_line, plain

_LONGEST_CELL = 300
_ENDED = (".", "!", "?", ":", ";", ",", "…")


def lines_of(document: Document) -> list[Block]:
    """The paragraphs, each of one line, and the tables that are tables."""
    return list(_lines(document))


def _lines(document: Document) -> Iterator[Block]:
    for block in document:
        if isinstance(block, Paragraph):
            yield from _parted(block)
        else:
            yield from _unfolded(block)


def _parted(paragraph: Paragraph) -> Iterator[Paragraph]:
    texts = [text for text in plain(paragraph.text).split("\n") if text.strip()]
    if paragraph.kind == HEADING:
        texts = [" ".join(texts)] if texts else []
    elif paragraph.kind not in (TEXT, QUOTE):
        texts = [_sentences(texts)] if texts else []
    for number, text in enumerate(texts):
        kind, said = marked(text) if paragraph.kind in (TEXT, HEADING) else (paragraph.kind, text)
        kind = HEADING if paragraph.kind == HEADING else kind
        said = one_line(said)
        if re.search(r"\w", said):
            yield dataclasses.replace(
                paragraph,
                text=said,
                kind=kind,
                gap=paragraph.gap and not number,
                begins=paragraph.begins and not number,
            )


def _sentences(lines: list[str]) -> str:
    """Lines of one item as sentences."""
    text = lines[0].strip()
    for line in lines[1:]:
        line = marked(line)[1]
        text += (" " if text.endswith(_ENDED) or line[:1].islower() else ". ") + line.strip()
    return text


def _unfolded(table: Table) -> Iterator[Block]:
    rows = [tuple(plain(cell).strip() for cell in row) for row in table.rows if any(cell.strip() for cell in row)]
    width = max((len(row) for row in rows), default=0)
    rows = [row + ("",) * (width - len(row)) for row in rows]
    columns = [at for at in range(width) if sum(bool(row[at]) for row in rows) > (len(rows) > 4)]
    rows = [tuple(row[at] for at in columns) for row in rows]
    if len(columns) > 1 and _is_head(rows[0]) and len(rows) > 1 and not _lays_out(rows):
        yield Table(
            tuple(tuple(one_line(_sentences(cell.split("\n"))) if cell else "" for cell in row) for row in rows)
        )
        return
    for row in rows:
        if len(columns) > 1 and not _lays_out([row]):
            cells = [one_line(_sentences(cell.split("\n"))) for cell in row if cell]
            text = ", ".join(cell.rstrip(".,;:") if at < len(cells) - 1 else cell for at, cell in enumerate(cells))
            yield Paragraph(text, "bullet" if len(cells) > 1 else TEXT)
            continue
        for at, cell in enumerate(cell for cell in row if cell):
            for number, line in enumerate(cell.split("\n")):
                said, bold = emphasis(line)
                first = not at and not number
                lone = first and len(row) > 1 and len(line.split()) < 9
                yield from _parted(Paragraph(said, TEXT, 0, bold or lone, gap=first))


def _is_head(row: tuple[str, ...]) -> bool:
    """True if the cells name columns."""
    return sum(bool(cell) for cell in row) > 1 and not any(re.search(r"\d", cell) or len(cell) > 40 for cell in row)


def _lays_out(rows: list[tuple[str, ...]]) -> bool:
    """True for a table that only arranges things side by side."""
    return any(len(cell) > _LONGEST_CELL or cell.count("\n") > 1 for row in rows for cell in row)
