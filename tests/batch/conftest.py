"""A clinic's folder for the tests of batches."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import fakes
from tests.batch.sheets import SCRIPT


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a cache of its own and a voice that takes no time."""
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def folder(clinic: Path) -> Path:
    """A clinic's folder with one short routine."""
    (clinic / "heel.md").write_text(SCRIPT, "utf-8")
    return clinic
