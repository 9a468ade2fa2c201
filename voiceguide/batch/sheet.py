"""Reads jobs from a workbook, from a CSV file of a spreadsheet, or from a TOML file."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voiceguide.batch.columns import COLUMNS
from voiceguide.batch.job import Job, job_of
from voiceguide.errors import BatchError
from voiceguide.script.other_files import other_file
from voiceguide.shell_word import shell_word
from voiceguide.storage.opening import open_file
from voiceguide.storage.toml_text import read_toml

MOST_BYTES = 10_000_000
MOST_JOBS = 20_000
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be read."""

    place: str
    """The row: `jobs.csv:12`."""
    message: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The jobs in a file."""

    jobs: tuple[Job, ...]
    faults: tuple[Fault, ...]
    """The rows that cannot be read. They fail; the others are made."""


Row = tuple[str, dict[str, str]]
"""A place, and its cells: column -> text."""


def read_sheet(path: Path, shown_as: str | None = None) -> Sheet:
    """The jobs in a file. Raises BatchError for a mistake that concerns the whole file, such as two jobs with one
    target."""
    shown = shown_as or str(path)
    match path.suffix.lower():
        case ".csv" | ".tsv":
            rows, faults = _csv_rows(_text(path, shown), shown)
        case ".toml":
            rows, faults = _toml_rows(_text(path, shown), shown)
        case ".xlsx" | ".xlsm":
            rows, faults = _workbook_rows(_data(path, shown), shown)
        case _:
            raise BatchError(f"{shown}: jobs stand in a .csv, .tsv, .xlsx or .toml file", _advice(path))
    if len(rows) > MOST_JOBS:
        raise BatchError(f"{shown}: {len(rows):,} jobs; {MOST_JOBS:,} can be made at a time", "Divide the file.")
    jobs = []
    for place, cells in rows:
        try:
            jobs.append(job_of(cells, place, path.parent))
        except ValueError as error:
            faults.append(Fault(place, str(error)))
    if not jobs and not faults:
        raise BatchError(f"{shown}: there is no job in it", "`voiceguide batch --template` shows what one is.")
    _refuse_shared_targets(jobs)
    return Sheet(tuple(jobs), tuple(faults))


def _advice(path: Path) -> str:
    """The way to use a file that holds no jobs."""
    other = other_file(path.name)
    if path.suffix.lower() == ".md":
        return f"It is named like a script. To make its recording: voiceguide export {shell_word(path)}"
    if other:
        return f"It is named like {other.kind}: {other.advice_for(str(path))}"
    return "A sheet to start from: voiceguide batch --template"


def _data(path: Path, shown: str) -> bytes:
    try:
        with open_file(path) as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        hint = "Name a sheet. One to start from: voiceguide batch --template"
        raise BatchError(f"{shown}: {error.strerror}", hint) from error
    if len(data) > MOST_BYTES:
        raise BatchError(f"{shown}: over {MOST_BYTES // 1_000_000} MB are too much", "Divide the file.")
    return data


def _text(path: Path, shown: str) -> str:
    data = _data(path, shown)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A wrong guess at the encoding would make the voice say wrong names.
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it as “CSV UTF-8”: in Excel one of the types under Save As, in LibreOffice the character set."
        raise BatchError(f"{shown}:{line}: it is not UTF-8", hint) from error
    if "\0" in text:
        raise BatchError(f"{shown}: it has zero bytes in it, so it is not text in UTF-8", "Save it as “CSV UTF-8”.")
    return text


def _refuse_shared_targets(jobs: Sequence[Job]) -> None:
    first: dict[str, Job] = {}
    for job in jobs:
        other = first.setdefault(unicodedata.normalize("NFC", str(job.target)).casefold(), job)
        if other is not job:
            hint = "Give one of them a target of its own."
            raise BatchError(f"{job.place}: {job.target} is the target of {other.place} already", hint)


def _refuse_unknown(names: Sequence[str], place: str, what: str) -> None:
    for number, name in enumerate(names):
        if name not in COLUMNS:
            from difflib import get_close_matches

            near = get_close_matches(name, COLUMNS, n=1)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            raise BatchError(f"{place}: there is no {what} {name!r}", f"{hint}There are {', '.join(COLUMNS)}.")
        if name in names[:number]:
            raise BatchError(f"{place}: {name!r} is there twice")


# CSV


def _csv_rows(text: str, shown: str) -> tuple[list[Row], list[Fault]]:
    skipped = 0
    told = re.match(r"sep=(.)\r?\n", text)  # Excel reads the delimiter from this line
    if told:
        skipped, text = 1, text[told.end() :]
    records = _records(text, told[1] if told else _delimiter(text), shown, skipped)
    message = "{} cells are more than the {} columns: quote a cell that has the delimiter"
    return _rows(records, shown, message)


def _rows(records: Iterator[tuple[int, list[str]]], shown: str, too_many: str) -> tuple[list[Row], list[Fault]]:
    """The rows under a row of names."""
    line, header = next(records, (1, []))
    while header and not header[-1].strip():
        header.pop()
    names = [name.strip().lower() for name in header]
    if "" in names:
        hint = "Write its name into the first row, or delete it."
        raise BatchError(f"{shown}:{line}: column {names.index('') + 1} has no name", hint)
    _refuse_unknown(names, f"{shown}:{line}", "column")
    if "routine" not in names:
        message = f"{shown}:{line}: the first row has to name the columns, and one is `routine`"
        raise BatchError(message, "`voiceguide batch --template` shows one.")
    rows, faults = [], []
    for line, cells in records:
        place = f"{shown}:{line}"
        if any(cell.strip() for cell in cells[len(names) :]):
            faults.append(Fault(place, too_many.format(len(cells), len(names))))
        else:
            rows.append((place, {name: _shown(name, cell) for name, cell in zip(names, cells, strict=False)}))
    return rows, faults


def _shown(name: str, cell: str) -> str:
    """A cell on one line; in `without`, a line is a thing."""
    return cell if name == "without" else " ".join(cell.split())


def _records(text: str, delimiter: str, shown: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """The line number and the cells of each row that is not empty."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = skipped + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = skipped + reader.line_num + 1
    except csv.Error as error:
        if "limit" in str(error):
            most = csv.field_size_limit()
            raise BatchError(f"{shown}:{line}: a cell has over {most:,} characters", "Is a quote left open?") from error
        # a guess at the end of a quoted cell would swallow rows
        hint = 'Close the quotes of each cell; write a quote within them twice: "12"" roller".'
        message = "the quotes of a cell are not closed, or text follows them"
        raise BatchError(f"{shown}:{line}: {message}", hint) from error


def _delimiter(text: str) -> str:
    """The delimiter that finds the most known columns in the first row."""
    first = next((line for line in text.splitlines() if line.strip(" ,;\t\r\n")), "")

    def columns(delimiter: str) -> int:
        return sum(cell.strip(' "').lower() in COLUMNS for cell in first.split(delimiter))

    return max(DELIMITERS, key=columns)


# Workbooks


def _workbook_rows(data: bytes, shown: str) -> tuple[list[Row], list[Fault]]:
    from voiceguide.batch.workbook import UNSAVED, records

    message = "{} cells are more than the {} columns: name the others, or empty them"
    rows, faults = _rows(records(data, shown, "routine"), shown, message)
    whole: list[Row] = []
    for place, cells in rows:
        unsaved = next((name for name, cell in cells.items() if cell == UNSAVED), None)
        if unsaved:
            faults.append(Fault(place, f"{unsaved}: the value of its formula was not saved: save it in a spreadsheet"))
        else:
            whole.append((place, cells))
    return whole, faults


# TOML


def _toml_rows(text: str, shown: str) -> tuple[list[Row], list[Fault]]:
    try:
        data = read_toml(text, shown)
    except ValueError as error:
        raise BatchError(
            str(error), "Correct the file. `voiceguide batch --template jobs.toml` writes an example."
        ) from error
    unknown = sorted(set(data) - {"job", "defaults"})
    if unknown:
        raise BatchError(f"{shown}: there is no {unknown[0]!r}", "A file has [defaults] and [[job]] tables.")
    tables, defaults = data.get("job", []), data.get("defaults", {})
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in [defaults, *tables]):
        raise BatchError(f"{shown}: jobs are written as [[job]] tables, defaults as [defaults]")
    headers = [number for number, line in enumerate(text.split("\n"), 1) if re.match(r"\s*\[\[\s*job\s*\]\]", line)]
    if len(headers) != len(tables):  # written in another TOML form, in which jobs have no line
        places = [f"{shown}: job {number}" for number in range(1, len(tables) + 1)]
    else:
        places = [f"{shown}:{line}" for line in headers]
    _refuse_unknown(list(defaults), f"{shown}: [defaults]", "key")
    rows, faults = [], []
    for place, table in zip(places, tables, strict=True):
        _refuse_unknown(list(table), place, "key")
        try:
            rows.append((place, _cells({**defaults, **table})))
        except ValueError as error:
            faults.append(Fault(place, str(error)))
    return rows, faults


def _cells(table: Mapping[str, Any]) -> dict[str, str]:
    cells = {}
    for name, value in table.items():
        if name == "without" and isinstance(value, list) and all(isinstance(thing, str) for thing in value):
            cells[name] = "\n".join(value)
        elif isinstance(value, str | int | float) and not isinstance(value, bool):
            cells[name] = str(value)
        else:
            raise ValueError(f"{name}: `{value}` is not text: write it in quotes")
    return cells


# An example

_EXAMPLE = {
    "routine": ("heel-pain", "heel-pain", "desk-break"),
    "length": ("15m", "10m", ""),
    "side": ("left", "", ""),
    "client": ("Anna Berger", "Tom O’Neill", ""),
    "note": ("Go easy on the left heel this week.", "", ""),
    "without": ("", "a scraping tool", ""),
    "talk": ("full", "brief", "full"),
    "voice": ("", "", ""),
    "format": ("mp3", "mp3", "flac"),
    "target": ("anna-left.mp3", "", "desk.flac"),
}


def example(suffix: str) -> str:
    """An example file for `.csv`, `.tsv` or `.toml`."""
    if delimiter := {".csv": ",", ".tsv": "\t"}.get(suffix.lower()):
        out = io.StringIO()
        rows = [list(_EXAMPLE), *zip(*_EXAMPLE.values(), strict=True)]
        csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        return "\ufeff" + out.getvalue()  # the mark tells Excel that it is UTF-8
    if suffix.lower() != ".toml":
        hint = "Write it as .csv, and save it as .xlsx in a spreadsheet." if suffix.lower() == ".xlsx" else None
        raise BatchError(f"an example is a .csv, .tsv or .toml file, not a {suffix or 'file without a suffix'}", hint)
    jobs = [
        "\n".join(["[[job]]", *(f'{name} = "{cells[row]}"' for name, cells in _EXAMPLE.items() if cells[row])])
        for row in range(3)
    ]
    head = f"# Each [[job]] is one recording; all but routine may be left out.\n# Keys: {', '.join(COLUMNS)}.\n"
    return head + '\n[defaults]\ntalk = "full"\n\n' + "\n\n".join(jobs) + "\n"
