"""A harness in several processes that is told to end."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.parallel import ShareError, in_processes
from tests.waiting import until

HARNESS = """
import atexit, signal, sys
from pathlib import Path
from benchmarks.harness import arguments
from benchmarks.parallel import in_processes

def share(folder):
    if folder is None:
        return atexit.register(signal.raise_signal, signal.SIGTERM) and None
    try:
        folder.mkdir()
        signal.pause()
    finally:
        signal.raise_signal(signal.SIGTERM)
        folder.rmdir()

if __name__ == "__main__":
    arguments("", 1, 1)
    in_processes(share, [None, Path(sys.argv[1])])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a signal")
@pytest.mark.parametrize("group", [False, True], ids=["alone", "with its processes"])
def test_a_harness_that_is_told_to_end_cleans_up_and_says_nothing(tmp_path: Path, group: bool) -> None:
    program, folder = tmp_path / "harness.py", tmp_path / "workplace"
    program.write_text(HARNESS)
    # The program lies outside of the repository, and a voiceguide that is installed brings no benchmarks along.
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])}
    with subprocess.Popen(
        [sys.executable, program, folder], stderr=subprocess.PIPE, text=True, start_new_session=True, env=environment
    ) as harness:
        until(lambda: folder.exists() or harness.poll() is not None)
        assert harness.poll() is None, harness.communicate()[1]
        (os.killpg if group else os.kill)(harness.pid, signal.SIGTERM)
        told = harness.communicate(timeout=30)[1]
    assert (harness.returncode, told, folder.exists()) == (143, "", False)


@pytest.fixture(autouse=True)
def _no_share_goes_on() -> Iterator[None]:
    yield
    for process in multiprocessing.active_children():
        process.kill()
        process.join()


def fail_or_wait(seconds: float) -> None:
    """A share that fails at once, or takes its time."""
    if not seconds:
        raise ValueError("a share that fails")
    time.sleep(seconds)


def die(died: bool) -> bool:
    """A share whose process may be killed."""
    return not died or os._exit(1)


def test_the_harness_fails_with_the_traceback_of_a_share_before_the_others_end() -> None:
    with pytest.raises(ShareError, match=r"in fail_or_wait\n(.*\n)*ValueError: a share that fails"):
        in_processes(fail_or_wait, [600.0, 0.0])


def test_the_harness_fails_when_the_process_of_a_share_is_ended() -> None:
    with pytest.raises(ShareError, match="ended before it had a result"):
        in_processes(die, [False, True])


def test_a_share_that_ends_after_the_failure_of_another_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ShareError, match="ended before it had a result"):
        in_processes(die, [True, False])
    for process in multiprocessing.active_children():
        process.join()
    assert capfd.readouterr().err == ""


def test_results_stand_in_the_order_of_the_shares() -> None:
    assert in_processes(abs, [-2, -1]) == [2, 1]
