"""A folder to work in: a script, a cache of its own, and tones instead of words."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import fakes
from voiceguide.script import library


def working_folder(path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """Go to this folder, where the script is `heel.md`, and what is spoken is kept in `cache`."""
    monkeypatch.chdir(path)
    monkeypatch.setenv("VOICEGUIDE_CACHE", str(path / "cache"))
    monkeypatch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
    (path / "heel.md").write_text(script, "utf-8")
    return path


def few_shipped(path: Path) -> Path:
    """A folder with two of the shipped routines: all of them take seconds to speak, even as tones."""
    path.mkdir()
    for name in ("desk-break", "heel-pain-morning"):
        shutil.copy(library.shipped() / f"{name}.md", path)
    return path
