"""Rich text, as old word processors and many mail programs write."""

from __future__ import annotations

import re

from voiceguide.errors import ImportingError
from voiceguide.importing.document import Document
from voiceguide.importing.libraries import library
from voiceguide.importing.limits import MOST_TEXT
from voiceguide.importing.text import document_of

_ON, _OFF = "\ue000", "\ue001"
"""Private characters that carry bold words through a library that keeps only text."""
_PICTURE = re.compile(r"\{\\\*?\\?pict\b[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_GROUP = re.compile(r"\{((?:\\[a-z]+-?\d* ?)*\\b(?![a-z0-9])[^{}]*)\}")
_BOLD = re.compile(r"\\b(?![a-z0-9]) ?")
_PLAIN = re.compile(r"(?=\\(?:b0|plain|pard)(?![a-z0-9]))")


def read(data: bytes) -> Document:
    """The document in an .rtf file. Objects and fields in it are not run. Raises ImportingError."""
    source = _PICTURE.sub("", data.decode("latin-1"))
    if len(source) > 4 * MOST_TEXT:
        raise ImportingError("It holds more text than a sheet has.", "Save the part that you need.")
    source = _GROUP.sub(lambda group: "{" + group[1] + _escaped(_OFF) + "}", source)
    source = _PLAIN.sub(lambda _: _escaped(_OFF), source)
    source = _BOLD.sub(lambda _: "\\b " + _escaped(_ON), source)
    try:
        text = library("striprtf.striprtf").rtf_to_text(source, encoding="cp1252", errors="replace")
    except (ValueError, LookupError, IndexError, OverflowError) as error:
        raise ImportingError(f"It cannot be read as RTF: {error}.", "Save it as .docx, or paste its text.") from error
    return document_of("\n".join(_line(line) for line in str(text).split("\n")), wrapped=False)


def _escaped(character: str) -> str:
    return f"\\u{ord(character)}?"


def _line(line: str) -> str:
    """A line of the text; one that is bold from its beginning to its end as Markdown has it."""
    plain = line.replace(_ON, "").replace(_OFF, "")
    lead = line.lstrip(_OFF + " \t")
    if lead.startswith(_ON) and not lead.rstrip(_ON + _OFF + " \t").strip(_ON).count(_OFF) and len(plain) < 100:
        return f"**{plain.strip()}**"
    return plain
