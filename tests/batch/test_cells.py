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
        "N/A",
        "n/a",
        "#N/A N/A",
        "#N/A Field Not Applicable",
        "#WERT!",
        "#BEZUG!",
        "#I/T",
        "#Н/Д",
        "#¡REF!",
        "#YOK",
        "#GETTING_DATA",
        "#SPILL!",
        "Fehler:502",
        "########",
    ],
)
@pytest.mark.parametrize("column", ["client", "note", "length", "target"])
def test_an_error_of_the_spreadsheet_is_no_value(column: str, error: str) -> None:
    with pytest.raises(ValueError, match=f"{column}: .* is an error of the spreadsheet"):
        job(**{column: error})


@pytest.mark.parametrize("name", ["#1 Anna", "Errol", "Nana", "Fehler", "Anna N/A", "4E12", "5e2"])
def test_a_name_that_resembles_an_error_is_a_name(name: str) -> None:
    assert job(client=name)


@pytest.mark.parametrize("number", ["1E+05", "1,23E+11", "1.23457e+06", "5e-05"])
def test_a_number_that_the_spreadsheet_has_shortened_is_told(number: str) -> None:
    for column in ("client", "note", "target"):
        with pytest.raises(ValueError, match="is a shortened number"):
            job(**{column: number})


@pytest.mark.parametrize("target", ["CON.wav", "nul", "anna/aux.mp3", "com1.tar.mp3", "LPT9 .wav", "COM²"])
def test_a_name_of_a_device_is_no_target(target: str) -> None:
    with pytest.raises(ValueError, match="Windows keeps for a device"):
        job(target=target)
    assert job(target="console.wav")


def test_a_recording_is_never_named_after_a_device() -> None:
    assert job_of({"routine": "con"}, "jobs.csv:2", Path()).target.name == "session-con.mp3"


def test_a_note_that_is_a_date_is_told() -> None:
    with pytest.raises(ValueError, match="note: 2026-11-15 is a date: write it into a sentence"):
        job(note="2026-11-15")


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
