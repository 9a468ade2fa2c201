"""A table of clients, pasted from a spreadsheet, becomes the jobs of a batch, and a zip of their recordings."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from voiceguide.batch import Report, read_sheet, run_batch
from voiceguide.batch.executor import Processes
from voiceguide.desk.handing import zipped
from voiceguide.desk.jobs import Job, Work
from voiceguide.desk.words import languages, words_of
from voiceguide.errors import BatchError
from voiceguide.language import available, load
from voiceguide.studio.voice_options import VoiceOptions

COLUMNS = ("client", "length", "side", "without", "note")
"""The columns of a table without names, in order."""
MOST_ROWS = 500
MOST_CHARACTERS = 200_000
TABLE = "table.csv"


@dataclass(frozen=True, slots=True)
class Client:
    """One row of the table."""

    row: int
    cells: dict[str, str]
    fault: str = ""
    """The reason why it cannot be made; empty if it can."""


def clients_in(table: str) -> list[Client]:
    """The rows of a pasted table. Cells are separated by tabs, semicolons or commas. Raises BatchError."""
    if len(table) > MOST_CHARACTERS:
        raise BatchError("This table is too long.", "Divide it.")
    rows = list(_rows(table))
    if not rows:
        raise BatchError("There is no row in this table.", "Paste one row for each person.")
    if len(rows) > MOST_ROWS:
        raise BatchError(f"These are {len(rows)} rows; {MOST_ROWS} can be made at a time.", "Divide the table.")
    names = [_columns().get(cell.casefold(), cell.casefold()) for cell in rows[0][1]]
    if "client" in names and all(name in (*COLUMNS, "") for name in names):
        return [_client(number, dict(zip(names, cells, strict=False))) for number, cells in rows[1:]]
    return [_client(number, dict(zip(COLUMNS, cells, strict=False))) for number, cells in rows]


def make_all(clients: list[Client], script: Path, voice: VoiceOptions) -> Work:
    """The work that makes the recordings of all rows. `script`: the saved script."""

    def work(job: Job) -> Path:
        sheet = job.folder / TABLE
        with sheet.open("w", encoding="utf-8", newline="") as file:
            _write(file, clients, script, voice)
        made = job.folder / "recordings"
        read = read_sheet(sheet, TABLE)
        report = run_batch(read, made, Processes, recordings=voice.recordings, progress=job.progress)
        job.result = {"made": len(report.made), "faults": _faults(report, [one for one in clients if not one.fault])}
        if not report.made:
            first = report.failures[0] if report.failures else None
            raise BatchError(first.message if first else "Nothing was made.", first.hint if first else None)
        return zipped(job.folder / f"{script.stem}-recordings.zip", sorted(report.made))

    return work


def _rows(table: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in table.splitlines() if line.strip()), "")
    delimiter = next((sign for sign in "\t;," if sign in first), "\t")
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(table), delimiter=delimiter), 1):
            if any(cell.strip() for cell in cells):
                yield number, [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        raise BatchError(f"This table cannot be read: {error}.", "Copy it from the spreadsheet again.") from error


def _client(row: int, cells: dict[str, str]) -> Client:
    """A row, with its side in English, and its fault."""
    from voiceguide.batch.job import job_of

    kept = {name: text for name, text in cells.items() if name and text}
    if "side" in kept:
        kept["side"] = _sides().get(kept["side"].casefold(), kept["side"])
        if kept["side"] == "both":
            del kept["side"]
    length = kept.get("length", "")
    if re.fullmatch(r"\d+(?:[.,]\d+)?", length):
        return Client(row, kept, f"{length} minutes or {length} seconds? Write {length}m or {length}s.")
    if not kept.get("client"):
        return Client(row, kept, "The name is missing.")
    try:
        job_of({**kept, "routine": "routine"}, str(row), Path())
    except ValueError as error:
        return Client(row, kept, f"{error}.")
    return Client(row, kept)


@cache
def _columns() -> dict[str, str]:
    """The names of columns in all languages -> those of a sheet."""
    texts = ((column, words_of(code)[f"columns.{column}"]) for code in languages() for column in COLUMNS)
    return {name.casefold(): column for column, text in texts for name in text.split("|")}


@cache
def _sides() -> dict[str, str]:
    """The words for sides in all languages -> the words of a sheet."""
    found = {"both": "both", "-": "both", "l": "left", "r": "right"}
    for code in available():
        pack = load(code)
        for side in ("left", "right"):
            found[pack.phrase(side).casefold()] = side
            found.update({str(noun[side]).split()[0].casefold(): side for noun in pack.data["nouns"].values()})
    return {**found, "left": "left", "right": "right"}


def _write(file: Any, clients: list[Client], script: Path, voice: VoiceOptions) -> None:
    writer = csv.writer(file)
    writer.writerow(["routine", *COLUMNS, "voice", "rate"])
    for client in clients:
        if not client.fault:
            cells = [client.cells.get(name, "") for name in COLUMNS]
            writer.writerow([script, *cells, voice.voice or "", voice.rate or ""])


def _faults(report: Report, clients: list[Client]) -> list[str]:
    """The faults, each with the name of the person. The first row of the sheet names its columns."""
    rows = [(int(failure.place.rpartition(":")[2]), failure.message) for failure in report.failures]
    return [f"{clients[row - 2].cells['client']}: {message}" for row, message in rows]
