"""Clips: trimmed, equally loud, never clipped, as the loudness meter shows."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from tests.needs import need_program
from voiceguide.audio import clip
from voiceguide.audio.loudness import Floats, loudness, true_peak
from voiceguide.units import RATE

LOUDEST = 10 ** (-1 / 20)


def sine(hertz: float, seconds: float, size: float = 1.0, rate: int = RATE) -> Floats:
    return (size * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def silence(seconds: float) -> Floats:
    return np.zeros(round(seconds * RATE), np.float32)


def syllables(seconds: float, size: float) -> Floats:
    """Speech, roughly: a voice of 110 hertz with its overtones, four syllables a second."""
    time = np.arange(round(seconds * RATE)) / RATE
    voice = sum(np.sin(2 * np.pi * 110 * k * time + k * k) / k for k in range(1, 25))
    return np.asarray(size * voice * np.clip(np.sin(2 * np.pi * 4 * time), 0.1, 1), np.float32)


# The meter


def test_a_full_scale_sine_has_the_loudness_that_the_recommendation_says() -> None:
    assert loudness(sine(997, 5)) == pytest.approx(-3.01, abs=0.02)


def test_silence_between_words_does_not_count() -> None:
    word = sine(997, 2, 0.1)
    assert loudness(np.concatenate([word, silence(5), word])) == pytest.approx(loudness(word), abs=0.5)


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.399, 0.4, 1.0])
def test_short_sounds_have_a_loudness_too(seconds: float) -> None:
    assert loudness(sine(1000, seconds, 0.1)) == pytest.approx(-23, abs=0.2)


@pytest.mark.parametrize("sound", [silence(0), silence(0.1), silence(2)])
def test_silence_has_none(sound: Floats) -> None:
    assert loudness(sound) == -np.inf
    assert true_peak(sound) == 0


def test_the_true_peak_lies_between_the_samples() -> None:
    swelling = np.hanning(2001) * np.sin(np.pi / 2 * np.arange(2001) + np.pi / 4)
    assert np.abs(swelling).max() == pytest.approx(0.707, abs=0.001)
    assert true_peak(swelling.astype(np.float32)) == pytest.approx(1, abs=0.02)


def test_ffmpeg_measures_the_same(tmp_path: Path) -> None:
    ffmpeg = need_program("ffmpeg")
    made = clip.speech(syllables(4, 0.3), RATE)
    path = tmp_path / "clip.wav"
    soundfile.write(path, made, RATE)
    said = subprocess.run(
        [ffmpeg, "-hide_banner", "-nostats", "-i", path, "-af", "ebur128=peak=true", "-f", "null", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    measured = float(re.findall(r"I:\s+(-?[\d.]+) LUFS", said)[-1])
    peak = float(re.findall(r"Peak:\s+(-?[\d.]+) dBFS", said)[-1])
    assert measured == pytest.approx(clip.LOUDNESS, abs=0.5)
    assert peak < -1


# Level


@given(size=st.floats(0.003, 30), seconds=st.floats(1, 3))
def test_every_clip_is_equally_loud_and_never_clips(size: float, seconds: float) -> None:
    made = clip.level(syllables(seconds, size))
    assert loudness(made) == pytest.approx(clip.LOUDNESS, abs=0.5)
    assert true_peak(made) < LOUDEST


@given(size=st.floats(0.003, 3), seconds=st.floats(0.03, 0.9))
def test_a_short_word_never_clips_either(size: float, seconds: float) -> None:
    assert true_peak(clip.level(syllables(seconds, size))) < LOUDEST


def test_levelling_keeps_the_length_and_leaves_silence_alone() -> None:
    assert len(clip.level(syllables(1.2345, 5))) == round(1.2345 * RATE)
    assert not clip.level(silence(1)).any()


def test_the_limiter_turns_one_peak_down_and_not_the_rest() -> None:
    sound = sine(300, 3, 0.1)
    sound[RATE : RATE + 20] = 0.99
    made = clip.level(sound)
    rest = np.flatnonzero(np.abs(sound) > 0.05)
    rest = rest[np.abs(rest - RATE) > 1000]
    gains = made[rest] / sound[rest]
    assert gains.max() - gains.min() < 0.01
    assert np.abs(made).max() < LOUDEST


# Trim


def test_silence_at_both_ends_goes_and_silence_inside_stays() -> None:
    word = sine(300, 0.5, 0.5)
    sound = np.concatenate([silence(0.7), word, silence(0.4), word, silence(1.1)])
    seconds = len(clip.trim(sound)) / RATE
    assert 1.4 <= seconds <= 1.4 + 0.07


def test_a_faint_hum_is_silence_beside_a_voice() -> None:
    hum = sine(50, 3, 0.001)
    hum[RATE : 2 * RATE] += sine(300, 1, 0.5)
    assert len(clip.trim(hum)) / RATE == pytest.approx(1.05, abs=0.03)


def test_a_soft_consonant_at_the_end_stays() -> None:
    hiss = np.random.default_rng(1).normal(0, 0.5 * 10 ** (-35 / 20), RATE // 10).astype(np.float32)
    sound = np.concatenate([silence(0.5), sine(200, 0.5, 0.5), hiss, silence(0.5)])
    assert len(clip.trim(sound)) / RATE >= 0.6


@pytest.mark.parametrize("sound", [silence(0), silence(0.001), silence(2), sine(300, 1, 1e-5)])
def test_what_is_silent_throughout_is_nothing(sound: Floats) -> None:
    assert not len(clip.speech(sound, RATE))


def test_a_clip_begins_and_ends_without_a_click() -> None:
    made = clip.speech(sine(300, 1, 0.5), RATE)
    assert abs(int(made[0])) < 100
    assert abs(int(made[-1])) < 100


# Resample, read, name


@pytest.mark.parametrize("rate", [8_000, 16_000, 24_000, 44_100, 48_000])
def test_resampling_keeps_pitch_length_and_level(rate: int) -> None:
    made = clip.resample(sine(1000, 1, 0.5, rate), rate)
    assert len(made) == pytest.approx(RATE, abs=2)
    middle = slice(RATE // 10, -RATE // 10)
    assert np.abs(made - sine(1000, 1, 0.5)[: len(made)])[middle].max() < 0.005


def test_what_is_too_high_for_the_rate_goes_and_does_not_come_back_lower() -> None:
    made = clip.resample(sine(15_000, 1, 0.5, 48_000), 48_000)
    assert np.abs(made[1000:-1000]).max() < 0.001


def test_a_stereo_file_is_read_as_the_mean_of_its_channels(tmp_path: Path) -> None:
    left = sine(300, 0.1, 0.5)
    soundfile.write(tmp_path / "both.flac", np.column_stack([left, np.zeros_like(left)]), RATE)
    sound, rate = clip.read_sound(tmp_path / "both.flac")
    assert rate == RATE
    assert np.abs(sound - left / 2).max() < 1e-3


def test_a_clip_is_named_by_its_samples() -> None:
    one = clip.Clip.of(np.arange(100, dtype=np.int16))
    assert one.length == 100
    assert one.key == clip.Clip.of(np.arange(100, dtype=np.int16)).key
    assert one.key != clip.Clip.of(np.arange(1, 101, dtype=np.int16)).key


def test_what_is_over_full_scale_is_held_there() -> None:
    assert clip.to_int16(np.array([2, -2, 0], np.float32)).tolist() == [32767, -32768, 0]
