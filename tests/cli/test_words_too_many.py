"""Words that are too many, options with other dashes, and routines without a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import fakes
from tests.conftest import Cli
from voiceguide.shell_word import shell_word

SCRIPT = "# Heel\n\n- Press the heel spot for 20 seconds\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    Path("heel.md").write_text(SCRIPT)
    Path("my heel.md").write_text(SCRIPT)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("plan heel.md 3m", "'3m' is too much. Did you mean --length 3m?"),
        ("export heel.md 10 min", f"'10 min' is too much. Did you mean --length {shell_word('10 min')}?"),
        ("export heel.md heel.md", "Give one routine at a time, or a sheet of them: voiceguide batch"),
        ("play 3m heel.md", "Did you mean heel.md --length 3m?"),
        ("plan heel.md lenght 3m", "Did you mean '--length'?"),
        ("plan heel.md length=3m", "Did you mean '--length'?"),
        ("plan heel.md —length 3m", "Did you mean '--length'?"),
        ("plan heel.md –l 3m", "Did you mean '-l'?"),
        ("plan heel pain", "'pain' is too much. Did you mean heel-pain?"),
        ("plan Heel Pain", "Did you mean heel-pain?"),
        ("plan my heel.md", f"Did you mean {shell_word('my heel.md')}?"),
        ("plan heel.md --for Anna Berger", "'Berger' is too much. Put a name or a text with blanks into quotes."),
        ("plan heel-pain now", "Put a name or a text with blanks into quotes."),
        ("say Good morning", "Put a name or a text with blanks into quotes."),
    ],
)
def test_words_that_are_too_many_are_answered_with_what_was_meant(
    folder: Path, cli: Cli, typed: str, told: str
) -> None:
    said = cli(*typed.split())
    assert (said.status, said.out) == (2, "")
    assert told in said.err


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("export heel.md -force", "No such option '-force'. Did you mean '--force', with two hyphens?"),
        ("plan heel.md -length 3m", "No such option '-length'. Did you mean '--length', with two hyphens?"),
        ("plan heel.md -length=3m", "Did you mean '--length', with two hyphens?"),
        ("list -quiet", "Did you mean '--quiet', with two hyphens?"),
        ("plan heel.md -L 3m", "Did you mean '-l'?"),
        ("plan heel.md --l 3m", "Did you mean '-l'?"),
        ("plan heel.md --withou chair", "Did you mean '--without'?"),
        ("export heel.md --format mp3", "No such option '--format'.\n"),
    ],
)
def test_a_mistyped_option_is_answered_with_the_one_that_was_meant(
    folder: Path, cli: Cli, typed: str, told: str
) -> None:
    said = cli(*typed.split())
    assert (said.status, said.out) == (2, "")
    assert told in said.err
    assert not list(folder.glob("*.mp3"))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("heel-pian", "did you mean `voiceguide play heel-pain`?"),
        ("Heel Pain", "did you mean `voiceguide play heel-pain`?"),
        ("my heel.md", f"to hear this routine: voiceguide play {shell_word('my heel.md')}"),
        ("notes.docx", "this is a Word document: make a draft of a script from it: voiceguide import notes.docx"),
        ("jobs.csv", "voiceguide batch jobs.csv"),
    ],
)
def test_a_file_or_a_routine_without_a_command_is_told_with_its_command(
    folder: Path, cli: Cli, typed: str, told: str
) -> None:
    said = cli(typed)
    assert (said.status, said.out) == (2, "")
    assert told in said.err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("caf\udce9", "cannot be printed"),
        ("two\nlines", "cannot be printed"),
        ("con", "Windows keeps for a device"),
        ("sheet.docx", "named like a Word document, and a script ends in .md"),
        ("-", "a routine needs a name"),
    ],
)
def test_a_name_that_no_script_can_have_makes_no_file(folder: Path, cli: Cli, name: str, told: str) -> None:
    before = sorted(folder.iterdir())
    said = cli("new", name)
    assert (said.status, told in said.err) == (2, True)
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        (("batch", "my heel.md"), f"voiceguide export {shell_word('my heel.md')}"),
        (("unpack", "my heel.md"), f"voiceguide check {shell_word('my heel.md')}"),
        (("write", "my notes.txt"), f"voiceguide import {shell_word('my notes.txt')}"),
    ],
)
def test_the_command_in_a_hint_can_be_pasted(folder: Path, cli: Cli, typed: tuple[str, ...], command: str) -> None:
    Path("my notes.txt").write_text("Press the heel")
    assert f"{command}\n" in cli(*typed).err


def test_a_folder_is_no_sound_file(folder: Path, cli: Cli) -> None:
    Path("there").mkdir()
    said = cli("export", "heel.md", "-o", "there/")
    assert said.err == "error: Cannot write there: it is a folder.\nhint: Name a file in it.\n"


def test_a_draft_is_never_named_after_a_device(folder: Path, cli: Cli) -> None:
    Path("con.txt").write_text("- Press the heel for 20 seconds\n")
    cli("import", "con.txt")
    assert Path("con-1.md").is_file()
