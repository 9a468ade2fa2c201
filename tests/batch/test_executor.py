"""The processes of a batch, stopped and killed."""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import BrokenExecutor
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from tests import fakes
from voiceguide import read
from voiceguide.batch.executor import Processes
from voiceguide.batch.job import Job
from voiceguide.batch.work import Failed, Made, Order
from voiceguide.child_process import start_child
from voiceguide.fit import Choices
from voiceguide.storage.temporary import TemporaryFolder
from voiceguide.studio.voice_options import VoiceOptions

SIGNALS = pytest.mark.skipif(sys.platform == "win32", reason="a signal")
SCRIPT = "# My heel\n\n- Press the heel spot for 20 seconds\n"


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


def order(folder: Path, name: str = "heel.wav", engine: type = fakes.ToneEngine) -> Order:
    """An order for a short session, which is spoken by a fake engine."""
    script = folder / "heel.md"
    script.write_text(SCRIPT)
    voice = VoiceOptions(engine=fakes.named(engine))
    return Order(
        Job("jobs.csv:2", str(script), PurePosixPath(name), None, Choices(), voice),
        read(script),
        folder / name,
        False,
        True,
    )


def soon(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_a_process_makes_one_session_after_another(tmp_path: Path) -> None:
    with Processes(1) as hands:
        done = [hands.begin(order(tmp_path, name)) for name in ("a.wav", "b.wav")]
        assert [one.result(60) for one in done] == [Made(), Made()]
        assert len(hands._running) == 1
    assert {path.name for path in tmp_path.glob("*.wav")} == {"a.wav", "b.wav"}


def test_an_unexpected_fault_is_a_failure_of_its_order_alone(tmp_path: Path) -> None:
    faulty = order(tmp_path, "a.wav")
    object.__setattr__(faulty, "routine", None)
    with Processes(1) as hands:
        failed, made = hands.begin(faulty), hands.begin(order(tmp_path, "b.wav"))
        outcome = failed.result(60)
        assert isinstance(outcome, Failed)
        assert outcome.message.startswith("a fault of voiceguide or its surroundings: ")
        assert made.result(60) == Made()


def test_a_system_that_allows_one_process_makes_all_orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []

    def start_one(module: str) -> Any:
        started.append(module)
        if len(started) > 1:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        return start_child(module)

    monkeypatch.setattr("voiceguide.batch.executor.start_child", start_one)
    with Processes(3) as hands:
        done = [hands.begin(order(tmp_path, f"{number}.wav")) for number in range(4)]
        assert [one.result(60) for one in done] == [Made()] * 4
    assert len(started) > 1


def test_a_system_that_allows_no_process_fails_each_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def start_none(module: str) -> Any:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr("voiceguide.batch.executor.start_child", start_none)
    with Processes(3) as hands:
        done = [hands.begin(order(tmp_path, f"{number}.wav")) for number in range(4)]
        assert all(isinstance(one.exception(60), BlockingIOError) for one in done)


@SIGNALS
def test_a_process_that_was_killed_is_replaced_and_leaves_no_folder(tmp_path: Path, temporary: Path) -> None:
    with Processes(1) as hands:
        assert hands.begin(order(tmp_path, "a.wav")).result(60) == Made()
        os.kill(hands._running[0].pid, signal.SIGKILL)
        with pytest.raises(BrokenExecutor):
            hands.begin(order(tmp_path, "b.wav")).result(60)
        assert hands.begin(order(tmp_path, "c.wav")).result(60) == Made()
    assert list(temporary.glob("*voiceguide-*")) == []


def test_a_batch_that_is_stopped_drops_its_orders_and_their_files(tmp_path: Path, temporary: Path) -> None:
    hands = Processes(1)
    hands.__enter__()
    hung = hands.begin(order(tmp_path, "a.wav", fakes.HangingEngine))
    waiting = hands.begin(order(tmp_path, "b.wav"))
    assert soon(lambda: bool(list(temporary.glob("voiceguide-speech-*"))))
    hands.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert isinstance(hung.exception(0), BrokenExecutor)
    assert waiting.cancelled()
    assert hands._running == []
    assert list(tmp_path.glob("*.wav")) == list(temporary.glob("*voiceguide-*")) == []


@SIGNALS
def test_ctrl_c_and_the_end_of_the_terminal_end_no_process_of_a_batch(tmp_path: Path) -> None:
    with Processes(1) as hands:
        hands.begin(order(tmp_path, "a.wav")).result(60)
        for number in (signal.SIGINT, signal.SIGHUP):
            os.kill(hands._running[0].pid, number)
        assert hands.begin(order(tmp_path, "b.wav")).result(60) == Made()


AT_WORK = """
import os, pickle, signal, sys
from voiceguide.batch.executor import Processes

with open(sys.argv[1], "rb") as file:
    orders = pickle.load(file)
with Processes(1) as hands:
    for order in orders[:-1]:
        hands.begin(order).result(60)
    hands.begin(orders[-1])
    print(hands._running[0].pid, "multiprocessing.synchronize" in sys.modules, flush=True)
    signal.pause()
"""


@SIGNALS
def test_a_batch_that_is_killed_leaves_no_process_no_folder_and_no_semaphore(tmp_path: Path, temporary: Path) -> None:
    orders = tmp_path / "orders"
    orders.write_bytes(pickle.dumps([order(tmp_path, "a.wav"), order(tmp_path, "b.wav", fakes.HangingEngine)]))
    with subprocess.Popen(
        [sys.executable, "-c", AT_WORK, orders], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        pid, has_semaphores = program.stdout.readline().split()
        assert soon(lambda: bool(list(temporary.glob("voiceguide-speech-*"))))
        program.kill()
        assert program.stderr is not None
        assert program.stderr.read() == ""  # until the last process has ended
    assert has_semaphores == "False"
    assert soon(lambda: not _runs(int(pid)))
    assert soon(lambda: list(temporary.glob("*voiceguide-*")) == [])


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


ENDED = """
import signal, sys
from pathlib import Path, PurePosixPath
from voiceguide.batch import process
from voiceguide.storage.atomic_write import atomic_write

signal.signal(signal.SIGTERM, process._end)
with atomic_write(Path(sys.argv[1]), overwrite=False) as file:
    file.write(b"half")
    signal.raise_signal(signal.SIGTERM)
"""


@SIGNALS
def test_a_process_that_is_told_to_end_removes_its_unfinished_files(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", ENDED, tmp_path / "a.mp3"], check=False)
    assert (ran.returncode, list(tmp_path.iterdir())) == (143, [])


def test_processes_that_never_begin_leave_no_thread() -> None:
    before = set(threading.enumerate())
    Processes(2)
    assert set(threading.enumerate()) == before


def test_a_folder_of_the_batch_itself_stays_until_its_end(temporary: Path) -> None:
    folder = TemporaryFolder("speech")
    with Processes(1):
        pass
    assert Path(folder.name).is_dir()
    folder.cleanup()
