"""A harness in several processes that is told to end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sound_server import until

HARNESS = """
import atexit, signal, sys
from pathlib import Path
from benchmarks.harness import arguments
from benchmarks.parallel import in_processes

def share(folder):
    if folder is None:
        return atexit.register(signal.raise_signal, signal.SIGTERM) and None
    folder.mkdir()
    try:
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
    command = [sys.executable, program, folder]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as harness:
        until(folder.exists)
        (os.killpg if group else os.kill)(harness.pid, signal.SIGTERM)
        told = harness.communicate(timeout=30)[1]
    assert (harness.returncode, told, folder.exists()) == (143, "", False)
