"""Word documents. The package's XML is read itself: text stands in boxes, controls and changes, too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from voiceguide.errors import ImportingError
from voiceguide.importing.document import BULLET, HEADING, NUMBER, TEXT, Block, Document, Paragraph, Table
from voiceguide.importing.limits import check_package, member
from voiceguide.importing.spacing import spaced
from voiceguide.importing.xml import root_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "txbxContent")}
_GONE.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}noBreakHyphen": "-"}


def read(data: bytes) -> Document:
    """The document in a .docx file. Raises ImportingError."""
    check_package(data)
    body = member(data, "word/document.xml")
    if body is None:
        raise ImportingError("It holds no Word document.", "Save it anew in Word or LibreOffice.")
    styles = Styles.read(member(data, "word/styles.xml"), member(data, "word/numbering.xml"))
    return spaced(_blocks(root_of(body), styles))


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph's or a word's style, as far as it says something of its role."""

    name: str = ""
    bold: bool | None = None
    numbering: str | None = None
    level: int = 0


@dataclass(slots=True)
class Styles:
    """The styles and lists that a document names."""

    styles: dict[str, Style] = field(default_factory=dict)
    lists: dict[tuple[str, int], str] = field(default_factory=dict)
    """(Number of a list, level) -> how it is marked: `bullet`, `decimal` …"""

    @classmethod
    def read(cls, styles: bytes | None, numbering: bytes | None) -> Styles:
        """From the parts of the package that define them."""
        found = cls()
        for node in root_of(styles).iter(f"{_W}style") if styles else ():
            found.styles[node.get(f"{_W}styleId", "")] = found._style(node)
        if numbering:
            found._read_lists(root_of(numbering))
        return found

    def _style(self, node: Any) -> Style:
        base = self.styles.get(_value(node, "basedOn") or "", Style())
        bold = _bold(node.find(f"{_W}rPr"))
        number = _value(node, "pPr", "numPr", "numId")
        level = _value(node, "pPr", "numPr", "ilvl")
        name = (_value(node, "name") or "").casefold()
        return Style(
            name if name.startswith(("heading", "title", "subtitle", "list")) else base.name or name,
            base.bold if bold is None else bold,
            number or base.numbering,
            _int(level) if level else base.level,
        )

    def _read_lists(self, root: Any) -> None:
        kinds: dict[str, dict[int, str]] = {}
        for abstract in root.iter(f"{_W}abstractNum"):
            levels = kinds.setdefault(abstract.get(f"{_W}abstractNumId", ""), {})
            for level in abstract.iter(f"{_W}lvl"):
                levels[_int(level.get(f"{_W}ilvl"))] = _value(level, "numFmt") or "decimal"
        for number in root.iter(f"{_W}num"):
            for level, mark in kinds.get(_value(number, "abstractNumId") or "", {}).items():
                self.lists[number.get(f"{_W}numId", ""), level] = mark


def _blocks(node: Any, styles: Styles) -> Iterator[Block]:
    for child in node:
        if child.tag == f"{_W}p":
            yield _paragraph(child, styles)
            for box in child.iter(f"{_W}txbxContent"):
                if not any(above.tag.endswith("}Fallback") for above in box.iterancestors()):
                    yield from _blocks(box, styles)
        elif child.tag == f"{_W}tbl":
            yield Table(tuple(tuple(_cells(row, styles)) for row in child.iter(f"{_W}tr")))
        elif child.tag not in _GONE:
            yield from _blocks(child, styles)


def _cells(row: Any, styles: Styles) -> Iterator[str]:
    for cell in row.iterchildren(f"{_W}tc"):
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is not None and merged.get(_VAL, "continue") == "continue":
            yield ""
            continue
        texts = []
        for block in _blocks(cell, styles):
            texts += [block.text] if isinstance(block, Paragraph) else [" ".join(row) for row in block.rows]
        yield "\n".join(text for text in texts if text.strip())


def _paragraph(node: Any, styles: Styles) -> Paragraph:
    style = styles.styles.get(_value(node, "pPr", "pStyle") or "", Style())
    text = "".join(_text(node))
    runs = [run for run in node.iter(f"{_W}r") if "".join(_text(run)).strip()]
    bold = bool(runs) and all(_is_bold(run, style, styles) for run in runs)
    outline = _value(node, "pPr", "outlineLvl")
    if heading := re.match(r"(?:heading (\d)|(title)|subtitle)$", style.name):
        return Paragraph(text, HEADING, int(heading[1] or 0 if heading[2] else heading[1] or 2), bold)
    if outline and _int(outline) < 9:
        return Paragraph(text, HEADING, _int(outline) + 1, bold)
    kind, level = _item(node, style, styles)
    return Paragraph(text, kind, level, bold)


def _item(node: Any, style: Style, styles: Styles) -> tuple[str, int]:
    """The kind of a paragraph and, in a list, its level."""
    number = _value(node, "pPr", "numPr", "numId") or style.numbering
    level = _int(_value(node, "pPr", "numPr", "ilvl") or str(style.level))
    if not number or number == "0":
        return TEXT, 0
    mark = styles.lists.get((number, level), "bullet")
    if mark == "none":
        return TEXT, 0
    if named := re.search(r"^list .* (\d)$", style.name):
        level = max(level, int(named[1]) - 1)
    return (BULLET if mark == "bullet" else NUMBER), level


def _text(node: Any) -> Iterator[str]:
    """The words of a node in their order, without those of its boxes and those that are deleted."""
    for child in node:
        if child.tag in _GONE or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}br" and child.get(f"{_W}type") in ("page", "column"):
            continue
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag == f"{_W}sym":
            code = int(child.get(f"{_W}char", "2022"), 16)
            yield "•" if 0xF000 <= code <= 0xF0FF else chr(code)
        else:
            yield from _text(child)


def _is_bold(run: Any, style: Style, styles: Styles) -> bool:
    own = _bold(run.find(f"{_W}rPr"))
    if own is None:
        own = styles.styles.get(_value(run, "rPr", "rStyle") or "", Style()).bold
    return bool(style.bold if own is None else own)


def _bold(properties: Any) -> bool | None:
    mark = None if properties is None else properties.find(f"{_W}b")
    return None if mark is None else mark.get(_VAL, "1") not in ("0", "false", "off")


def _value(node: Any, *path: str) -> str | None:
    found = node.find("/".join(f"{_W}{name}" for name in path))
    value = None if found is None else found.get(_VAL)
    return None if value is None else str(value)


def _int(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,4}", text) else 0
