"""Sheets whose quotes or lines are broken, and sheets of tabs."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.batch.job import job_of
from voiceguide.batch.sheet import read_sheet
from voiceguide.errors import BatchError


def sheet(folder: Path, text: str, name: str = "jobs.csv") -> Path:
    path = folder / name
    path.write_text(text, newline="")
    return path


@pytest.mark.parametrize(
    "rows",
    ['"Anna\ndesk-break,Tom\n', '"Anna\ndesk-break,"Tom"\n', '"Anna"\n\ndesk-break,"Tom'],
    ids=["never", "by the next one", "at the end"],
)
def test_a_quote_that_is_not_closed_swallows_no_rows(tmp_path: Path, rows: str) -> None:
    with pytest.raises(BatchError, match=r":[24]: the quotes of a cell are not closed") as told:
        read_sheet(sheet(tmp_path, f"routine,client\ndesk-break,{rows}"))
    assert told.value.hint


@pytest.mark.parametrize("cell", ['"Anna ""Annie"" Berger"', 'Anna "Annie" Berger', '"Anna\nBerger"'])
def test_quotes_that_are_whole_are_read(tmp_path: Path, cell: str) -> None:
    jobs = read_sheet(sheet(tmp_path, f"routine,client,length\ndesk-break,{cell},3m\n")).jobs
    assert [job.length for job in jobs] == [180]


def test_a_line_break_is_a_blank_in_each_column(tmp_path: Path) -> None:
    path = sheet(tmp_path, 'routine,target\n"desk-break\n","anna\nberger.mp3"\n')
    (job,) = read_sheet(path).jobs
    assert (job.routine, str(job.target)) == ("desk-break", "anna berger.mp3")


def test_a_sheet_of_tabs_is_read(tmp_path: Path) -> None:
    assert read_sheet(sheet(tmp_path, "routine\tlength\ndesk-break\t3m\n", "jobs.tsv")).jobs[0].length == 180


def test_a_target_does_not_name_the_users_home() -> None:
    with pytest.raises(ValueError, match="does not stay in the folder"):
        job_of({"routine": "desk-break", "target": "~/anna.mp3"}, "jobs.csv:2", Path())


def test_a_date_in_toml_is_told_as_it_is_written(tmp_path: Path) -> None:
    faults = read_sheet(sheet(tmp_path, '[[job]]\nroutine = "desk-break"\nlength = 2026-01-02\n', "jobs.toml")).faults
    assert [fault.message for fault in faults] == ["length: `2026-01-02` is not text: write it in quotes"]


def test_a_sheet_that_is_named_like_a_workbook_is_to_be_saved_anew(tmp_path: Path) -> None:
    with pytest.raises(BatchError) as told:
        read_sheet(sheet(tmp_path, "routine\ndesk-break\n", "jobs.xlsx"))
    assert told.value.hint == "Save it anew as .xlsx, or as “CSV UTF-8”."
