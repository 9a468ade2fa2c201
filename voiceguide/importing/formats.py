"""The table of formats: each has a suffix, a mark at its beginning, and a module that reads it."""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass

from voiceguide.errors import ImportingError
from voiceguide.importing.document import Document, Reader


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that is read."""

    name: str
    suffixes: tuple[str, ...]
    module: str
    """Of this package; its function `read` is a `document.Reader`."""
    mark: re.Pattern[bytes] | None = None
    """Found at the beginning of every such file."""

    def read(self, data: bytes) -> Document:
        """The document in these bytes. Raises ImportingError."""
        reader: Reader = importlib.import_module(f"voiceguide.importing.{self.module}").read
        try:
            return reader(data)
        except RecursionError as error:
            hint = "Copy its text and paste it: voiceguide import -"
            raise ImportingError("Its parts are nested too deep.", hint) from error


FORMATS = (
    Format("Word", (".docx", ".docm"), "docx", re.compile(rb"PK\x03\x04(?=.*word/)", re.DOTALL)),
    Format(
        "OpenDocument", (".odt",), "odt", re.compile(rb"PK\x03\x04.{20,60}mimetypeapplication/vnd\.oasis", re.DOTALL)
    ),
    Format("PDF", (".pdf",), "pdf", re.compile(rb"[\s\S]{0,1024}?%PDF-")),
    Format("RTF", (".rtf",), "rtf", re.compile(rb"\s*\{\\rtf")),
    Format(
        "a web page",
        (".html", ".htm", ".xhtml"),
        "html",
        re.compile(
            rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)?<(?:!doctype html|\?xml[^>]*>\s*<!doctype html|html|meta|body|"
            rb"div|span|p|ul|ol|table|h[1-6]|b|article)\b",
            re.DOTALL | re.IGNORECASE,
        ),
    ),
    Format("text", (".txt", ".text", ".md", ".markdown"), "text"),
)
_PICTURE = "Copy the text out of the picture, as most phones can, and paste it: voiceguide import -"
OLD = {
    ".doc": "Save it as .docx in Word or LibreOffice.",
    ".pages": "Export it as Word or PDF in Pages.",
    ".jpg": _PICTURE,
    ".jpeg": _PICTURE,
    ".png": _PICTURE,
    ".heic": _PICTURE,
    ".xlsx": "Copy the cells and paste them: voiceguide import -",
}
"""Suffix of a file that cannot be read -> the way round."""


def format_of(data: bytes, suffix: str = "") -> Format:
    """The format of a file: by its mark, for names lie; by its suffix where it has none. Raises ImportingError."""
    for one in FORMATS:
        if one.mark and one.mark.match(data):
            return one
    if data.startswith(b"\xd0\xcf\x11\xe0") or suffix in OLD:
        raise ImportingError("This kind of file cannot be read.", OLD.get(suffix, OLD[".doc"]))
    known = next((one for one in FORMATS if suffix in one.suffixes), None)
    if known and known.mark:
        if known.name == "a web page":
            return known
        raise ImportingError(
            f"It is named like {known.name}, and is not such a file.", "Save it anew, or paste its text."
        )
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        names = ", ".join(one.suffixes[0] for one in FORMATS)
        raise ImportingError("This kind of file cannot be read.", f"It reads {names}, and text on standard input.")
    return FORMATS[-1]
