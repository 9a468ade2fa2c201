"""A draft: the lines of a document as a script."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voiceguide.errors import ImportingError
from voiceguide.importing.chatter import language_of
from voiceguide.importing.document import NUMBER, Block, Document, Paragraph, Table
from voiceguide.importing.hearing import Ear
from voiceguide.importing.limits import MOST_LINES, MOST_TEXT
from voiceguide.importing.lines import lines_of
from voiceguide.importing.markdown import escaped, row
from voiceguide.importing.roles import CHATTER, FACT, LINE, NAME, SAFETY, TITLE, Entry, roles_of

_INDENT = "   "


@dataclass(frozen=True, slots=True)
class Draft:
    """A script made of a document."""

    text: str
    title: str | None
    language: str


def draft_of(document: Document) -> Draft:
    """The draft of a document. Raises ImportingError for one as long as a book."""
    blocks = lines_of(document)
    if len(blocks) > MOST_LINES or sum(len(_words(block)) for block in blocks) > MOST_TEXT:
        raise ImportingError(
            "It holds more text than a sheet of exercises.", "Copy the part that you need and paste it."
        )
    language = language_of(" ".join(_words(block) for block in blocks))
    entries = roles_of(blocks, Ear(language))
    writer = _Writer(entries)
    for place in range(len(entries)):
        writer.write(place)
    head = f"---\nlanguage: {language}\n---\n\n" if language != "en" else ""
    title = next((entry.text for entry in entries if entry.role == TITLE), None)
    return Draft(head + "\n".join(writer.lines).strip() + "\n", title, language)


def _words(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else " ".join(cell for cells in block.rows for cell in cells)


class _Writer:
    """The script, line by line."""

    def __init__(self, entries: list[Entry]) -> None:
        self.lines: list[str] = []
        self._entries = entries
        self._last = ""
        """The kind of the last line: `item`, `quote`, `table` …"""
        self._named = False
        self._base: int | None = None
        """The level of the first item below a name: it counts as 0."""
        self._deep = 0
        self._number = 0
        self._done = False
        """True after a dose below this name."""

    def write(self, place: int) -> None:
        """Write an entry."""
        entry = self._entries[place]
        if isinstance(entry.block, Table):
            self._table(entry.block)
        elif entry.role in (TITLE, NAME):
            self._heading(entry)
        elif entry.role == CHATTER:
            self._put(f"> {escaped(entry.text)}", "quote", gap=entry.gap)
        elif entry.listed:
            self._item(entry)
        elif entry.role == LINE and entry.timed and self._done and self._begins(entry):
            self._put(f"## {escaped(_first_clause(entry.text))}", "heading")
            self._put(f"- {escaped(entry.text)}", "item")
        elif entry.role in (SAFETY, FACT):
            self._put(escaped(entry.text), "paragraph")
        else:
            self._text(place, entry)
        self._done = self._done or (entry.timed and entry.role == LINE)

    def _heading(self, entry: Entry) -> None:
        mark = "#" if entry.role == TITLE else "#" * (entry.rank + 1)
        self._put(f"{mark} {escaped(entry.text.rstrip(':').strip())}", "heading")
        self._named, self._done, self._base, self._number = entry.role == NAME, False, None, 0

    def _table(self, table: Table) -> None:
        head, *rows = table.rows
        self._put("\n".join([row(head), row(("---",) * len(head)).replace("\\", ""), *map(row, rows)]), "table")

    def _item(self, entry: Entry) -> None:
        assert isinstance(entry.block, Paragraph)
        if self._base is None:
            self._base = entry.block.level
        level = max(entry.block.level - self._base, 0)
        self._deep = min(level, self._deep + 1) if self._last == "item" else 0
        self._number = self._number + 1 if entry.kind == NUMBER and not self._deep else self._number
        mark = f"{self._number}." if entry.kind == NUMBER and not self._deep else "-"
        self._put(f"{_INDENT * self._deep}{mark} {escaped(entry.text)}", "item")

    def _text(self, place: int, entry: Entry) -> None:
        below = self._entries[place + 1] if place + 1 < len(self._entries) else None
        if entry.timed and below and below.listed and below.role == LINE:
            self._put(escaped(entry.text), "paragraph")
        elif entry.timed or (self._named and not self._ends(place, entry)):
            self._deep = 0
            self._put(f"- {escaped(entry.text)}", "item")
        elif self._last == "item" and not entry.gap:
            self._put(f"{_INDENT}- {escaped(entry.text)}", "item")
        else:
            self._put(f"> {escaped(entry.text)}", "quote", gap=entry.gap)

    def _begins(self, entry: Entry) -> bool:
        """True for a message that follows a finished exercise: it tells another one."""
        message = isinstance(entry.block, Paragraph) and entry.block.begins
        return self._named and message and len(_first_clause(entry.text).split()) > 1

    def _ends(self, place: int, entry: Entry) -> bool:
        """True for a line that stands apart, after all exercises."""
        behind = self._entries[place:]
        return self._done and entry.gap and not any(other.timed or other.role == NAME for other in behind)

    def _put(self, text: str, what: str, *, gap: bool = True) -> None:
        together = what == self._last and what in ("item", "quote")
        if self.lines and not together:
            self.lines.append("")
        if together and what == "quote" and gap:
            self.lines.append(">")
        self.lines += text.split("\n")
        self._last = what


def _first_clause(text: str) -> str:
    """The words before the first number or comma, as a name."""
    clause = re.split(r"[,.:;–(]|\s(?=\d)", text, maxsplit=1)[0].strip()
    return clause[:1].upper() + clause[1:]
