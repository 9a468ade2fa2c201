"""A table of clients, pasted from a spreadsheet, becomes the jobs of a batch, and a zip of their recordings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voiceguide.batch import Report, read_sheet, run_batch
from voiceguide.batch.executor import Processes
from voiceguide.desk.client_cells import COLUMNS, are_minutes, columns, length_of, side_of
from voiceguide.desk.handover import zipped
from voiceguide.desk.jobs import Job, Work
from voiceguide.desk.names import free_name
from voiceguide.desk.words import Words
from voiceguide.errors import BatchError
from voiceguide.studio.voice_options import VoiceOptions

MOST_ROWS = 500
MOST_CHARACTERS = 200_000
MOST_STEM_BYTES = 140
"""Of a recording's name, so that a number and a suffix behind it have room."""
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
    head = rows[0][1]
    names = [columns().get(cell.casefold(), cell.casefold()) for cell in head]
    if "client" not in names or not all(name in (*COLUMNS, "") for name in names):
        return [_client(number, dict(zip(COLUMNS, cells, strict=False))) for number, cells in rows]
    minutes = any(are_minutes(cell) for cell in head)
    return [_client(number, dict(zip(names, cells, strict=False)), minutes=minutes) for number, cells in rows[1:]]


def make_all(clients: list[Client], script: Path, voice: VoiceOptions, words: Words) -> Work:
    """The work that makes the recordings of all rows. `script`: the saved script. `words`: the language of their
    names."""

    def work(job: Job) -> Path:
        sheet = job.folder / TABLE
        with sheet.open("w", encoding="utf-8", newline="") as file:
            write_sheet(file, clients, script, voice, words)
        made = job.folder / "recordings"
        read = read_sheet(sheet, TABLE)
        report = run_batch(read, made, Processes, recordings=voice.recordings, progress=job.progress)
        job.result = {"made": len(report.made), "faults": _faults(report, [one for one in clients if not one.fault])}
        if not report.made:
            first = report.failures[0] if report.failures else None
            raise BatchError(first.message if first else "Nothing was made.", first.hint if first else None)
        return zipped(job.folder / f"{script.stem}-{words['table.recordings']}.zip", sorted(report.made))

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


def _client(row: int, cells: dict[str, str], *, minutes: bool = False) -> Client:
    """A row in the words of a sheet, and its fault. `minutes`: a bare number in the column of lengths is minutes."""
    from voiceguide.batch.job import job_of

    kept = {name: text for name, text in cells.items() if name and text}
    if "side" in kept:
        kept["side"] = side_of(kept["side"])
        if kept["side"] == "both":
            del kept["side"]
    if "length" in kept:
        kept["length"] = length_of(kept["length"], minutes=minutes)
    if not kept.get("client"):
        return Client(row, kept, "The name is missing.")
    try:
        job_of({**kept, "routine": "routine"}, str(row), Path())
    except ValueError as error:
        return Client(row, kept, f"{error}.")
    return Client(row, kept)


def write_sheet(file: Any, clients: list[Client], script: Path, voice: VoiceOptions, words: Words) -> None:
    """Write the rows that can be made as a sheet of jobs."""
    writer = csv.writer(file)
    writer.writerow(["routine", *COLUMNS, "voice", "rate", "target"])
    targets: list[str] = []
    for client in clients:
        if not client.fault:
            cells = [client.cells.get(name, "") for name in COLUMNS]
            targets.append(free_name(_stem(client, script, words), ".mp3", targets))
            writer.writerow([script, *cells, voice.voice or "", voice.rate or "", targets[-1]])


def _stem(client: Client, script: Path, words: Words) -> str:
    """The name of a recording, in the language of the page: `heel-Anna-links-10m`."""
    from voiceguide.batch.job import safe_name

    shown = in_words(client, words)
    parts = [script.stem, shown["client"], shown.get("side", "").lower(), shown.get("length", "").replace(":", "-")]
    name = safe_name("-".join(part for part in parts if part))
    return name.encode()[:MOST_STEM_BYTES].decode(errors="ignore")


def in_words(client: Client, words: Words) -> dict[str, str]:
    """The cells of a row, the side and the length as the page calls them."""
    side, length = client.cells.get("side", ""), client.cells.get("length", "")
    ends = words.get(f"lengths.{length}", length).partition("|")[0]
    named = {"side": words.get(f"page.side_{side}", side), "length": ends}
    return {**client.cells, **{name: text for name, text in named.items() if text}}


def _faults(report: Report, clients: list[Client]) -> list[str]:
    """The faults, each with the name of the person. The first row of the sheet names its columns."""
    rows = [(int(failure.place.rpartition(":")[2]), failure.message) for failure in report.failures]
    return [f"{clients[row - 2].cells['client']}: {message}" for row, message in rows]
