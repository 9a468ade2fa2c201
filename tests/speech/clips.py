"""A store of clips, and clips to put into it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from voiceguide.speech import ClipStore
from voiceguide.speech.cache import content_key

TEXT = "Press the heel spot, cross-friction, for 45 seconds."
KEY = content_key(TEXT)
OTHER = content_key("Slide your thumb along the arch.")
NAME = KEY + ".wav"


def samples(length: int = 1000) -> NDArray[np.int16]:
    return np.arange(length, dtype=np.int16)


@pytest.fixture
def store(tmp_path: Path) -> ClipStore:
    return ClipStore(tmp_path / "clips")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
