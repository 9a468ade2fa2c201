"""Sound files of recordings that cannot be what they claim."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.recordings.speech import spoken
from voiceguide.errors import RecordingError
from voiceguide.recordings.sounds import read_recording
from voiceguide.units import RATE


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan, 1e30])
@pytest.mark.parametrize("rate", [RATE, 44_100])
def test_a_recording_with_an_impossible_sample_is_refused(tmp_path: Path, value: float, rate: int) -> None:
    sound = spoken(1).astype(np.float32)
    sound[len(sound) // 2] = value
    soundfile.write(tmp_path / "a.wav", sound, rate, subtype="FLOAT")
    with pytest.raises(RecordingError, match="has infinite or impossibly high samples"):
        read_recording(tmp_path / "a.wav", "Sit down.")
