"""Jobs in a workbook are read as the spreadsheet shows them."""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from voiceguide.batch import Sheet, read_sheet
from voiceguide.errors import BatchError
from voiceguide.parts import install

openpyxl = pytest.importorskip("openpyxl")
Book = Callable[..., Path]


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Writes a workbook of these rows; `shapes` are number formats by cell."""

    def write(*rows: list[Any], shapes: dict[str, str] | None = None, before: str | None = None) -> Path:
        workbook = openpyxl.Workbook()
        sheet = workbook.active
        if before:
            sheet.title = before
            sheet.append(["These are our clients"])
            sheet = workbook.create_sheet("Jobs")
        for row in rows:
            sheet.append(row)
        for cell, shape in (shapes or {}).items():
            sheet[cell].number_format = shape
        path = tmp_path / "jobs.xlsx"
        workbook.save(path)
        return path

    return write


def lengths(sheet: Sheet) -> list[object]:
    return [job.length for job in sheet.jobs]


def test_a_row_is_a_job(book: Book) -> None:
    sheet = read_sheet(
        book(["Routine", "length", "client", "rate"], ["heel", "10m", "Anna Berger", 150.0]), "jobs.xlsx"
    )
    (job,) = sheet.jobs
    assert (job.place, job.routine, job.length, job.choices.client) == ("jobs.xlsx:2", "heel", 600.0, "Anna Berger")
    assert job.voice.rate == 150


def test_lengths_are_read_as_their_cells_show_them(book: Book) -> None:
    rows = [
        ["routine", "length", "target"],
        ["heel", datetime.time(10, 0), "a"],  # `10:00` as Excel takes it
        ["heel", datetime.time(0, 9, 30), "b"],
        ["heel", datetime.timedelta(minutes=75), "c"],
        ["heel", datetime.time(0, 9, 30), "d"],
        ["heel", 600, "e"],
    ]
    shapes = {"B2": "h:mm", "B3": "h:mm:ss", "B4": "[h]:mm:ss", "B5": "mm:ss"}
    assert lengths(read_sheet(book(*rows, shapes=shapes))) == [600.0, 570.0, 4500.0, 570.0, 600.0]


def test_line_breaks_are_blanks_and_between_things_to_do_without_they_part(book: Book) -> None:
    sheet = read_sheet(book(["routine", "note", "without"], ["heel", "Go easy\nthis week.", "a ball\na strap"]))
    (job,) = sheet.jobs
    assert job.choices.note == "Go easy this week."
    assert job.choices.without == ("a ball", "a strap")


def test_dates_and_numbers_in_words_are_words(book: Book) -> None:
    rows = [["routine", "target", "note"], ["heel", datetime.date(2026, 11, 28), "Until 12.5 kg"]]
    (job,) = read_sheet(book(*rows)).jobs
    assert str(job.target) == "2026-11-28.mp3"


def test_empty_rows_and_cells_behind_are_passed_over(book: Book) -> None:
    sheet = read_sheet(book(["routine", "length", None], [], [None, "  "], ["heel", "10m", None, None]), "jobs.xlsx")
    assert [job.place for job in sheet.jobs] == ["jobs.xlsx:4"]


def test_a_cell_without_a_column_is_a_fault_of_its_row(book: Book) -> None:
    sheet = read_sheet(book(["routine"], ["heel", "ten minutes"], ["desk"]), "jobs.xlsx")
    assert [fault.place for fault in sheet.faults] == ["jobs.xlsx:2"]
    assert len(sheet.jobs) == 1


def test_a_formula_without_a_saved_value_is_a_fault_of_its_row(book: Book) -> None:
    sheet = read_sheet(book(["routine", "length"], ["heel", '=CONCATENATE("1","0m")'], ["desk", "10m"]), "jobs.xlsx")
    assert [(fault.place, fault.message.split(":")[0]) for fault in sheet.faults] == [("jobs.xlsx:2", "length")]


def test_the_sheet_with_a_column_of_routines_is_taken(book: Book) -> None:
    assert len(read_sheet(book(["routine"], ["heel"], before="Clients")).jobs) == 1


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    for row in (["routine"], ["heel"]):
        workbook.active.append(row)
    workbook.active["XFD10000"] = "."
    workbook.save(tmp_path / "jobs.xlsx")
    sheet = read_sheet(tmp_path / "jobs.xlsx")
    assert (len(sheet.jobs), sheet.faults) == (1, ())


def test_more_rows_than_a_sheet_has_are_refused(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voiceguide.batch.workbook.MOST_ROWS", 2)
    assert read_sheet(book(["routine"], ["heel"])).jobs
    with pytest.raises(BatchError, match=r"jobs\.xlsx: it cannot be read as a workbook: it has over 2 rows"):
        read_sheet(book(["routine"], [], ["heel"]))


def test_a_workbook_without_jobs_is_told(book: Book) -> None:
    with pytest.raises(BatchError, match="one is `routine`"):
        read_sheet(book([None, None]))


@pytest.mark.parametrize("content", [b"", b"PK", b"routine\nheel\n", b"PK\x03\x04" + b"\0" * 60])
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "jobs.xlsx"
    path.write_bytes(content)
    with pytest.raises(BatchError, match=r"jobs\.xlsx: It cannot be unpacked"):
        read_sheet(path)


def test_a_package_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "jobs.xlsx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "b")
    with pytest.raises(BatchError, match="cannot be read as a workbook"):
        read_sheet(path)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_workbook_with_a_damaged_part_is_told(book: Book, part: str) -> None:
    with zipfile.ZipFile(book(["routine"], ["heel"])) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    parts[part] = parts[part].replace(b"</", b"<<", 1)
    path = book([])
    with zipfile.ZipFile(path, "w") as bad:
        for name, content in parts.items():
            bad.writestr(name, content)
    with pytest.raises(BatchError, match="cannot be read as a workbook"):
        read_sheet(path)


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "jobs.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open("xl/a.xml", "w") as part:
        for _ in range(110):
            part.write(b" " * 1_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(BatchError, match="unpacks to more"):
        read_sheet(path)


def test_entities_are_refused(book: Book, tmp_path: Path) -> None:
    hostile = io.BytesIO()
    with zipfile.ZipFile(book(["routine"], ["heel"])) as good, zipfile.ZipFile(hostile, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + content
            bad.writestr(name, content)
    path = tmp_path / "jobs.xlsx"
    path.write_bytes(hostile.getvalue())
    with pytest.raises(BatchError, match="declares entities"):
        read_sheet(path)


def test_without_the_library_a_command_that_installs_it_is_told(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    path = book(["routine"], ["heel"])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(BatchError) as caught:
        read_sheet(path)
    assert caught.value.hint == f"Install it: {install('openpyxl')}"
