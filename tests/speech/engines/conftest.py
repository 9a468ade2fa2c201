"""The user's settings for the tests of engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.speech.engines import command
from voiceguide.storage import settings


@pytest.fixture
def user_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the user's settings. It does not exist yet."""
    path = tmp_path / "config.toml"
    for module in (settings, command):
        monkeypatch.setattr(module, "config_path", lambda: path)
    return path
