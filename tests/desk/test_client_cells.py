"""Cells of a table of clients in a therapist's own words, and the names of the recordings that are made of them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from tests.desk.running import Running, client
from voiceguide.batch import read_sheet
from voiceguide.desk.client_cells import length_of, side_of
from voiceguide.desk.clients import clients_in, write_sheet
from voiceguide.desk.words import languages, words_of
from voiceguide.studio.voice_options import VoiceOptions


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("10 Minuten", "10m"),
        ("9 Min. 30 Sek.", "9m30s"),
        ("1 Stunde und 5 Minuten", "1h5m"),
        ("7,5 minuti", "7.5m"),
        ("1 heure", "1h"),
        ("10 min", "10m"),
        ("Kürzeste", "shortest"),
        ("la plus longue", "longest"),
        ("10:00", "10:00"),
        ("10", "10"),
        ("zehn", "zehn"),
        ("10 Äpfel", "10 Äpfel"),
        ("", ""),
    ],
)
def test_a_length_is_read_in_each_language(typed: str, length: str) -> None:
    assert length_of(typed) == length


@pytest.mark.parametrize("code", languages())
def test_the_words_that_the_page_shows_are_understood(code: str) -> None:
    words = words_of(code)
    assert [side_of(words[f"page.side_{side}"]) for side in ("left", "right", "both")] == ["left", "right", "both"]
    for end in ("shortest", "longest"):
        assert {length_of(name) for name in words[f"lengths.{end}"].split("|")} == {end}


def test_numbers_under_a_column_of_minutes_are_minutes() -> None:
    assert [row.cells["length"] for row in clients_in("Name\tMinuten\nAnna\t10\nBo\t7,5\n")] == ["10m", "7.5m"]
    assert clients_in("Name\tDauer\nAnna\t10\n")[0].fault


def test_a_row_that_cannot_be_made_uses_the_words_of_the_page(shared_desk: Running) -> None:
    faults = [row["fault"] for row in rows(shared_desk, "Anna\t10m\toben\n<>\t10m\nBo\tlang\n")]
    assert faults[0] == "Seite: 'oben' ist nicht links oder rechts."
    assert faults[1] == "Name: ein Name braucht einen Buchstaben."
    assert "`kürzeste` oder `längste`" in faults[2]


@pytest.mark.parametrize("code", languages())
def test_a_fault_begins_with_the_column_in_the_language_of_the_page(shared_desk: Running, code: str) -> None:
    headers = {"origin": shared_desk.origin, "accept-language": code}
    table = {"table": "Anna\tlang\nAnna\t10m\tup\nAnna\t10m\t\t\t=A1\n"}
    found = client.post(shared_desk.address + "clients.json", json=table, headers=headers).json()
    names = [words_of(code)[f"columns.{column}"].partition("|")[0] for column in ("length", "side", "note")]
    assert [row["fault"].partition(":")[0].strip().lower() for row in found] == [name.lower() for name in names]
    assert code == "en" or not any("left, right" in row["fault"] for row in found)


def rows(desk: Running, table: str) -> list[dict[str, str]]:
    return list(german(desk, "clients.json", table=table))


def german(desk: Running, path: str, **body: str) -> list[dict[str, str]] | dict[str, str]:
    headers = {"origin": desk.origin, "accept-language": "de"}
    return client.post(desk.address + path, json=body, headers=headers).json()


def test_a_long_name_fits_into_the_name_of_a_recording(tmp_path: Path) -> None:
    table = clients_in(f"{'Ä' * 79}\t10m\n{'Ä' * 79}\t10m\n")
    with (tmp_path / "table.csv").open("w", encoding="utf-8", newline="") as file:
        write_sheet(file, table, tmp_path / "soles.md", VoiceOptions(), words_of("de"))
    first, second = read_sheet(tmp_path / "table.csv", "table.csv").jobs
    assert first.target.stem.startswith("soles-ÄÄÄ")
    assert second.target.stem == f"{first.target.stem}-2"


def test_recordings_have_names_in_the_language_of_the_page(shared_desk: Running) -> None:
    table = "Anna\tkürzeste\tlinks\nAnna\tkürzeste\tlinks\nBo\t\trechts\n"
    text = shared_desk.get("script.json", name="soles").json()["text"]
    job = german(shared_desk, "make.json", kind="clients", name="soles", text=text, table=table)
    while job["state"] in ("waiting", "working"):
        job = shared_desk.get("job.json", id=job["id"]).json()
    assert job["file"] == "soles-aufnahmen.zip"
    with zipfile.ZipFile(io.BytesIO(shared_desk.get("made", id=job["id"]).content)) as made:
        assert sorted(made.namelist()) == [
            "soles-Anna-links-kürzeste-2.mp3",
            "soles-Anna-links-kürzeste.mp3",
            "soles-Bo-rechts.mp3",
        ]
