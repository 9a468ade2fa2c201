"""Temporary folders go with their process, or at the next start."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import voiceguide
from voiceguide.storage.temporary import TemporaryFolder, remove_left_folders


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def test_a_folder_goes_with_its_block(temporary: Path) -> None:
    with TemporaryFolder("test") as folder:
        Path(folder.name, "a").write_text("a")
        remove_left_folders()
        assert Path(folder.name, "a").exists()
    assert not list(temporary.iterdir())


@pytest.mark.parametrize("purpose", ["test", "m4a"])
def test_a_folder_of_a_killed_process_goes_at_the_next_start_and_that_of_a_running_one_stays(
    temporary: Path, purpose: str
) -> None:
    code = (
        "import sys; from voiceguide.storage.temporary import TemporaryFolder\n"
        f"folder = TemporaryFolder('{purpose}'); print(folder.name, flush=True); sys.stdin.read()"
    )
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", code], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout is not None
        name = process.stdout.readline().strip()
        remove_left_folders()
        assert Path(name).is_dir()
        process.kill()
    assert Path(name).is_dir()
    remove_left_folders()
    assert not list(temporary.iterdir())


def test_a_folder_of_somebody_elses_kind_stays(temporary: Path) -> None:
    for name in ("voiceguide-mine", f"voiceguide-speech-{os.getpid()}-abc", "other"):
        (temporary / name).mkdir()
    remove_left_folders()
    assert len(list(temporary.iterdir())) == 3


def test_every_temporary_folder_is_one_that_the_next_start_can_clear_away() -> None:
    package = Path(voiceguide.__file__).parent
    assert not [
        str(path) for path in package.rglob("*.py") if "tempfile.TemporaryDirectory(" in path.read_text("utf-8")
    ]
