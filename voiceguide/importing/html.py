"""Web pages: the visible text, without scripts and menus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from voiceguide.errors import ImportingError
from voiceguide.importing.document import BULLET, HEADING, NUMBER, TEXT, Block, Document, Paragraph, Table
from voiceguide.importing.libraries import library
from voiceguide.importing.text import decoded

_GONE = {"script", "style", "head", "nav", "aside", "noscript", "template", "svg", "iframe", "form", "button", "select"}
_GONE |= {"textarea", "object", "video", "audio", "math", "footer", "del", "s"}
_INLINE = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "img", "ins", "kbd"}
_INLINE |= {"label", "mark", "q", "rp", "rt", "ruby", "samp", "small", "span", "strike", "strong", "sub", "sup", "time"}
_INLINE |= {"tt", "u", "var", "wbr", "acronym"}
_BOLD = {"b", "strong"}
_DEEPEST = 100


def read(data: bytes) -> Document:
    """The document in a web page. Nothing that it links to is fetched. Raises ImportingError."""
    html = library("lxml.html")
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(decoded(data).encode(), parser=parser)
    except (library("lxml.etree").ParserError, library("lxml.etree").XMLSyntaxError) as error:
        raise ImportingError(f"It cannot be read as a web page: {error}.", "Copy its text and paste it.") from error
    body = root.find("body")
    body = root if body is None else body
    main = list(body.iter("main", "article"))
    return tuple(_Page().blocks(main[0] if len(main) == 1 else body))


class _Page:
    """A page on the way to blocks: the words of the paragraph that is open."""

    def __init__(self) -> None:
        self._words: list[tuple[str, bool]] = []
        self._kind, self._level = TEXT, 0

    def blocks(self, root: Any) -> Iterator[Block]:
        """The blocks of a node."""
        yield from self._walk(root, 0, -1, False)
        yield from self._close()

    def _walk(self, node: Any, depth: int, item: int, bold: bool) -> Iterator[Block]:
        tag = node.tag if isinstance(node.tag, str) else ""
        if tag in _GONE or _hidden(node):
            return
        if depth > _DEEPEST:
            self._say(" ".join(node.itertext()), bold)
        elif tag == "br":
            self._words.append(("\n", bold))
        elif tag == "table":
            yield from self._close()
            yield from self._table(node, depth, item)
        elif tag in _INLINE:
            yield from self._children(node, depth, item, bold or tag in _BOLD or _heavy(node))
        else:
            yield from self._block(node, tag, depth, item, bold)

    def _block(self, node: Any, tag: str, depth: int, item: int, bold: bool) -> Iterator[Block]:
        inside = tag in ("p", "div") and item >= 0 and not self._said()  # the first paragraph of an item is the item
        if not inside:
            yield from self._close()
        if tag in ("ul", "ol"):
            item += 1
        elif tag == "li":
            parent = node.getparent()
            ordered = parent is not None and parent.tag == "ol"
            self._kind, self._level = (NUMBER if ordered else BULLET), max(item, 0)
        elif len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._kind, self._level = HEADING, int(tag[1])
        elif tag in ("dt", "summary", "figcaption", "caption", "th", "legend"):
            bold = True
        yield from self._children(node, depth, item, bold or _heavy(node))
        yield from self._close()

    def _children(self, node: Any, depth: int, item: int, bold: bool) -> Iterator[Block]:
        self._say(node.text, bold)
        for child in node:
            yield from self._walk(child, depth + 1, item, bold)
            self._say(child.tail, bold)

    def _table(self, node: Any, depth: int, item: int) -> Iterator[Block]:
        rows = [row for row in node.iter("tr") if next(row.iterancestors("table")) is node]
        cells = [[_cell(cell) for cell in row if cell.tag in ("td", "th")] for row in rows]
        if any(node.iter("ul", "ol")) or node.xpath(".//table") or max(map(len, cells), default=0) < 2:
            for row in rows:  # a table that only lays a page out
                yield from self._children(row, depth + 1, item, False)
            yield from self._close()
        else:
            yield Table(tuple(tuple(row) for row in cells))

    def _say(self, text: str | None, bold: bool) -> None:
        if text:
            self._words.append((" ".join(f".{text}.".split())[1:-1] if text.strip() else " ", bold))

    def _said(self) -> bool:
        return any(text.strip() for text, _ in self._words)

    def _close(self) -> Iterator[Block]:
        """The paragraph that was open, if it says something."""
        if self._said():
            text = "".join(text for text, _ in self._words)
            bold = all(heavy for text, heavy in self._words if text.strip())
            yield Paragraph("\n".join(line.strip() for line in text.split("\n")).strip(), self._kind, self._level, bold)
            self._kind, self._level = TEXT, 0
        self._words = []


def _cell(node: Any) -> str:
    blocks = list(_Page().blocks(node))
    return "\n".join(block.text for block in blocks if isinstance(block, Paragraph))


def _hidden(node: Any) -> bool:
    style = "".join((node.get("style") or "").lower().split())
    return "display:none" in style or "visibility:hidden" in style or node.get("hidden") is not None


def _heavy(node: Any) -> bool:
    style = "".join((node.get("style") or "").lower().split())
    return any(f"font-weight:{weight}" in style for weight in ("bold", "600", "700", "800"))
