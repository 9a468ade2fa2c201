"""The file of a clip: checked for damage, and read by any player."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.speech.clips import NAME, TEXT, samples
from tests.speech.clips import store as store
from voiceguide.speech.clip_file import DamagedError, pack, unpack
from voiceguide.units import RATE


@given(text=st.text(), length=st.integers(1, 300))
def test_a_file_gives_back_what_was_packed(text: str, length: int) -> None:
    assert unpack(NAME, pack(NAME, text, bytes(2 * length))) == (text, bytes(2 * length))


@given(text=st.text(max_size=20), at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_single_bit_that_changed_is_found(text: str, at: float, bit: int) -> None:
    data = bytearray(pack(NAME, text, b"\1\2" * 50))
    data[int(at * len(data))] ^= 1 << bit
    with pytest.raises(DamagedError):
        unpack(NAME, bytes(data))


@given(data=st.binary(max_size=200))
def test_what_is_no_clip_is_found(data: bytes) -> None:
    with pytest.raises(DamagedError):
        unpack(NAME, data)


@pytest.mark.parametrize("end", [0, 1, 44, 100, -1])
def test_a_file_cut_short_is_found(end: int) -> None:
    with pytest.raises(DamagedError):
        unpack(NAME, pack(NAME, TEXT, b"\1\2" * 500)[:end])


@pytest.mark.parametrize("text", ["Ten", "Zehn Sekunden für die linke Ferse", "Four"])
def test_any_player_reads_it_and_shows_what_it_says(tmp_path: Path, text: str) -> None:
    path = tmp_path / "clip.wav"
    path.write_bytes(pack(NAME, text, samples().tobytes()))
    with soundfile.SoundFile(path) as file:
        assert (file.samplerate, file.channels, file.frames, file.title) == (RATE, 1, 1000, text)
        assert np.array_equal(file.read(dtype="int16"), samples())
    with wave.open(str(path)) as plain:
        assert plain.getnframes() == 1000
