"""Plain text: files, mails, messages, and copies out of any program, with the marks of Markdown where it has them."""

from __future__ import annotations

import codecs
import dataclasses
import re
from collections.abc import Iterator, Sequence

from voiceguide.importing.chat import PastedLine, lines_of
from voiceguide.importing.document import BULLET, HEADING, NUMBER, QUOTE, TEXT, Block, Document, Paragraph, Table
from voiceguide.importing.marks import emphasis, marked
from voiceguide.importing.spacing import spaced
from voiceguide.importing.tidy import plain

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_FRONT = re.compile(r"\s*---\n((?:[^\W\d_][\w -]*:.*\n|[ \t-].*\n|\n){1,40}?)---(?:\n|$)")
_RULE = re.compile(r"\s*(?:[-_*=~–—]\s?){3,}")
_ROW_OF_RULES = re.compile(r"[\s|:+-]*-[\s|:+-]*")
_CHARSET = re.compile(rb"""charset\s*=\s*["']?([\w.:-]{3,30})""", re.IGNORECASE)
_END = (".", "!", "?", ":", ";", "…")
_WRAPPED = range(55, 100)
"""Characters of the longest line in a text that a program broke into lines."""
_MOST_ROWS = 200
_TOO_LONG_TO_END = 40
"""Characters of a line that a small letter below goes on from."""


def read(data: bytes) -> Document:
    """The document in a text."""
    return document_of(decoded(data))


def decoded(data: bytes) -> str:
    """Text of any common encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = _CHARSET.search(data[:4096])
        for name in (named[1].decode() if named else "", "cp1252"):
            try:
                return data.decode(name, errors="replace")
            except LookupError:
                continue
    raise AssertionError("cp1252 is known everywhere")


def document_of(text: str, *, wrapped: bool = True) -> Document:
    """The document in a text; with `wrapped`, lines that a program broke are joined again."""
    front = _FRONT.match(text := plain(text))
    lines = lines_of(text[front.end() :] if front else text)
    if front:  # settings of a script or of a notebook; the language is found out from the words
        kept = [line for line in front[1].split("\n") if line.strip() and not line.startswith("language:")]
        lines = [*(PastedLine(line, chatter=True) for line in kept), *lines]
    return spaced(_blocks(_joined(lines) if wrapped else lines))


def _joined(lines: Sequence[PastedLine]) -> list[PastedLine]:
    """Lines that were broken at a margin, joined."""
    width = max((len(line.text.rstrip()) for line in lines if not line.chatter), default=0)
    if sum(len(line.text.rstrip()) > 0.8 * width for line in lines) < 3:
        width = 0
    found: list[PastedLine] = []
    before = ""
    for line in lines:
        if found and _goes_on(before, found[-1], line, width):
            found[-1] = PastedLine(f"{found[-1].text.rstrip()} {line.text.strip()}", begins=found[-1].begins)
        else:
            found.append(line)
        before = line.text.rstrip()
    return found


def _goes_on(before: str, joined: PastedLine, line: PastedLine, width: int) -> bool:
    text = line.text.strip()
    if not before.strip() or not text or joined.chatter or line.chatter or line.begins or "\t" in line.text:
        return False
    if marked(text)[0] != TEXT or _HEADING.fullmatch(text) or "|" in text or _RULE.fullmatch(before):
        return False
    if len(before) > _TOO_LONG_TO_END and text[:1].islower() and not before.endswith(_END):
        return True
    if width not in _WRAPPED:
        return False
    first = text.split()[0]
    return len(before) + 1 + len(first) > width and (not before.endswith(_END) or len(before) > 0.8 * width)


def _blocks(lines: list[PastedLine]) -> Iterator[Block]:
    place, indents = 0, [0]
    while place < len(lines):
        rows = _rows(lines, place)
        if rows:
            yield Table(tuple(tuple(row) for row in rows if any(cell.strip() for cell in row)))
            place += len(rows)
            continue
        line = lines[place]
        place += 1
        if place < len(lines) and _underlines(line, lines[place]):
            yield Paragraph(line.text.strip(), HEADING, 1 if lines[place].text.strip()[0] == "=" else 2)
            place += 1
        elif line.chatter:
            if line.begins:
                yield Paragraph("")
            yield Paragraph(line.text.strip(), QUOTE)
        elif not line.text.strip() or _RULE.fullmatch(line.text):
            yield Paragraph("")
        else:
            if line.begins:
                yield Paragraph("")
            yield dataclasses.replace(_paragraph(line.text, indents), begins=line.begins)


def _underlines(line: PastedLine, below: PastedLine) -> bool:
    text, rule = line.text.strip(), below.text.strip()
    long_enough = len(rule) >= 3 and len(rule) >= len(text) // 2
    return bool(text) and not line.chatter and len(text) < 80 and long_enough and set(rule) in ({"="}, {"-"})


def _paragraph(line: str, indents: list[int]) -> Paragraph:
    """The paragraph of a line. `indents`: those of the lists that are open, and are kept up."""
    if heading := _HEADING.fullmatch(line.strip()):
        return Paragraph(emphasis(heading[2])[0], HEADING, len(heading[1]))
    kind, text = marked(line)
    text, bold = emphasis(text)
    if kind not in (BULLET, NUMBER):
        indents[:] = [0]
        return Paragraph(text, TEXT, 0, bold)
    indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
    while len(indents) > 1 and indent < indents[-1]:
        indents.pop()
    if indent > indents[-1] + 1:
        indents.append(indent)
    return Paragraph(text, kind, len(indents) - 1, bold)


def _rows(lines: list[PastedLine], place: int) -> list[list[str]]:
    """The rows of a table that begins at a line; none where there is no table."""
    for mark in ("|", "\t"):
        rows: list[list[str]] = []
        for at in range(place, min(place + _MOST_ROWS, len(lines))):
            line = lines[at]
            text = line.text.strip(" ") if mark == "\t" else line.text.strip()
            cells = [cell.strip() for cell in text.strip("|").split("|")] if mark == "|" else _tabbed(text)
            if line.chatter or line.begins or len(cells) < 2 or (rows and len(cells) != len(rows[0])):
                break
            rows.append([] if mark == "|" and rows and _ROW_OF_RULES.fullmatch(text) else cells)
            if not rows[-1]:
                rows[-1] = [""] * len(cells)
        labelled = any(sum(":" in cell for cell in row) > 1 for row in rows)
        if len(rows) > 1 and not labelled:
            return [[emphasis(cell)[0] for cell in row] for row in rows]
    return []


def _tabbed(text: str) -> list[str]:
    if marked(text)[0] != TEXT or text.startswith("\t"):
        return []
    return [cell.strip() for cell in re.split(r"\t", text.rstrip())]
