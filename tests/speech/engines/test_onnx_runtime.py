"""The runtime of the neural voices reports nothing to anybody."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.needs import need


@pytest.mark.parametrize("engine", ["hibari.HibariEngine", "piper.PiperEngine"])
def test_an_engine_that_is_looked_at_leaves_nothing_in_the_home(engine: str, tmp_path: Path) -> None:
    need(find_spec("onnxruntime"), "onnxruntime is not installed")
    module, name = engine.split(".")
    script = f"from voiceguide.speech.engines.{module} import {name}; {name}().why_not(); import onnxruntime"
    hidden = ("ORT_", "XDG_", "GITHUB_ACTIONS", "CI")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(hidden)}
    environment |= {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []
