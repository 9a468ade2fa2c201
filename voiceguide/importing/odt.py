"""OpenDocument texts, as LibreOffice and many others write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from voiceguide.errors import ImportingError
from voiceguide.importing.document import BULLET, HEADING, NUMBER, TEXT, Block, Document, Paragraph, Table
from voiceguide.importing.limits import check_package, member
from voiceguide.importing.spacing import spaced
from voiceguide.importing.xml import root_of

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT = f"{{{_OASIS}:text:1.0}}"
_TABLE = f"{{{_OASIS}:table:1.0}}"
_STYLE = f"{{{_OASIS}:style:1.0}}"
_FO = f"{{{_OASIS}:xsl-fo-compatible:1.0}}"
_OFFICE = f"{{{_OASIS}:office:1.0}}"
_GONE = {f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}sequence-decls"}
_MOST_SPACES = 1_000


def read(data: bytes) -> Document:
    """The document in an .odt file. Raises ImportingError."""
    check_package(data)
    content = member(data, "content.xml")
    if content is None:
        raise ImportingError("It holds no OpenDocument text.", "Save it anew in LibreOffice.")
    root = root_of(content)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise ImportingError("It is an OpenDocument, and not a text.", "Copy what you need and paste it.")
    styles = member(data, "styles.xml")
    return spaced(Walk(root, root_of(styles) if styles else None).blocks(body))


class Walk:
    """A walk through the body, with the styles that it names."""

    def __init__(self, root: Any, styles: Any | None) -> None:
        self.bold: dict[str, bool] = {}
        self.titles: set[str] = set()
        self.numbered: dict[tuple[str, int], bool] = {}
        for part in [styles, root] if styles is not None else [root]:
            self._learn(part)

    def _learn(self, root: Any) -> None:
        for style in root.iter(f"{_STYLE}style"):
            name, parent = style.get(f"{_STYLE}name", ""), style.get(f"{_STYLE}parent-style-name", "")
            properties = style.find(f"{_STYLE}text-properties")
            weight = None if properties is None else properties.get(f"{_FO}font-weight")
            self.bold[name] = (
                self.bold.get(parent, False) if weight is None else weight in ("bold", "600", "700", "800")
            )
            if name == "Title" or parent in self.titles | {"Title"}:
                self.titles.add(name)
        for style in root.iter(f"{_TEXT}list-style"):
            for level in style:
                number = re.fullmatch(r"[0-9]{1,2}", level.get(f"{_TEXT}level", ""))
                if number:
                    key = style.get(f"{_STYLE}name", ""), int(number[0]) - 1
                    self.numbered[key] = str(level.tag).endswith("level-style-number")

    def blocks(self, node: Any, depth: int = -1, style: str = "") -> Iterator[Block]:
        """The blocks in a node; `depth` and `style` are those of the list around it."""
        first = depth >= 0
        for child in node:
            if child.tag in _GONE or not isinstance(child.tag, str):
                continue
            if child.tag in (f"{_TEXT}p", f"{_TEXT}h"):
                yield self._paragraph(child, depth if first else -1, style)
                for box in child.iter(f"{{{_OASIS}:drawing:1.0}}text-box"):
                    yield from self.blocks(box)
            elif child.tag == f"{_TEXT}list":
                yield from self._list(child, depth, style)
            elif child.tag == f"{_TABLE}table":
                yield Table(tuple(self._rows(child)))
            else:
                yield from self.blocks(child, depth, style)

    def _list(self, node: Any, depth: int, style: str) -> Iterator[Block]:
        style = node.get(f"{_TEXT}style-name") or style
        for item in node:
            yield from self.blocks(item, depth + 1, style)

    def _rows(self, table: Any) -> Iterator[tuple[str, ...]]:
        for row in table.iter(f"{_TABLE}table-row"):
            cells = (cell for cell in row if cell.tag == f"{_TABLE}table-cell")
            yield tuple(
                "\n".join(block.text for block in self.blocks(cell) if isinstance(block, Paragraph)) for cell in cells
            )

    def _paragraph(self, node: Any, depth: int, style: str) -> Paragraph:
        text = "".join(_words(node))
        name = node.get(f"{_TEXT}style-name", "")
        bold = self._is_bold(node, self.bold.get(name, False))
        if node.tag == f"{_TEXT}h":
            level = node.get(f"{_TEXT}outline-level", "1")
            return Paragraph(text, HEADING, int(level) if re.fullmatch("[0-9]", level) else 1, bold)
        if name in self.titles | {"Title"}:
            return Paragraph(text, HEADING, 0, bold)
        if depth < 0:
            return Paragraph(text, TEXT, 0, bold)
        return Paragraph(text, NUMBER if self.numbered.get((style, depth)) else BULLET, depth, bold)

    def _is_bold(self, node: Any, bold: bool) -> bool:
        """Every word is bold, by its own style or by that around it."""
        pieces = [(node.text, bold)]
        for child in node:
            inner = self.bold.get(child.get(f"{_TEXT}style-name", ""), bold) if child.tag == f"{_TEXT}span" else bold
            pieces += [("".join(_words(child)), inner), (child.tail, bold)]
        said = [heavy for text, heavy in pieces if text and text.strip()]
        return bool(said) and all(said)


def _words(node: Any) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        if child.tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            yield " " * min(int(count) if re.fullmatch("[0-9]{1,4}", count) else 1, _MOST_SPACES)
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        elif child.tag == f"{_TEXT}line-break":
            yield "\n"
        elif isinstance(child.tag, str) and child.tag not in _GONE and "drawing" not in child.tag:
            yield from _words(child)
        yield child.tail or ""
