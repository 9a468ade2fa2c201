"""The command line as people type it: near misses, bare numbers, files that are not scripts, and quiet."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import fakes
from tests.conftest import Cli
from voiceguide.script.other_files import OTHER_FILES

SCRIPT = "# Heel\n\n- Press the heel spot for 20 seconds\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    Path("heel.md").write_text(SCRIPT)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("exprot heel.md", "did you mean `voiceguide export`?"),
        ("EXPORT heel.md", "did you mean `voiceguide export`?"),
        ("voices gte", "did you mean `voiceguide voices get`?"),
        ("cache claer", "did you mean `voiceguide cache clear`?"),
        ("heel.md", "to hear this routine: voiceguide play heel.md"),
        ("heel-pain", "to hear this routine: voiceguide play heel-pain"),
        ("zzzz", "the commands are list, "),
        ("export heel.md --lenght 10m", "No such option '--lenght'. Did you mean '--length'?\n"),
        ("export heel.md --zzzz", "No such option '--zzzz'.\n"),
        ("export heel.md --into there", "No such option '--into'.\n"),
        ("plan heel.md --talk breif", "'full', 'daily', 'brief', 'bells'. Did you mean 'brief'?"),
        ("export heel.md --split phase", "Did you mean 'phases'?"),
        ("help", "did you mean `voiceguide --help`?"),
        ("cache help", "did you mean `voiceguide cache --help`?"),
        ("version", "did you mean `voiceguide --version`?"),
        ("-v", "Did you mean '--version'?"),
        ("verify", "did you mean `voiceguide cache verify`?"),
    ],
)
def test_an_unknown_word_is_answered_with_the_nearest(folder: Path, cli: Cli, typed: str, told: str) -> None:
    said = cli(*typed.split())
    assert (said.status, said.out) == (2, "")
    assert told in said.err


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("heel-pian", "heel-pain"),
        ("haelpain", "heel-pain"),
        ("HEEL-PAIN", "heel-pain"),
        ("heel-pain.md", "heel-pain"),
        ("scripts/heel-pian.md", "heel-pain"),
    ],
)
def test_an_unknown_routine_is_answered_with_the_nearest(folder: Path, cli: Cli, typed: str, near: str) -> None:
    said = cli("plan", typed)
    assert (said.status, f"did you mean {near}?" in said.err) == (1, True)


@pytest.mark.parametrize("length", ["10", "15", " 90 ", "7.5", "120"])
def test_a_bare_number_is_asked_back(folder: Path, cli: Cli, length: str) -> None:
    said = cli("plan", "heel.md", "-l", length)
    number = length.strip()
    assert said.status == 2
    assert f"{number} minutes or {number} seconds? Write {number}m or {number}s" in said.err


def test_a_bare_number_in_a_sheet_is_asked_back_with_its_row(folder: Path, cli: Cli) -> None:
    Path("jobs.csv").write_text("routine,length\nheel.md,15\nheel.md,50s\n")
    said = cli("batch", "jobs.csv", "--into", "out")
    assert said.status == 1
    assert "jobs.csv:2: length: `15`: 15 minutes or 15 seconds? Write 15m or 15s" in said.err
    assert [path.name for path in Path("out").glob("*.mp3")] == ["heel-50s.mp3"]


def test_a_hint_for_a_sheet_names_its_columns(folder: Path, cli: Cli) -> None:
    Path("ball.md").write_text("# Ball\n\n- Roll the sole for 20 seconds (needs a ball)\n")
    Path("jobs.csv").write_text("routine,length,without\nheel.md,45:00,\nball.md,,a ball\n")
    said = cli("batch", "jobs.csv", "--into", "out").err
    assert re.search(r"hint: `length` \d+\.\d{3}s or `length` \d+\.\d{3}s \(or 'shortest', 'longest'\)", said)
    assert "hint: leave out less under `without`" in said
    assert "--" not in said


@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("sheet.docx", "is a Word document, not a script\nhint: make a draft of a script from it: voiceguide import "),
        ("my sheet.PDF", 'voiceguide import "my sheet.PDF"'),
        ("jobs.xlsx", "voiceguide batch jobs.xlsx"),
        ("jobs.csv", "voiceguide batch jobs.csv"),
        ("rain.mp3", "--bed rain.mp3"),
        ("emma.onnx", "--voice emma.onnx"),
        ("photo.jpg", "voiceguide import -"),
    ],
)
@pytest.mark.parametrize("command", ["play", "export", "plan", "check"])
def test_a_file_that_is_not_a_script_is_told_with_its_command(
    folder: Path, cli: Cli, command: str, name: str, told: str, there: bool
) -> None:
    if there:
        Path(name).write_bytes(b"PK\x03\x04")
    said = cli(command, name)
    assert said.status == 1
    assert told in (said.out + said.err).replace("\n  hint", "\nhint")


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("heel.md", "To make its recording: voiceguide export heel.md"),
        (
            "sheet.docx",
            "It is named like a Word document: make a draft of a script from it: voiceguide import sheet.docx",
        ),
        ("jobs", "voiceguide batch --template"),
    ],
)
def test_a_file_without_jobs_is_told_with_its_command(folder: Path, cli: Cli, name: str, told: str) -> None:
    said = cli("batch", name)
    assert (said.status, told in said.err) == (1, True)


def test_check_prints_no_character_that_a_terminal_obeys(folder: Path, cli: Cli) -> None:
    Path("odd.md").write_bytes(b"# Heel\n\n- \x1b[2J Press \xff the heel spot\n")
    assert "\x1b" not in cli("check", "odd.md").out


def test_each_kind_of_file_has_advice_in_one_line() -> None:
    assert all(each.advice and "\n" not in each.advice for each in OTHER_FILES.values())


def test_quiet_leaves_nothing_but_the_file(folder: Path, cli: Cli) -> None:
    for words in (("export", "heel.md", "--quiet", "-o", "a.wav"), ("-q", "export", "heel.md", "-o", "b.wav")):
        said = cli(*words)
        assert (said.status, said.out, said.err) == (0, "", "")
    assert cli("export", "heel.md", "-o", "c.wav").err != ""


def test_quiet_keeps_errors_and_results(folder: Path, cli: Cli) -> None:
    assert "exists already" in cli("new", "heel", "--quiet").err
    assert "Press the heel spot" in cli("plan", "heel.md", "-q").out


def test_a_quiet_session_shows_nothing(folder: Path, cli: Cli) -> None:
    said = cli("play", "heel.md", "--length", "shortest", "--output", "nowhere", "-q")
    assert "nowhere" in said.err


def test_a_name_that_is_not_text_is_told_readable(folder: Path, cli: Cli) -> None:
    assert "there is no routine named 'fu\ufffd'\n" in cli("plan", "fu\udcdf").err
    assert "fu\ufffd.md: there is no such file\n" in cli("plan", "fu\udcdf.md").err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("publish", "heel.md"), "heel.md is a file, and a site is a folder.\nhint: Name a folder first"),
        (("serve", "heel.md"), "serve takes no script, it offers all in ./scripts: leave out heel.md"),
        (("unpack", "heel.md"), "heel.md is a script, not a package.\nhint: It can be used as it is"),
        (("unpack", "a.docx"), "a.docx is a Word document, not a package.\nhint: make a draft of a script from it"),
        (("export", "a.json"), "a.json is a file for programs, not a script"),
        (("batch", "a.json"), "It is named like a file for programs: write the routine as"),
    ],
)
def test_a_file_in_the_place_of_another_is_told_with_its_use(
    folder: Path, cli: Cli, words: tuple[str, str], told: str
) -> None:
    assert told in cli(*words).err
