"""Documents as programs write them, made here: none is kept as a file."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_MIMETYPE = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    ]
)


def package(parts: dict[str, bytes | str]) -> bytes:
    """A zip package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def saved(document: Any) -> bytes:
    """A document of python-docx as the bytes of its file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def odt(body: str, styles: str = "") -> bytes:
    """An OpenDocument text with this body."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", _MIMETYPE)
        file.writestr("content.xml", content)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Printed:
    """Words at a place of a page: points from the left and from above."""

    x: float
    y: float
    words: str
    bold: bool = False
    size: float = 11


def column(x: float, y: float, lines: Iterable[str | Printed], step: float = 14) -> list[Printed]:
    """Lines under each other; an empty one is a gap."""
    found = []
    for number, line in enumerate(lines):
        if isinstance(line, Printed):
            found.append(Printed(x, y + number * step, line.words, line.bold, line.size))
        elif line:
            found.append(Printed(x, y + number * step, line))
    return found


def grid(x: float, y: float, rows: Iterable[Sequence[str]]) -> list[Printed]:
    """Cells of a table without lines."""
    return [
        Printed(x + 150 * at, y + 14 * row, cell) for row, cells in enumerate(rows) for at, cell in enumerate(cells)
    ]


def bold(words: str, size: float = 11) -> Printed:
    """A bold line of a `column`."""
    return Printed(0, 0, words, True, size)


def pdf(*pages: Sequence[Printed], height: float = 842, more: bytes = b"") -> bytes:
    """A PDF of these pages, written in Helvetica."""
    objects: list[bytes] = [
        b"<</Type/Catalog/Pages 2 0 R" + more + b">>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for page in pages:
        drawn = b"\n".join(_drawn(words, height) for words in page)
        packed = zlib.compress(drawn)
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(packed), packed))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 %d]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R/B 4 0 R>>>>>>" % (height, content)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _written(objects)


def _drawn(words: Printed, height: float) -> bytes:
    text = words.words.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", rb"\(").replace(b")", rb"\)")
    font = b"B" if words.bold else b"F"
    return b"BT /%s %g Tf %g %g Td (%s) Tj ET" % (font, words.size, words.x, height - words.y, text)


def _written(objects: Sequence[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(out))
