"""`voiceguide write`: the folder that it opens, and the address that it prints."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from tests.serve.running import NO_CERTIFICATES
from voiceguide.cli import voiceguide
from voiceguide.cli.write import _place
from voiceguide.desk.folder import usual_folder
from voiceguide.errors import OutputError, RoutineNotFoundError

ROOT = Path(__file__).parents[2]


def test_it_prints_an_address_that_answers_and_ends_with_the_signal(tmp_path: Path) -> None:
    script = tmp_path / "my-heel.md"
    script.write_text("# My heel\n\n- Press for 20 seconds\n", "utf-8")
    state = {"VOICEGUIDE_STATE": str(tmp_path / "state"), "VOICEGUIDE_CACHE": str(tmp_path / "cache")}
    process = subprocess.Popen(
        [sys.executable, "-m", "voiceguide", "write", "--no-open", str(script)],
        cwd=ROOT,
        env={**os.environ, **state, "PYTHONIOENCODING": "utf-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    address = process.stdout.readline().strip()
    page = httpx.get(address, verify=NO_CERTIFICATES, timeout=60)
    assert 'data-opened="my-heel"' in page.text
    process.send_signal(signal.SIGTERM)
    _, told = process.communicate(timeout=60)
    assert f"The scripts are in {tmp_path}." in told
    assert "Traceback" not in told


def test_the_folder_is_scripts_or_one_of_the_users_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "Documents")
    assert usual_folder() == tmp_path / "Documents" / "voiceguide"
    (tmp_path / "scripts").mkdir()
    assert usual_folder().resolve() == tmp_path / "scripts"


def test_a_script_that_is_not_there_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    done = CliRunner().invoke(voiceguide, ["write", "nobody.md"])
    assert "nobody.md: there is no such script" in str(done.exception)


@pytest.mark.parametrize(
    ("name", "told", "hint"),
    [
        ("sheet.xlsx", "sheet.xlsx is a workbook, not a script", "voiceguide batch sheet.xlsx"),
        ("heel.txt", "heel.txt: the name of a script ends in .md", "voiceguide import heel.txt"),
        ("heel.MD", "heel.MD: the name of a script ends in .md", "Rename it"),
    ],
)
def test_a_file_that_the_desk_cannot_open_is_told_with_its_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str, hint: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text("- Press for 20 seconds")
    done = CliRunner().invoke(voiceguide, ["write", name]).exception
    assert isinstance(done, RoutineNotFoundError)
    assert told in done.message
    assert hint in str(done.hint)


def test_a_folder_is_opened(tmp_path: Path) -> None:
    assert _place(str(tmp_path)) == (tmp_path, None)


def test_a_script_comes_before_the_folder_of_its_recordings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "heel").mkdir()
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts" / "heel.md").write_text("- Press for 20 seconds\n", "utf-8")
    assert _place("heel") == (Path("scripts"), "heel")
    assert _place("heel/") == (Path("heel"), None)


def test_a_user_without_a_home_is_told_how_to_name_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("platformdirs.user_documents_path", lambda: tmp_path / "nope" / "Documents")
    monkeypatch.setattr("os.path.expanduser", lambda path: str(tmp_path / "nope"))
    done = CliRunner().invoke(voiceguide, ["write"]).exception
    assert isinstance(done, OutputError)
    assert "voiceguide write FOLDER" in str(done.hint)
    assert not (tmp_path / "nope").exists()
