"""A session over a bed, measured on samples and in every file format."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from tests.audio.timelines import timeline
from tests.bed.sounds import heard, music, written
from tests.needs import need_program
from voiceguide import export
from voiceguide.audio import clip, ffmpeg, mix
from voiceguide.audio.bells import sound
from voiceguide.audio.clip import Clip
from voiceguide.audio.timeline import Timeline
from voiceguide.bed import BedOptions, endless_bed, lay_under, over_bed
from voiceguide.bed.ducking import DUCK_DECIBELS
from voiceguide.errors import BedError
from voiceguide.units import RATE, to_samples


def voice(seconds: float) -> Clip:
    """Syllables at the level of speech."""
    time = np.arange(to_samples(seconds)) / RATE
    buzz = np.sign(np.sin(2 * np.pi * 120 * time)) * np.sin(2 * np.pi * 700 * time)
    return Clip.of(clip.speech((buzz * (0.2 + 0.8 * np.abs(np.sin(2 * np.pi * 2 * time)))).astype(np.float32), RATE))


WORDS = voice(3.0)


def session(bed: str | Path, seconds: float = 24.0) -> Timeline:
    """Words from second 10 on, and a bell."""
    return over_bed(timeline(seconds, (10, WORDS), (16, sound("end-bell"))), endless_bed(str(bed)))


def rendered(session: Timeline) -> NDArray[np.float64]:
    return np.concatenate(list(mix.blocks(session))) / 32768


def decibels(part: NDArray[np.float64]) -> float:
    return 10 * float(np.log10(np.mean(part**2) + 1e-12))


def bed_alone(session: Timeline) -> NDArray[np.float32]:
    assert session.bed is not None
    return session.bed.samples(0, session.length)


def test_in_the_file_the_bed_is_15_db_under_the_voice_and_9_more_while_it_speaks(tmp_path: Path) -> None:
    under = session("pink")
    sound, end = rendered(under), 10 + WORDS.length / RATE
    parts = {"voice": (10, end), "bed": (4, 9.5)}
    lufs = {}
    for name, (first, last) in parts.items():
        part = sound[to_samples(first) : to_samples(last)]
        lufs[name] = heard(written(tmp_path / f"{name}.wav", part)).lufs
    assert lufs["voice"] == pytest.approx(-16, abs=0.5)
    assert lufs["bed"] == pytest.approx(-31, abs=0.7)
    bed = bed_alone(under)
    down = decibels(bed[to_samples(10) : to_samples(end)]) - decibels(bed[to_samples(4) : to_samples(9.5)])
    assert down == pytest.approx(DUCK_DECIBELS, abs=0.7)


def test_it_is_turned_down_150_ms_before_the_first_syllable_and_up_500_behind_the_last() -> None:
    heard = rendered(session("pink"))
    end = 10 + WORDS.length / RATE
    full = decibels(heard[to_samples(5) : to_samples(9.8)])
    assert decibels(heard[to_samples(9.75) : to_samples(9.85)]) == pytest.approx(full, abs=1.5)
    assert decibels(heard[to_samples(9.96) : to_samples(10)]) < full - 5
    assert decibels(heard[to_samples(end) : to_samples(end + 0.08)]) < full - 5
    assert decibels(heard[to_samples(end + 0.5) : to_samples(end + 2)]) == pytest.approx(full, abs=1.5)


def test_a_bell_does_not_turn_it_down() -> None:
    bed = bed_alone(session("pink"))
    assert decibels(bed[to_samples(16) : to_samples(16.7)]) == pytest.approx(
        decibels(bed[to_samples(5) : to_samples(9)]), abs=1
    )


def test_over_hush_nothing_moves() -> None:
    bed = bed_alone(session("hush"))
    assert decibels(bed[to_samples(10) : to_samples(13)]) == pytest.approx(-75, abs=0.7)


@pytest.mark.parametrize("channels", [1, 2])
def test_peaks_stay_under_minus_1_dbtp(channels: int, tmp_path: Path) -> None:
    path = written(tmp_path / "bed.wav", music(8, channels=channels))
    assert heard(written(tmp_path / "mix.wav", rendered(session(path)))).true_peak < -1


def test_what_is_on_the_left_stays_on_the_left(tmp_path: Path) -> None:
    sides = music(8)
    sides[:, 1] = 0
    left, right = rendered(session(written(tmp_path / "a.wav", sides)))[to_samples(5) : to_samples(9)].T
    assert decibels(left) > -45
    assert np.all(right == 0)


def test_blocks_are_the_same_of_any_size_and_from_anywhere(tmp_path: Path) -> None:
    under = session(written(tmp_path / "a.wav", music(5, 44_100), 44_100), seconds=14)
    whole = np.concatenate(list(mix.blocks(under)))
    assert whole.shape == (under.length, 2)
    assert whole.dtype == np.int16
    np.testing.assert_array_equal(np.concatenate(list(mix.blocks(under, 100_001, 7_777))), whole[100_001:])


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("suffix", export.suffixes())
def test_every_format_has_the_bed_and_the_length(suffix: str, channels: int, tmp_path: Path) -> None:
    need_program("ffmpeg")
    under = session(written(tmp_path / "bed.wav", music(5, channels=channels)), seconds=21.3)
    target = tmp_path / f"a{suffix}"
    export.write(under, target, export.Tags(title="Over a bed"), overwrite=False)
    program = ffmpeg.converter()
    command = [str(program), "-v", "error", "-i", target, "-map", "0:a", "-f", "s16le", "-"]
    raw = subprocess.run(command, capture_output=True, check=True).stdout
    decoded = np.frombuffer(raw, np.int16).reshape(-1, channels) / 32768
    assert len(decoded) - under.length in range(1024 if suffix.startswith(".m4") else 1)
    mixed = rendered(under).reshape(-1, channels)
    error = decoded[: under.length] - mixed
    assert decibels(error) < decibels(mixed) - 12


def test_a_bed_that_is_gone_in_mid_export_leaves_no_file_and_a_sentence(tmp_path: Path) -> None:
    path = written(tmp_path / "bed.wav", music(60))
    under = session(path, seconds=100)

    def cut(done: int, total: int) -> None:
        with path.open("r+b") as file:
            file.truncate(1000)

    with pytest.raises(BedError, match=r"bed\.wav cannot be read to its end"):
        export.write(under, tmp_path / "a.wav", export.Tags(), overwrite=False, progress=cut)
    assert not (tmp_path / "a.wav").exists()


def test_a_wav_of_two_channels_says_so(tmp_path: Path) -> None:
    export.write(session("drone", 12), tmp_path / "a.wav", export.Tags(), overwrite=False)
    assert soundfile.info(tmp_path / "a.wav").channels == 2


@pytest.mark.parametrize(("balance", "decibels"), [(6.0, -6.0), (-12.0, 12.0), (0.0, 0.0), (None, 0.0)])
def test_a_balance_changes_the_bed_and_leaves_the_voice_alone(balance: float | None, decibels: float) -> None:
    usual = lay_under(BedOptions("drone"))(Timeline(10 * RATE, ()))
    other = lay_under(BedOptions("drone", balance=balance))(Timeline(10 * RATE, ()))
    assert usual.bed is not None
    assert other.bed is not None
    found = rms(other.bed.samples(4 * RATE, RATE)) / rms(usual.bed.samples(4 * RATE, RATE))
    assert 20 * np.log10(found) == pytest.approx(decibels, abs=0.01)


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


def test_the_listener_s_balance_goes_before_the_script_s() -> None:
    assert BedOptions("drone", balance=3.0).preferring("brown", 6.0) == BedOptions("drone", balance=3.0)
    assert BedOptions().preferring("brown", 6.0) == BedOptions("brown", balance=6.0)
