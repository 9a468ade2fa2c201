"""Python processes beside this one."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

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
