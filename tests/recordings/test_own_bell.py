"""A bell of the listener's own: read within bounds, cut, faded and levelled."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voiceguide.audio.bells import LENGTHS, is_bell, sound
from voiceguide.errors import RecordingError, ScriptError
from voiceguide.recordings.linked import linked_files, names_files
from voiceguide.recordings.own_bell import RINGS, own_bell
from voiceguide.script import parse
from voiceguide.speech import ClipStore
from voiceguide.studio.routine_cache import read_cached
from voiceguide.studio.studio import Studio
from voiceguide.units import RATE

SCRIPT = "---\nbells: gong.wav\n---\n# Sole\n- Rub the sole for 20 seconds\n"


def gong(path: Path, seconds: float = 4.0, loud: float = 0.9) -> Path:
    times = np.arange(round(seconds * 48_000)) / 48_000
    soundfile.write(path, loud * np.sin(2 * np.pi * 330 * times) * np.exp(-times), 48_000)
    return path


def loudest(samples: np.ndarray) -> float:
    power = np.convolve((samples / 32767.0) ** 2, np.ones(1102), "valid").max() / 1102
    return float(10 * np.log10(power))


@pytest.mark.parametrize("loud", [0.02, 0.9])
def test_it_is_as_loud_as_the_bell_it_replaces(tmp_path: Path, loud: float) -> None:
    made = own_bell(gong(tmp_path / "gong.wav", loud=loud))
    assert loudest(made.samples()) == pytest.approx(loudest(sound("start-bell").samples()), abs=0.5)


def test_it_rings_for_a_bounded_time_and_fades(tmp_path: Path) -> None:
    made = own_bell(gong(tmp_path / "gong.wav", seconds=20))
    assert made.length == RINGS
    assert np.abs(made.samples()[-200:]).max() < 20
    assert own_bell(tmp_path / "gong.wav", "last-bell").length == LENGTHS["last-bell"]


def test_it_counts_as_a_bell_and_not_as_speech(tmp_path: Path) -> None:
    assert is_bell(own_bell(gong(tmp_path / "gong.wav")))


def test_a_file_that_is_too_long_or_silent_or_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="too long"):
        own_bell(gong(tmp_path / "long.wav", seconds=40))
    with pytest.raises(RecordingError, match="silent"):
        own_bell(gong(tmp_path / "silent.wav", loud=0))
    with pytest.raises(RecordingError, match="cannot be read"):
        own_bell(tmp_path / "missing.wav")
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(RecordingError, match="cannot be read as sound"):
        own_bell(tmp_path / "text.wav")


def test_a_script_names_a_bell_beside_it(tmp_path: Path) -> None:
    gong(tmp_path / "gong.wav")
    (tmp_path / "sole.md").write_text(SCRIPT)
    with Studio(tmp_path / "sole.md", engine="tests.fakes:ToneEngine") as studio:
        plan = studio.plan()
        timeline = studio.timeline(plan)
        own = own_bell(tmp_path / "gong.wav")
        starts = [each.start for each in timeline.placements if each.sound.key == own.key]
        assert len(starts) == 1
        hold = plan.steps[0].hold
        assert hold is not None
        assert starts[0] == hold.start
        assert all(each.end <= timeline.length for each in timeline.placements)
        assert names_files(studio.routine)
        assert linked_files(studio.routine, tmp_path / "sole.md") == {"gong.wav": tmp_path / "gong.wav"}


@pytest.mark.parametrize("bells", ["../gong.wav", "/tmp/gong.wav", "missing.wav", "https://x.example/gong.wav"])
def test_a_script_names_no_other_file(tmp_path: Path, bells: str) -> None:
    (tmp_path / "sole.md").write_text(SCRIPT.replace("gong.wav", bells))
    with pytest.raises(ScriptError) as found:
        read_cached(tmp_path / "sole.md", ClipStore())
    assert ":2:" in str(found.value)


def test_a_text_without_a_folder_keeps_the_name_of_its_bell() -> None:
    reading = parse(SCRIPT, "sole.md", "sole")
    assert reading.routine is not None
    assert reading.routine.preferences.bells == "gong.wav"


def test_a_bell_that_would_ring_past_the_end_is_cut(tmp_path: Path) -> None:
    made = own_bell(gong(tmp_path / "gong.wav"))
    short = made.shortened(RATE // 2)
    assert short.length == RATE // 2
    assert short.key != made.key
    assert abs(int(short.samples()[-1])) < 50
