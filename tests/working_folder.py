"""A folder to work in: a script, a cache of its own, and tones instead of words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import fakes


def working_folder(path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Go to this folder, where the script is `heel.md`, and what is spoken is kept in `cache`."""
    monkeypatch.chdir(path)
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(path / "cache"))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    (path / "heel.md").write_text(script, "utf-8")
    return path
