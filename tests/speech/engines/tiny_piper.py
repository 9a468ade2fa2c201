"""A tiny voice of Piper: its folder, and speakers with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.needs import need
from voiceguide.speech import ClipStore, Speaker, VoiceSettings

NAME = "en_US-tiny-low"
TEXTS = ["Press the heel spot, cross-friction,", "for 45 seconds.", "Halfway.", "Scrape the fascia. Then rest!"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    need(find_spec("piper"), "piper-tts is not installed")
    monkeypatch.setenv("VOICEGUIDE_VOICES", str(tmp_path / "voices"))
    return tmp_path / "voices"


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


@contextmanager
def speaking(store: ClipStore, voice: str | None = NAME, engine: str | None = None, **how: Any) -> Iterator[Speaker]:
    with Speaker(VoiceSettings(engine, voice, **how), store, workers=2) as speaker:
        yield speaker
