"""PDF files: words with their places, put back into lines, columns, paragraphs and tables."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import Any

from voiceguide.errors import ImportingError
from voiceguide.importing.columns import in_order, lines_of
from voiceguide.importing.document import QUOTE, Block, Document, Paragraph, Table
from voiceguide.importing.libraries import library
from voiceguide.importing.limits import MOST_PAGES, MOST_TEXT, check_streams
from voiceguide.importing.printed import Row, Word, margins, paragraphs
from voiceguide.importing.tidy import plain

_MOST_WORDS = MOST_TEXT // 5
_BOLD = ("bold", "black", "heavy", "semibold", "demi")


def read(data: bytes) -> Document:
    """The document in a .pdf file. Scripts and links in it are passed over. Raises ImportingError."""
    check_streams(data)
    pdfplumber, exceptions = library("pdfplumber"), library("pdfplumber.utils.exceptions")
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it tells of every blemish on standard error
    try:
        with pdfplumber.open(io.BytesIO(data)) as file:
            if len(file.pages) > MOST_PAGES:
                message = f"It has {len(file.pages)} pages; up to {MOST_PAGES} are read."
                raise ImportingError(message, "Print the pages with the exercises into a PDF of their own.")
            pages, texts = _pages(file)
    except (exceptions.PdfminerException, exceptions.MalformedPDFException) as error:
        raise _unreadable(error) from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError) as error:
        raise _unreadable(error) from error  # the library meets a broken file with any of these
    if not any(block for page in pages for block in page):
        raise ImportingError(
            "It holds no text, only pictures of it.",
            "Copy the text out of the picture, as most phones can, and paste it.",
        )
    return (*_blocks(pages), *(Paragraph(text, QUOTE) for text in texts))


def _unreadable(error: Exception) -> ImportingError:
    inner = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    if "Password" in type(inner).__name__:
        return ImportingError("It is locked by a password.", "Print it into a PDF without one.")
    return ImportingError("It cannot be read as a PDF.", "Print it into a new PDF, or copy its text and paste it.")


Page = list[Row | Table]


def _pages(file: Any) -> tuple[list[Page], list[str]]:
    """The rows and tables of each page, in reading order, and the texts of their heads and feet."""
    words = [_words(page) for page in file.pages]
    heights = [float(page.height) for page in file.pages]
    edges, texts = margins([lines_of(page) for page in words], heights)
    gone = {id(word) for line in edges for word in line}
    kept = [[word for word in page if id(word) not in gone] for page in words]
    return [_page(page, left) for page, left in zip(file.pages, kept, strict=True)], texts


def _words(page: Any) -> list[Word]:
    words = page.extract_words(keep_blank_chars=False, x_tolerance_ratio=0.15, extra_attrs=["fontname", "size"])
    if len(words) > _MOST_WORDS:
        raise ImportingError("It holds more words than a sheet has.", "Save the pages that you need.")
    return [_word(word) for word in words]


def _page(page: Any, words: list[Word]) -> Page:
    tables = [(found.bbox, table) for found in page.find_tables() if (table := _table(found))]
    ordered: Page = list(in_order([word for word in words if not any(_inside(word, box) for box, _ in tables)]))
    for box, table in reversed(tables):
        place = next((at for at, row in enumerate(ordered) if isinstance(row, Row) and row.top > box[1]), len(ordered))
        ordered.insert(place, table)
    return ordered


def _word(word: dict[str, Any]) -> Word:
    bold = any(name in word["fontname"].lower() for name in _BOLD)
    return Word(plain(word["text"]), word["x0"], word["x1"], word["top"], word["bottom"], round(word["size"], 1), bold)


def _table(found: Any) -> Table | None:
    """A ruled table; None where its lines only frame something."""
    rows = [tuple(plain(cell or "") for cell in row) for row in found.extract()]
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    filled = sum(bool(cell.strip()) for row in rows for cell in row)
    if len(rows) < 2 or len(rows[0]) < 2 or filled < len(rows) * len(rows[0]) / 2:
        return None
    return Table(tuple(tuple(" ".join(cell.split()) for cell in row) for row in rows))


def _inside(word: Word, box: tuple[float, float, float, float]) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _blocks(pages: list[Page]) -> Iterator[Block]:
    rows: list[Row] = []
    for entry in (entry for page in pages for entry in page):
        if isinstance(entry, Table):
            yield from paragraphs(rows)
            rows = []
            yield entry
        else:
            rows.append(entry)
    yield from paragraphs(rows)
