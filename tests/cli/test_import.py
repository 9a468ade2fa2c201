"""`voiceguide import` writes a draft, never over a script, and says what check finds in it."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.conftest import Cli, Said
from voiceguide.importing.limits import MOST_BYTES

PASTE = "Heel plan\n\n- Roll the sole, 20 times\n- Press the heel for 5 secnds\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pasted(cli: Cli, monkeypatch: pytest.MonkeyPatch, text: str, *args: str) -> Said:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    return cli("import", "-", *args)


def test_a_file_becomes_a_script_named_like_it(cli: Cli, folder: Path) -> None:
    Path("My Heel (1).txt").write_text("Heel plan\n\n- Roll the sole, 20 times\n- Press, 10 times\n")
    said = cli("import", "My Heel (1).txt")
    assert said.status == 0
    assert Path("my-heel-1.md").read_text() == "# Heel plan\n\n- Roll the sole, 20 times\n- Press, 10 times\n"
    assert "my-heel-1.md: a draft of My Heel (1).txt" in said.err
    assert "Heel plan: 2 steps" in said.out


def test_what_could_not_be_read_has_a_comment_that_asks(
    cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = pasted(cli, monkeypatch, PASTE)
    lines = Path("heel-plan.md").read_text().splitlines()
    assert lines[3].startswith("<!-- Please mend the next line: ")
    assert lines[4] == "- Press the heel for 5 secnds"
    assert "with 1 comment where it could not be read" in said.err
    assert "heel-plan.md:5:" in said.out  # what check says


def test_the_draft_goes_where_it_is_asked_to(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pasted(cli, monkeypatch, PASTE, "-o", "other.md")
    assert [path.name for path in folder.iterdir()] == ["other.md"]


def test_into_the_folder_of_scripts_where_there_is_one(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("scripts").mkdir()
    pasted(cli, monkeypatch, PASTE)
    assert Path("scripts/heel-plan.md").is_file()


def test_a_script_that_exists_is_kept(cli: Cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("heel-plan.md").write_text("mine")
    said = pasted(cli, monkeypatch, PASTE)
    assert said.status == 1
    assert "exists already" in said.err
    assert Path("heel-plan.md").read_text() == "mine"
    assert pasted(cli, monkeypatch, PASTE, "--force").status == 0
    assert "Roll the sole" in Path("heel-plan.md").read_text()


@pytest.mark.parametrize(("name", "content"), [("a.doc", b"\xd0\xcf\x11\xe0"), ("a.txt", b" \n"), ("a.pdf", b"words")])
def test_what_cannot_be_read_is_told_with_its_name_and_a_way_round(
    cli: Cli, folder: Path, name: str, content: bytes
) -> None:
    Path(name).write_bytes(content)
    said = cli("import", name)
    assert said.status == 1
    assert said.err.startswith(f"error: {name}: ")
    assert "hint: " in said.err
    assert not list(folder.glob("*.md"))


def test_a_file_that_is_not_there_is_told(cli: Cli, folder: Path) -> None:
    assert "gone.docx: No such file" in cli("import", "gone.docx").err


def test_a_file_of_more_bytes_than_a_sheet_has(cli: Cli, folder: Path) -> None:
    with Path("a.txt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    assert "over 20 MB" in cli("import", "a.txt").err
