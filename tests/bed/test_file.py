"""Beds from files of any rate, length and number of channels: looped and levelled, or refused with a clear message."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from tests.bed.sounds import heard, music, written
from tests.needs import need, need_program
from voiceguide.audio import ffmpeg
from voiceguide.bed import endless_bed
from voiceguide.bed import file as bed_file
from voiceguide.bed import source as bed_source
from voiceguide.bed.source import CHUNK, SoundFile, open_source
from voiceguide.errors import BedError
from voiceguide.units import RATE


def bed(path: Path) -> Any:
    return endless_bed(str(path))


@pytest.mark.parametrize(
    ("rate", "channels"), [(44_100, 2), (48_000, 1), (8_000, 1), (22_050, 2), (44_099, 2), (48_000, 6)]
)
def test_any_rate_and_channels_come_out_at_their_level(rate: int, channels: int, tmp_path: Path) -> None:
    made = bed(written(tmp_path / "a.wav", music(9, rate, channels), rate))
    assert made.channels == min(2, channels)
    sound = made.samples(0, 20 * RATE)
    assert sound.shape == (20 * RATE, made.channels)
    assert heard(written(tmp_path / "bed.wav", sound)).lufs == pytest.approx(-31, abs=0.5)


@pytest.mark.parametrize("rate", [8_000, 44_100, 48_000])
def test_another_rate_is_the_same_sound(rate: int, tmp_path: Path) -> None:
    """A tone read from three chunks equals the same tone generated at `RATE`."""
    time, ours = np.arange(20 * rate)[:, np.newaxis] / rate, np.arange(18 * RATE) / RATE
    source = open_source(written(tmp_path / "a.wav", 0.3 * np.sin(2 * np.pi * 700 * time), rate))
    made = np.concatenate([source.chunk(number) for number in range(3)])[: 18 * RATE, 0]
    difference = (made - 0.3 * np.sin(2 * np.pi * 700 * ours))[RATE // 4 :]
    assert np.abs(difference).max() < 0.001


@pytest.mark.parametrize("seconds", [2.0, 9.3])
def test_its_end_goes_over_into_its_beginning(seconds: float, tmp_path: Path) -> None:
    made = bed(written(tmp_path / "a.wav", music(seconds)))
    period = made._loop.period
    sound = made.samples(0, 5 * period)
    steps = np.abs(np.diff(sound, axis=0)).max(axis=1)
    plain = steps[made._loop.fade : period - 10].max()
    for turn in range(1, 5):
        around = slice(turn * period - 10, turn * period + made._loop.fade + 10)
        assert steps[around].max() < 1.6 * plain
    np.testing.assert_allclose(sound[period : 2 * period], sound[2 * period : 3 * period], atol=1e-6)


def test_a_crossfade_of_noise_is_as_loud_as_the_rest(tmp_path: Path) -> None:
    noise = 0.1 * np.random.default_rng(1).standard_normal((12 * RATE, 1))
    made = bed(written(tmp_path / "a.wav", noise))
    sound = made.samples(made._loop.period, made._loop.period)
    loud = [10 * np.log10(np.mean(part**2)) for part in (sound[: made._loop.fade], sound[made._loop.fade :])]
    assert loud[0] == pytest.approx(loud[1], abs=0.3)


def test_silence_at_its_ends_is_not_looped(tmp_path: Path) -> None:
    quiet = np.zeros((2 * RATE, 2))
    made = bed(written(tmp_path / "a.wav", np.concatenate([quiet, music(6), quiet])))
    assert made._loop.length == pytest.approx(6 * RATE, abs=0.2 * RATE)


def test_it_is_the_same_in_whatever_pieces(tmp_path: Path) -> None:
    made = bed(written(tmp_path / "a.wav", music(5, 44_100), 44_100))
    pieces = [made.samples(at, 7001) for at in range(0, 20 * 7001, 7001)]
    np.testing.assert_array_equal(np.concatenate(pieces), made.samples(0, 20 * 7001))


def test_many_channels_are_read_in_small_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.wav", music(3, RATE, 6))
    whole, read, counts = open_source(path).chunk(0), SoundFile._read, []

    def counted(source: SoundFile, first: int, count: int) -> Any:
        counts.append(count)
        return read(source, first, count)

    monkeypatch.setattr("voiceguide.bed.source.MOST_READ", 6_000)
    monkeypatch.setattr(SoundFile, "_read", counted)
    np.testing.assert_array_equal(open_source(path).chunk(0), whole)
    assert max(counts) == 1_000


def test_of_three_hours_only_what_is_wanted_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "long.wav"
    with soundfile.SoundFile(path, "w", 8_000, 1, "PCM_16") as file:
        hum = (3000 * np.sin(np.arange(8_000) / 5)).astype(np.int16)
        for _ in range(3 * 360):
            file.write(np.tile(hum, 10))
    read = []
    chunk = bed_file.SoundFile.chunk
    monkeypatch.setattr(bed_file.SoundFile, "chunk", lambda self, number: read.append(number) or chunk(self, number))
    made = bed(path)
    made.samples(2 * 3600 * RATE, RATE)
    assert len(read) < 100
    assert max(np.diff(sorted({*read}))) * CHUNK < 200 * RATE  # all over the file


@pytest.mark.parametrize("suffix", [".mp3", ".ogg", ".flac", ".m4a"])
def test_what_phones_and_shops_give_is_read(suffix: str, tmp_path: Path) -> None:
    plain, packed = written(tmp_path / "a.wav", music(6, 44_100), 44_100), tmp_path / f"a{suffix}"
    subprocess.run([need_program("ffmpeg"), "-v", "error", "-i", plain, packed], check=True)
    made = bed(packed)
    assert made.channels == 2
    assert made._loop.length == pytest.approx(6 * RATE, abs=0.2 * RATE)


def _text(path: Path) -> None:
    path.write_text("# Foot break\n\n- Press\n")


FAULTS = {
    "text": (_text, "cannot be read as a sound file"),
    "empty": (Path.touch, "is empty"),
    "no samples": (lambda path: written(path, np.zeros((0, 2))), "is empty"),
    "silent": (lambda path: written(path, np.zeros((RATE, 2))), "is silent"),
    "a click": (lambda path: written(path, music(0.01)), "has only 0.01 seconds"),
    "a folder": (Path.mkdir, "is a folder"),
    "nothing": (lambda path: None, "is neither a file nor the name of a bed"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_bed_is_refused_with_a_reason(fault: str, tmp_path: Path) -> None:
    make, reason = FAULTS[fault]
    make(tmp_path / "bed.wav")
    with pytest.raises(BedError, match=reason) as caught:
        bed(tmp_path / "bed.wav")
    assert caught.value.hint


def test_without_ffmpeg_it_is_said_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "converter", lambda: None)
    _text(tmp_path / "a.m4a")
    with pytest.raises(BedError) as caught:
        bed(tmp_path / "a.m4a")
    assert "ffmpeg" in str(caught.value.hint)


def test_a_bed_that_becomes_shorter_on_the_way_is_said(tmp_path: Path) -> None:
    path = written(tmp_path / "a.wav", music(60))
    made = bed(path)
    made._chunk.cache_clear()
    with path.open("r+b") as file:
        file.truncate(100_000)
    with pytest.raises(BedError, match=r"a\.wav cannot be read to its end"):
        made.samples(30 * RATE, RATE)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e30])
def test_samples_that_cannot_be_are_silence(tmp_path: Path, value: float) -> None:
    sound = music(3)
    sound[1000:1010] = value
    made = bed(written(tmp_path / "a.wav", sound)).samples(0, 4 * RATE)
    assert np.isfinite(made).all()
    assert np.abs(made).max() > 0.001


def test_an_ffmpeg_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(os.name == "posix", "this system starts no such scripts")
    program, pid = tmp_path / "ffmpeg", tmp_path / "pid"
    program.write_text(f"#!/bin/sh\necho $$ > '{pid}'\nexec sleep 99\n")
    program.chmod(0o755)
    monkeypatch.setattr(ffmpeg, "converter", lambda: str(program))
    monkeypatch.setattr(bed_source, "LEAST_SECONDS", 0.4)
    _text(tmp_path / "a.m4a")
    with pytest.raises(BedError, match="was not read within 0 seconds, so ffmpeg was stopped") as caught:
        bed(tmp_path / "a.m4a")
    assert caught.value.hint == "Save it as WAV, FLAC or MP3, or choose another one."
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)


def test_an_ffmpeg_that_is_no_program_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(os.name == "posix", "this system starts no such scripts")
    _text(tmp_path / "a.m4a")
    (tmp_path / "a.m4a").chmod(0o755)
    monkeypatch.setattr(ffmpeg, "converter", lambda: str(tmp_path / "a.m4a"))
    with pytest.raises(BedError, match="cannot be run") as caught:
        bed(tmp_path / "a.m4a")
    assert caught.value.hint == "Install ffmpeg anew, or save the bed as WAV, FLAC or MP3."


def test_a_large_file_is_given_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [bed_source.time_limit(size) for size in (0, 30_000_000, 10**12)] == [60, 360, 1800]
