"""Python processes beside this one."""

import os
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from voiceguide.child_process import TimeLimit, start_child

MODULE = """
import os
import sys


def main(*words):
    print(*words, sys.stdin.readline().strip(), os.getsid(0))
"""


@pytest.mark.parametrize("site", [True, False])
def test_main_of_a_module_runs_with_its_arguments_out_of_reach_of_ctrl_c(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, site: bool
) -> None:
    (tmp_path / "said.py").write_text(MODULE)
    monkeypatch.syspath_prepend(tmp_path)
    child = start_child("said", "left", "right foot", site=site, text=True)
    answer, _ = child.communicate("now\n", timeout=60)
    assert answer.split() == ["left", "right", "foot", "now", str(child.pid)]  # its own session
    assert child.pid != os.getsid(0)


def test_a_process_that_takes_too_long_for_a_step_is_ended() -> None:
    command = [sys.executable, "-c", "import sys; print(input(), flush=True); input()"]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,
        closing(TimeLimit(process, 0.05)) as limit,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"heel\n")
        process.stdin.flush()
        assert process.stdout.readline() == b"heel\n"  # outside of a step, it may take its time
        assert not limit.exceeded
        with limit.step():
            assert process.stdout.readline() == b""
        assert limit.exceeded
        assert process.wait(10) != 0


def test_the_time_in_which_this_process_stood_still_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    still = 0.0
    monkeypatch.setattr("voiceguide.child_process.time", SimpleNamespace(monotonic=lambda: time.monotonic() + still))
    command = [sys.executable, "-c", "input(); print('on')"]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,
        closing(TimeLimit(process, 2)) as limit,
        limit.step(),
    ):
        still = 1000.0  # as after Ctrl-Z and `fg`
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1.2)
        assert process.communicate(b"\n")[0].split() == [b"on"]
        assert not limit.exceeded
