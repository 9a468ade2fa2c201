"""Bells and ticks: short, soft at both ends, and told from each other with closed eyes."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from voiceguide.audio import bells
from voiceguide.units import RATE, to_samples

NAMES = sorted(bells.LENGTHS)


def strongest_hertz(samples: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * RATE / len(samples))


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_has_the_length_that_was_told_without_making_it(name: str) -> None:
    sound = bells.sound(name)
    samples = sound.samples()
    assert samples.dtype == np.int16
    assert samples.shape == (sound.length,) == (bells.LENGTHS[name],)


def test_lengths_are_known_without_numpy() -> None:
    code = "import sys; from voiceguide.audio.bells import sound; sound('tick').key; assert 'numpy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_sound_begins_and_ends_in_silence_and_never_jumps(name: str) -> None:
    samples = bells.sound(name).samples().astype(float) / 32768
    assert abs(samples[0]) < 0.001
    assert abs(samples[-1]) < 0.001
    assert np.abs(np.diff(samples)).max() < 0.15


@pytest.mark.parametrize(
    "name", sorted(name for name in NAMES if name not in ("stroke", "wake") and not name.startswith("soft"))
)
def test_a_sound_is_no_louder_than_speech(name: str) -> None:
    peak = np.abs(bells.sound(name).samples().astype(float)).max() / 32768
    assert -16 < 20 * np.log10(peak) < -6


def test_the_start_bell_is_one_tone_and_the_end_bell_falls() -> None:
    start, end = (bells.sound(name).samples() for name in ("start-bell", "end-bell"))
    begin, later = slice(0, to_samples(0.15)), slice(to_samples(0.25), to_samples(0.55))
    assert strongest_hertz(start[begin]) == pytest.approx(strongest_hertz(start[later]), rel=0.05)
    assert strongest_hertz(end[later]) < 0.75 * strongest_hertz(end[begin])


def test_the_last_bell_is_the_longest() -> None:
    assert bells.LENGTHS["last-bell"] > 2 * max(bells.LENGTHS["start-bell"], bells.LENGTHS["end-bell"])


def test_the_countdown_is_three_ticks_a_second_apart() -> None:
    tick, countdown = bells.sound("tick").samples(), bells.sound("countdown-3").samples()
    assert len(countdown) == 2 * RATE + len(tick)
    for second in range(3):
        head = slice(0, len(tick) // 2)
        np.testing.assert_allclose(countdown[second * RATE :][head], tick[head], atol=40)
    assert np.abs(countdown[len(tick) * 2 : RATE]).max() < 10


def test_keys_name_the_content() -> None:
    keys = {bells.sound(name).key for name in NAMES}
    assert len(keys) == len(NAMES)


def test_an_unknown_sound_is_refused_with_those_there_are() -> None:
    with pytest.raises(KeyError, match="'gong'; the sounds are start-bell"):
        bells.sound("gong")
