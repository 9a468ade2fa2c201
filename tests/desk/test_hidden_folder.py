"""The desk's own folder within the scripts' folder: only the desk looks into it."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests import fakes
from tests.working_folder import few_shipped
from voiceguide.cli import voiceguide
from voiceguide.desk.folder import ScriptFolder
from voiceguide.desk.packing import named
from voiceguide.script.library import routines


@pytest.fixture
def kept(scripts: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the versions and of the script in the bin of `./scripts`."""
    folder = ScriptFolder(scripts)
    folder.save("soles", folder.read("soles").text + "\nMore.\n", folder.read("soles").version)
    folder.throw_away("knee")
    monkeypatch.chdir(scripts.parent)
    return [path.stem for path in (scripts / ".voiceguide").rglob("*.md")]


def test_the_listener_and_the_list_show_no_version(
    kept: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = few_shipped(tmp_path / "shipped")
    monkeypatch.setattr("voiceguide.script.library.shipped", lambda: shipped)
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    assert len(kept) == 2
    assert "soles" in routines()
    assert [name for name in routines() if name in kept] == []
    listed = CliRunner().invoke(voiceguide, ["list"]).output
    assert [name for name in kept if name in listed] == []


def test_a_batch_finds_no_version(kept: list[str], tmp_path: Path) -> None:
    sheet = tmp_path / "jobs.csv"
    sheet.write_text("routine\n" + "\n".join(kept) + "\n", "utf-8")
    done = CliRunner().invoke(voiceguide, ["batch", str(sheet), "--into", str(tmp_path / "made")])
    assert "2 failed" in done.output
    assert list(tmp_path.glob("made/**/*.mp3")) == []


def test_a_package_holds_nothing_of_it() -> None:
    assert named("[a](.voiceguide/versions/a/b.md) [b](.voiceguide/x.wav) ![c](c/.voiceguide/x.png)") == []
