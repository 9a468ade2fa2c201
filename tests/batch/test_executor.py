"""The processes of a batch, stopped and killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path

import pytest

from voiceguide.batch.executor import Processes
from voiceguide.storage.temporary import TemporaryFolder

_kept: list[TemporaryFolder] = []


def keep_a_folder() -> str:
    """In a process of the batch: a temporary folder that it still has at its end."""
    _kept.append(TemporaryFolder("speech"))
    return _kept[-1].name


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="a signal")
@pytest.mark.parametrize("killed", [False, True])
def test_a_batch_leaves_no_folder_of_its_processes(temporary: Path, killed: bool) -> None:
    with Processes(1) as hands:
        made = Path(hands._executor.submit(keep_a_folder).result())
        assert made.parent == temporary
        if killed:
            os.kill(int(made.name.split("-")[2]), signal.SIGKILL)
    assert [path.name for path in temporary.glob("voiceguide-*")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="a signal")
def test_a_batch_stops_although_a_process_was_killed() -> None:
    hands = Processes(2)
    pid = hands._executor.submit(os.getpid).result()
    os.kill(pid, signal.SIGKILL)
    with suppress(BrokenProcessPool):
        hands._executor.submit(os.getpid).result()
    stopping = threading.Thread(target=hands.__exit__, args=(KeyboardInterrupt, KeyboardInterrupt(), None), daemon=True)
    stopping.start()
    stopping.join(20)
    assert not stopping.is_alive()


HANGS_UP = """
import os, signal
from voiceguide.batch.executor import Processes

if __name__ == "__main__":
    signal.signal(signal.SIGHUP, lambda number, frame: None)
    with Processes(1) as hands:
        first = hands._starter.run(lambda: hands._executor.submit(os.getpid)).result()
        os.killpg(0, signal.SIGHUP)
        assert hands._starter.run(lambda: hands._executor.submit(os.getpid)).result() == first
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal")
def test_the_end_of_the_terminal_ends_no_process_of_a_batch(tmp_path: Path) -> None:
    program = tmp_path / "hangs_up.py"
    program.write_text(HANGS_UP)
    ran = subprocess.run([sys.executable, program], capture_output=True, text=True, start_new_session=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


ENDED = """
import signal, sys
from pathlib import Path
from voiceguide.batch import executor
from voiceguide.storage.atomic_write import atomic_write

signal.signal(signal.SIGTERM, executor._end)
with atomic_write(Path(sys.argv[1]), overwrite=False) as file:
    file.write(b"half")
    signal.raise_signal(signal.SIGTERM)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal")
def test_a_process_that_is_told_to_end_removes_its_unfinished_files(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", ENDED, tmp_path / "a.mp3"], check=False)
    assert (ran.returncode, list(tmp_path.iterdir())) == (143, [])
