"""The environment in which a live session is measured."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from benchmarks.live import settle_environment


def test_a_start_is_measured_with_compiled_modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONDONTWRITEBYTECODE", "VOICEGUIDE_CACHE", "VOICEGUIDE_STATE"):
        monkeypatch.setenv(name, "1")
    settle_environment(str(tmp_path))
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    assert os.environ["VOICEGUIDE_CACHE"] == os.environ["VOICEGUIDE_STATE"] == str(tmp_path)
