"""Cells as people and spreadsheets write them, and what a sheet may not choose."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.batch.job import job_of
from voiceguide.batch.manifest import NAME, Manifest
from voiceguide.errors import VoiceNotFoundError
from voiceguide.speech.engine import check_scripted


def job(**cells: str) -> object:
    return job_of({"routine": "desk-break", **cells}, "jobs.csv:2", Path())


@pytest.mark.parametrize("engine", ["os:abort", "command", "voiceguide.speech.engines.command:CommandEngine"])
def test_a_sheet_chooses_no_code(engine: str) -> None:
    with pytest.raises(ValueError, match="is not one of"):
        job(engine=engine)


def test_a_sheet_chooses_an_engine_of_voiceguide() -> None:
    assert job_of({"routine": "desk-break", "engine": "Piper"}, "jobs.csv:2", Path()).voice.engine == "piper"


def test_a_script_does_not_choose_the_users_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_COMMAND", "speak -w {file} {text}")
    monkeypatch.delenv("VOICEGUIDE_ENGINE", raising=False)
    with pytest.raises(VoiceNotFoundError, match="cannot choose"):
        check_scripted("command")
    check_scripted("command", "command")
    monkeypatch.setenv("VOICEGUIDE_ENGINE", "command")
    check_scripted("command")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\v", "\u2028", "\x85", " \n "])
def test_a_line_break_in_a_cell_is_a_blank(line_end: str) -> None:
    made = job_of({"routine": "desk-break", "note": f"First.{line_end}Second."}, "jobs.csv:2", Path())
    assert made.choices.note == "First. Second."


@pytest.mark.parametrize(
    "error",
    [
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "#NAME?",
        "#NV",
        "#n/a",
        "#N/D",
        "#¡VALOR!",
        "#¿NOMBRE?",
        "#VALEUR!",
        "#GETAL!",
        "#NÚM!",
        "#VERW!",
        "Err:502",
    ],
)
@pytest.mark.parametrize("column", ["client", "note", "length", "target"])
def test_an_error_of_the_spreadsheet_is_no_value(column: str, error: str) -> None:
    with pytest.raises(ValueError, match=f"{column}: .* is an error of the spreadsheet"):
        job(**{column: error})


@pytest.mark.parametrize("length", ["60.0", "0.75", "10,5"])
def test_a_length_as_an_export_with_decimals_writes_it_is_asked_back(length: str) -> None:
    with pytest.raises(ValueError, match=r"length: .* minutes or .* seconds"):
        job(length=length)


@pytest.mark.parametrize("date", ["2026-11-15", "2026-11-15 10:00", "15.11.2026", "11/15/26"])
def test_a_date_is_neither_a_name_nor_a_length(date: str) -> None:
    for column in ("client", "length"):
        with pytest.raises(ValueError, match="is a date"):
            job(**{column: date})
    assert job(note=f"See you on {date}.")


@pytest.mark.parametrize(
    ("cell", "reason"), [("TRUE", "a truth value"), ("WAHR", "a truth value"), ("=A1", "a formula")]
)
def test_a_truth_value_or_a_formula_is_not_spoken(cell: str, reason: str) -> None:
    for column in ("client", "note"):
        with pytest.raises(ValueError, match=reason):
            job(**{column: cell})
    assert job(client="Vera", note="Is it true? 2 + 2 = 4.")


@pytest.mark.parametrize(
    "content", ["[" * 100_000, "{}", '{"files": {"a": [1, [1e999, 0], 0]}}', "\0", '{"files": []}']
)
def test_a_damaged_record_of_a_batch_is_told_and_counts_as_none(tmp_path: Path, content: str) -> None:
    told: list[str] = []
    (tmp_path / NAME).write_text(content)
    assert not Manifest.read(tmp_path, told.append).entries
    assert len(told) == 1
