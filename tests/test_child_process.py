"""Python processes beside this one."""

import os
from pathlib import Path

import pytest

from voiceguide.child_process import start_child

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
