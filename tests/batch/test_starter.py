"""A batch that is ended while it starts a process."""

from __future__ import annotations

import subprocess
import sys
import threading
from multiprocessing import spawn
from pathlib import Path

import pytest

from voiceguide.batch.executor import Processes
from voiceguide.batch.starter import Starter

ENDED = """
import os, signal, sys
from multiprocessing import popen_spawn_posix, util
from voiceguide.batch.executor import Processes
from voiceguide.cli.signals import Terminated, hear_signals

def then_end(start, number):
    def started(*given):
        result = start(*given)
        os.kill(os.getpid(), number)
        return result
    return started

if __name__ == "__main__":
    hear_signals()
    with Processes(1) as hands:
        PROVOKED
        try:
            hands._starter.run(lambda: hands._executor.submit(os.getpid)).result()
        except Terminated:
            print("ended")
            raise SystemExit(143)
"""
BEFORE_ITS_DATA = "util.spawnv_passfds = then_end(util.spawnv_passfds, signal.{})"
WITH_ITS_DATA = "popen_spawn_posix.Popen._launch = then_end(popen_spawn_posix.Popen._launch, signal.{})"
MOMENTS = [BEFORE_ITS_DATA, WITH_ITS_DATA]


def ended(folder: Path, moment: str, number: str) -> tuple[int, str]:
    """The status of a program that is ended at this moment, and the standard error of all its processes."""
    program = folder / "ended.py"
    program.write_text(ENDED.replace("PROVOKED", moment.format(number)))
    ran = subprocess.run([sys.executable, program], capture_output=True, text=True, timeout=60, check=False)
    return ran.returncode, ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a signal")
@pytest.mark.parametrize("moment", MOMENTS, ids=["before its data", "with its data"])
def test_a_process_starts_whole_when_the_batch_is_told_to_end(tmp_path: Path, moment: str) -> None:
    assert ended(tmp_path, moment, "SIGTERM") == (143, "")


@pytest.mark.skipif(sys.platform == "win32", reason="a signal")
@pytest.mark.parametrize("moment", MOMENTS, ids=["before its data", "with its data"])
def test_a_process_prints_no_traceback_when_the_batch_is_killed(tmp_path: Path, moment: str) -> None:
    status, told = ended(tmp_path, moment, "SIGKILL")
    assert (status, "Traceback" in told) == (-9, False)


FAULTY = """
import subprocess
from multiprocessing import spawn
from voiceguide.batch.starter import Starter

command = Starter().run(lambda: spawn.get_command_line(tracker_fd=1, pipe_handle=999))
assert subprocess.run(command).returncode == 1
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a file descriptor")
def test_a_process_that_cannot_begin_for_another_reason_says_so() -> None:
    ran = subprocess.run([sys.executable, "-c", FAULTY], capture_output=True, text=True, check=True)
    assert "Bad file descriptor" in ran.stderr


def test_only_what_the_starter_starts_has_its_command_line() -> None:
    standard = spawn.get_command_line(pipe_handle=1)
    starter = Starter()
    assert starter.run(lambda: spawn.get_command_line(pipe_handle=1)) != standard
    assert spawn.get_command_line(pipe_handle=1) == standard
    starter.close()


def reports_errors() -> bool:
    """In a process of the batch."""
    return sys.excepthook is sys.__excepthook__


def test_a_process_that_has_its_data_reports_all_errors() -> None:
    with Processes(1) as hands:
        assert hands._starter.run(lambda: hands._executor.submit(reports_errors)).result()


def test_processes_that_cannot_be_made_leave_no_thread() -> None:
    before = set(threading.enumerate())
    with pytest.raises(ValueError, match="max_workers") as refused:
        Processes(-1)
    assert refused
    assert set(threading.enumerate()) == before
