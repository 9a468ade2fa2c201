"""The text of a new script: a blank one that explains itself, a bundled routine, the draft of a paste or a document."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

from voiceguide.desk.words import Words
from voiceguide.errors import ImportingError, RoutineNotFoundError
from voiceguide.script import parse
from voiceguide.script.library import shipped

_ZIP = b"PK\x03\x04"
MOST_ROWS, MOST_CELLS = 1_000, 30
"""The part of a workbook's sheet that is read."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a new script, and the title that its file is named after."""

    title: str
    text: str


def blank_text(title: str, words: Words) -> str:
    """A short routine in the language of the page, with comments that explain each line."""
    return words["blank.text"].replace("TITLE", title or words["page.new_title"])


def bundled(language: str) -> list[dict[str, Any]]:
    """The routines that come with voiceguide: those of a language first."""
    return sorted(_bundled(shipped()), key=lambda row: row["language"] != language)


@cache
def _bundled(folder: Path) -> tuple[dict[str, Any], ...]:
    found = []
    for path in sorted(folder.glob("*.md")):
        routine = parse(path.read_text("utf-8"), path.name, path.stem).routine
        if routine:
            row = {"name": path.stem, "title": routine.title, "language": routine.language}
            found.append({**row, "description": routine.description or ""})
    return tuple(found)


def bundled_text(name: str) -> str:
    """The text of a bundled routine. Raises RoutineNotFoundError."""
    for path in shipped().glob("*.md"):
        if path.stem == name:
            return path.read_text("utf-8")
    raise RoutineNotFoundError("There is no such routine.", "Choose one of the list.")


def draft_of_data(data: bytes, name: str) -> Draft:
    """The draft of a document. `name`: its file name; empty for a paste. Raises ImportingError.

    A text that is a script already, without errors, stays as it is.
    """
    from voiceguide.importing import draft_of, format_of

    path = PurePosixPath(name.replace("\\", "/"))
    suffix = path.suffix.lower()
    written = _as_script(data, suffix)
    if written is not None:
        return Draft(path.stem or _title(written), written)
    if suffix in (".xlsx", ".xlsm") and data.startswith(_ZIP):
        data, suffix = _cells(data), ".txt"
    draft = draft_of(format_of(data, suffix).read(data))
    if not draft.text.strip():
        raise ImportingError("There is no text in it.", "Copy the text of the exercises and paste it.")
    text = _as_markdown(data, suffix, draft.text) or draft.text
    return Draft(draft.title or path.stem or _first_words(text), text)


def _as_script(data: bytes, suffix: str) -> str | None:
    """The text, if it is Markdown that reads without an error; else None."""
    text = _markdown(data, suffix)
    if text is None:
        return None
    marked = suffix or text.startswith("---\n") or any(line.startswith(("# ", "## ")) for line in text.split("\n"))
    return text if marked and parse(text, "", "").routine else None


def _as_markdown(data: bytes, suffix: str, draft: str) -> str | None:
    """The text, if it has Markdown's headings and lists and reads with no more errors than its draft; else None."""
    text = _markdown(data, suffix)
    lines = text.split("\n") if text else []
    marked = any(line.startswith("## ") for line in lines) and any(line.startswith(("- ", "* ")) for line in lines)
    return text if text and marked and _errors(text) <= _errors(draft) else None


def _markdown(data: bytes, suffix: str) -> str | None:
    """The text of what may be Markdown by its suffix."""
    if suffix not in ("", ".md", ".markdown"):
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        return None


def _errors(text: str) -> int:
    return sum(one.severity == "error" for one in parse(text, "", "").findings)


def _first_words(text: str) -> str:
    """The first words of a script, to name its file after."""
    lines = (
        line.lstrip("-#*> \t0123456789.") for line in text.split("\n") if not line.startswith(("---", "language:"))
    )
    return " ".join(next((line for line in lines if line.strip()), "routine").split()[:4])


def _title(text: str) -> str:
    routine = parse(text, "", "").routine
    return routine.title if routine and routine.title else "routine"


def _cells(data: bytes) -> bytes:
    """The cells of a workbook's first sheet as text with tabs, as a spreadsheet copies them. Raises BatchError."""
    from voiceguide.batch.workbook import records

    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    for _, cells in islice(records(data, "the workbook", "name"), MOST_ROWS):
        writer.writerow([" ".join(cell.replace("\0", "").split()) for cell in cells[:MOST_CELLS]])
    return out.getvalue().encode()
