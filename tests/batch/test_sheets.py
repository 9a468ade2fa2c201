"""Sheets of jobs as spreadsheets write them, and the template of one."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.batch.sheets import sheet
from tests.conftest import Cli
from voiceguide.batch import read_sheet
from voiceguide.batch.job import safe_name
from voiceguide.errors import BatchError
from voiceguide.fit import Choices


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_a_sheet_is_read_as_spreadsheets_write_it(folder: Path, delimiter: str, end: str, mark: str) -> None:
    rows = [
        ["Routine", "Length", "Client", "Without", "Target", ""],
        ["heel-pain", "10m", "Jörg “Jo” Müller; Esq., jr", "a ball, a scraping tool", "jo/heel.mp3", ""],
        ["", "", "", "", "", ""],
        ["heel.md", "", "", "", "", ""],
    ]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    jobs = read_sheet(sheet(mark + out.getvalue())).jobs
    assert [(job.place, job.routine, job.length, str(job.target)) for job in jobs] == [
        ("jobs.csv:2", "heel-pain", 600, "jo/heel.mp3"),
        ("jobs.csv:4", "heel.md", None, "heel.mp3"),
    ]
    assert jobs[0].choices == Choices(client="Jörg “Jo” Müller; Esq., jr", without=("a ball", "a scraping tool"))


def test_the_first_line_may_tell_the_delimiter(folder: Path) -> None:
    assert read_sheet(sheet("sep=;\r\nroutine;length\r\nheel-pain;5m\r\n")).jobs[0].place == "jobs.csv:3"


@pytest.mark.parametrize("sign", [";", ",", "|", "+"])
def test_several_things_stand_in_one_cell(folder: Path, sign: str) -> None:
    jobs = read_sheet(sheet(f'routine,without\nheel-pain,"a ball {sign} a strap"\n')).jobs
    assert jobs[0].choices.without == ("a ball", "a strap")


def test_toml_has_defaults(folder: Path) -> None:
    text = """[defaults]
talk = "brief"
length = 600

[[job]]
routine = "heel-pain"
without = ["a ball", "a strap"]

[[job]]
routine = "desk-break"
talk = "full"
rate = 160
"""
    first, second = read_sheet(sheet(text, "jobs.toml")).jobs
    assert (first.place, first.length, first.choices.talk) == ("jobs.toml:5", 600, "brief")
    assert first.choices.without == ("a ball", "a strap")
    assert (second.place, second.choices.talk, second.voice.rate) == ("jobs.toml:9", "full", 160)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("routine,lenght\nheel-pain,10m\n", "jobs.csv:1: there is no column 'lenght'"),
        ("routine,routine\na,b\n", "jobs.csv:1: 'routine' is there twice"),
        ("length\n10m\n", "jobs.csv:1: the first row has to name the columns"),
        ("routine,,length\na,,10m\n", "jobs.csv:1: column 2 has no name"),
        ("routine\n\n", "no job in it"),
        ("", "jobs.csv:1"),
        ("routine,target\na,x.mp3\nb,X.mp3\n", "jobs.csv:3: X.mp3 is the target of jobs.csv:2 already"),
        ('routine\n"' + "x" * 200_000 + '"\n', "jobs.csv:2: a cell has over 131,072 characters"),
        ("x" * 200_000, "jobs.csv:1: a cell has over 131,072 characters"),
    ],
)
def test_a_sheet_that_cannot_be_meant_is_refused(folder: Path, text: str, message: str) -> None:
    with pytest.raises(BatchError) as refusal:
        read_sheet(sheet(text))
    assert message in refusal.value.message


def test_the_nearest_column_is_named(folder: Path) -> None:
    with pytest.raises(BatchError) as refusal:
        read_sheet(sheet("routine,lenght\nheel-pain,10m\n"))
    assert "'length'" in (refusal.value.hint or "")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_refused_not_guessed(folder: Path, encoding: str) -> None:
    Path("jobs.csv").write_bytes("routine,client\nheel-pain,Jörg\n".encode(encoding))
    with pytest.raises(BatchError, match="UTF-8"):
        read_sheet(Path("jobs.csv"))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("heel-pain,abc,,", "cannot be read as a length"),
        ("heel-pain,,,middle", "not one of left, right"),
        ("heel-pain,,\x1b[31mAnna,", "cannot be printed"),
        (f"heel-pain,,{'x' * 81},", "80 characters"),
        (",10m,,", "no routine"),
        ("heel-pain,,,,extra", "quote a cell"),
    ],
)
def test_a_row_that_is_no_job_fails_alone(folder: Path, cells: str, words: str) -> None:
    found = read_sheet(sheet(f"routine,length,client,side\nheel-pain,,,\n{cells}\n"))
    assert len(found.jobs) == 1
    (fault,) = found.faults
    assert fault.place == "jobs.csv:3"
    assert words in fault.message


@pytest.mark.parametrize(
    "target", ["../heel.mp3", "/tmp/heel.mp3", "C:\\heel.mp3", "a\\..\\..\\heel.mp3", "..", "a\x07.mp3"]
)
def test_a_target_stays_in_its_folder(folder: Path, target: str) -> None:
    assert read_sheet(sheet(f"routine,target\nheel-pain,{target}\n")).faults


@given(st.text(max_size=300))
def test_a_name_made_of_any_text_is_a_plain_file_name(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name.encode()) <= 150
    assert all(character.isalnum() or character in "-." or not character.isascii() for character in name)
    assert not name.startswith((".", "-"))


@pytest.mark.parametrize("name", ["jobs.csv", "jobs.tsv", "jobs.toml"])
def test_the_template_is_a_sheet_that_can_be_read(folder: Path, cli: Cli, name: str) -> None:
    assert cli("batch", "--template", name).status == 0
    found = read_sheet(Path(name))
    assert not found.faults
    assert len(found.jobs) == 3
    assert cli("batch", "--template", name).status == 1  # it is there already


def test_the_template_is_printed_where_no_file_is_named(folder: Path, cli: Cli) -> None:
    assert "routine,length" in cli("batch", "--template").out


def test_batch_without_jobs_is_wrong_usage(folder: Path, cli: Cli) -> None:
    assert cli("batch").status == 2
