"""Many sessions at once: real processes, real files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import fakes
from tests.batch.sheets import SCRIPT, sheet
from tests.conftest import Cli
from voiceguide.batch.manifest import NAME


def test_jobs_are_made_and_made_again_only_where_missing_or_changed(folder: Path, cli: Cli) -> None:
    jobs = sheet("routine,client,talk,target\nheel.md,Anna,,anna.mp3\nheel.md,Tom,brief,sub/tom.wav\nheel.md,,,\n")
    out = folder / "out"

    def batch() -> str:
        said = cli("batch", jobs, "--into", out)
        assert said.status == 0, said.err
        return said.err.strip()

    assert batch() == "3 made"
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.*")) == [
        NAME, "anna.mp3", "heel.mp3", str(Path("sub", "tom.wav"))
    ]  # fmt: skip
    assert batch() == "3 there already"
    (out / "anna.mp3").unlink()
    assert batch() == "1 made, 2 there already"
    jobs.write_text(jobs.read_text().replace("brief", "bells"))
    assert batch() == "1 made, 2 there already"
    Path("heel.md").write_text(SCRIPT.replace("Roll", "Stroke"), "utf-8")
    assert batch() == "3 made"


def test_a_file_that_no_batch_made_is_not_replaced(folder: Path, cli: Cli) -> None:
    jobs = sheet("routine\nheel.md\n")
    Path("heel.mp3").write_text("mine")
    said = cli("batch", jobs)
    assert said.status == 1
    assert "jobs.csv:2: heel.mp3 is there already" in said.err
    assert Path("heel.mp3").read_text() == "mine"
    assert cli("batch", jobs, "--force").status == 0
    assert cli("batch", jobs).err.strip() == "1 there already"


def test_a_file_that_somebody_changed_since_is_left_alone(folder: Path, cli: Cli) -> None:
    jobs = sheet("routine\nheel.md\n")
    cli("batch", jobs)
    with Path("heel.mp3").open("ab") as file:
        file.write(b"a cover")
    said = cli("batch", jobs)
    assert said.status == 0
    assert "has changed since it was made" in said.err
    Path("heel.md").write_text(SCRIPT.replace("Roll", "Stroke"), "utf-8")
    assert cli("batch", jobs).status == 1
    assert Path("heel.mp3").read_bytes().endswith(b"a cover")


def test_a_failed_job_is_named_at_the_end_and_the_rest_is_made(folder: Path, cli: Cli) -> None:
    Path("broken.md").write_text("# Broken\n\n- Press for 90 to\n", "utf-8")
    jobs = sheet("routine,length\nheel.md,\nnope,\nbroken.md,\nheel.md,10h\nheel.md,abc\nheel.md,longest\n")
    said = cli("batch", jobs)
    assert said.status == 1
    lines = said.err.splitlines()
    assert [line.split(": ")[1] for line in lines if line.startswith("error")] == [
        f"jobs.csv:{n}" for n in (3, 4, 5, 6)
    ]
    assert lines[-1] == "2 made, 4 failed"
    assert sorted(path.name for path in folder.glob("*.mp3")) == ["heel-longest.mp3", "heel.mp3"]
    assert list(json.loads((folder / NAME).read_text())["files"]) == ["heel-longest.mp3", "heel.mp3"]


def test_no_text_is_spoken_twice_by_processes_side_by_side(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = folder / "notes"
    notes.mkdir()
    monkeypatch.setenv(fakes.NOTES, str(notes))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.NotingEngine))
    rows = "".join(f"heel.md,{length},{length}.mp3\n" for length in ("", "shortest", "longest", "1m10s"))
    assert cli("batch", sheet("routine,length,target\n" + rows), "--workers", 2).status == 0
    spoken = [path.read_text() for path in notes.iterdir()]
    assert len(spoken) == len(set(spoken)) > 5


def test_a_cache_that_cannot_be_written_is_said_once_and_all_is_made(
    folder: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "file").touch()
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(folder / "file" / "cache"))
    said = cli("batch", sheet("routine,talk,target\nheel.md,,a.mp3\nheel.md,brief,b.mp3\n"))
    assert said.status == 0, said.err
    assert said.err.count("note:") == 1
