"""Speakers with two workers, a store of clips, and notes of what the engines do."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests import fakes
from voiceguide.speech import ClipStore, Speaker, VoiceSettings
from voiceguide.speech.worker_process import Patience

TEXTS = [
    "Left foot. Press the heel spot, cross-friction for 45 seconds.",
    "Slide your thumb along the arch.",
    "Halfway.",
    "Ten seconds left.",
    "Right foot, the same again. 45 seconds.",
    "That was the last one. Take your time getting up.",
]


@pytest.fixture(autouse=True)
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    monkeypatch.setenv(fakes.NOTES, str(folder))
    return folder


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


@contextmanager
def speaking(
    store: ClipStore,
    engine: type = fakes.ToneEngine,
    voice: str | None = None,
    rate: int = 150,
    language: str = "en",
    patience: Patience | None = None,
) -> Iterator[Speaker]:
    settings = VoiceSettings(fakes.named(engine), voice, rate, language)
    with Speaker(settings, store, workers=2, patience=patience) as speaker:
        yield speaker


def python(code: str, *args: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path.cwd()), *sys.path])},
    )


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")
