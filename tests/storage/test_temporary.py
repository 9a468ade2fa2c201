"""Temporary folders go with their process, or at the next start."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

import pytest

import voiceguide
from voiceguide.speech import worker
from voiceguide.storage import unfinished
from voiceguide.storage.temporary import LOCK, NEW_SECONDS, TemporaryFolder, remove_left_folders


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


def at_its_end(folder: TemporaryFolder) -> None:
    """Remove it as a process does that is told to end."""
    unfinished.remove_unfinished()


def by_a_worker(folder: TemporaryFolder) -> None:
    """Remove it as a worker does whose parent was killed."""
    with suppress(SystemExit):
        worker._listen(SimpleQueue(), folder.name)


@pytest.mark.parametrize("remove", [TemporaryFolder.cleanup, at_its_end, by_a_worker])
def test_a_folder_goes_while_others_still_write_into_it(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, remove: Callable[[TemporaryFolder], None]
) -> None:
    monkeypatch.setattr(unfinished, "_begun", {})
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setattr(os, "killpg", lambda *group: None)
    monkeypatch.setattr(os, "_exit", sys.exit)
    folder, remove_empty = TemporaryFolder("test"), os.rmdir
    Path(folder.name, "0.mp3").write_bytes(b"sound")

    def written_meanwhile(*args: object, **more: object) -> None:
        with suppress(FileNotFoundError):
            Path(folder.name, "1.mp3").write_bytes(b"sound")
        remove_empty(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "rmdir", written_meanwhile)
    monkeypatch.setattr(unfinished, "_over", threading.Event())
    remove(folder)
    assert not list(temporary.iterdir())


KILLED_WHILE_IT_REMOVES = """
import os, sys, tempfile
from voiceguide.storage.temporary import TemporaryFolder, remove_left_folders
tempfile.gettempdir()  # it tries out the folder with a file of its own
calls = iter(range(int(sys.argv[1])))
def killed_at_last(call):
    def done(*args, **more):
        next(calls, None) is not None or os._exit(9)
        return call(*args, **more)
    return done
if sys.argv[2] == "its own":
    folder = TemporaryFolder("test")
    open(os.path.join(folder.name, "0.mp3"), "wb").close()
os.unlink, os.rmdir = killed_at_last(os.unlink), killed_at_last(os.rmdir)
folder.cleanup() if sys.argv[2] == "its own" else remove_left_folders()
"""


@pytest.mark.parametrize("call", [0, 1, 2])
@pytest.mark.parametrize("whose", ["its own", "a left one"])
def test_the_next_start_completes_a_removal_that_a_kill_interrupted(temporary: Path, whose: str, call: int) -> None:
    left = temporary / "voiceguide-test-1-0123456789abcdef"
    if whose == "a left one":
        left.mkdir()
        (left / LOCK).touch()
        (left / "0.mp3").touch()
    command = [sys.executable, "-c", KILLED_WHILE_IT_REMOVES, str(call), whose]
    assert subprocess.run(command, check=False).returncode == 9
    assert list(temporary.iterdir())
    remove_left_folders()
    assert not list(temporary.iterdir())


def without_lock(folder: Path, age: float) -> Path:
    """A folder without the file of its lock, changed so many seconds ago."""
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / LOCK).unlink(missing_ok=True)
    os.utime(folder, (time.time() - age,) * 2)
    return folder


def test_an_old_folder_without_a_lock_is_left_over(temporary: Path) -> None:
    old = without_lock(temporary / "voiceguide-serve-1-0123456789abcdef", NEW_SECONDS + 5)
    young = without_lock(temporary / "voiceguide-serve-1-fedcba9876543210", NEW_SECONDS - 5)
    remove_left_folders()
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.skipif(sys.platform == "win32", reason="nobody can remove a lock there while its process runs")
def test_a_folder_in_use_stays_although_the_system_cleared_its_old_files_away(temporary: Path) -> None:
    with TemporaryFolder("serve") as folder:
        without_lock(Path(folder.name), NEW_SECONDS + 5)
        remove_left_folders()
        assert Path(folder.name).is_dir()
    assert not list(temporary.iterdir())


def test_a_folder_of_somebody_elses_kind_stays(temporary: Path) -> None:
    names = [
        "voiceguide-mine",
        "voiceguide-issue-12-mend",
        "voiceguide-recordings-2026-november",
        ".voiceguide-old-scripts",
        ".voiceguide-new-scripts",
        "other",
    ]
    for name in names:
        without_lock(temporary / name, NEW_SECONDS + 5)
    remove_left_folders()
    assert sorted(path.name for path in temporary.iterdir()) == sorted(names)


def test_every_temporary_folder_is_one_that_the_next_start_can_clear_away() -> None:
    package = Path(voiceguide.__file__).parent
    assert not [
        str(path) for path in package.rglob("*.py") if "tempfile.TemporaryDirectory(" in path.read_text("utf-8")
    ]
