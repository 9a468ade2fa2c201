"""Sound files whose names are not UTF-8: they come from old disks and archives."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.needs import need
from tests.plans import FEET, plan_of
from voiceguide import export
from voiceguide.audio.clip import read_sound
from voiceguide.audio.sound_file_name import native_name
from voiceguide.audio.timeline import Timeline
from voiceguide.bed.source import open_source
from voiceguide.export import Tags
from voiceguide.units import RATE


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder whose name is not UTF-8."""
    need(sys.platform == "linux", "other systems have no such names")
    folder = tmp_path / os.fsdecode(b"fu\xdf")
    folder.mkdir()
    return folder


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".ogg", ".mp3"])
def test_a_session_is_written_there_and_read_again(odd: Path, suffix: str) -> None:
    timeline = Timeline(RATE, (), plan_of(FEET).chapters)
    export.write(timeline, odd / f"feet{suffix}", Tags(title="Feet", language="en"), overwrite=False)
    sound, rate = read_sound(odd / f"feet{suffix}")
    assert (len(sound), rate) == (RATE, RATE)


def test_a_bed_is_opened_there(odd: Path) -> None:
    soundfile.write(native_name(odd / "rain.wav"), np.full(RATE, 0.1), RATE)
    assert open_source(odd / "rain.wav").frames == RATE
