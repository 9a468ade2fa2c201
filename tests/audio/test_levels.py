"""Sounds that are louder or softer than usual."""

from __future__ import annotations

import numpy as np
import pytest

from voiceguide.audio.bells import sound
from voiceguide.audio.clip import Clip, level, to_int16
from voiceguide.audio.levels import Levels, SoundAtLevel, at_levels
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.units import RATE

SPEECH = Clip.of(
    to_int16(level((np.random.default_rng(1).normal(0, 0.2, 2 * RATE) * np.hanning(2 * RATE)).astype(np.float32)))
)


def decibels(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.mean((samples / 32767.0) ** 2)))


@pytest.mark.parametrize("wanted", [-18.0, -3.0, 3.0])
def test_a_sound_changes_by_the_decibels_that_are_asked_for(wanted: float) -> None:
    made = SoundAtLevel(SPEECH, wanted).samples()
    assert decibels(made) - decibels(SPEECH.samples()) == pytest.approx(wanted, abs=0.6)
    assert len(made) == SPEECH.length


@pytest.mark.parametrize("name", ["start-bell", "end-bell", "last-bell", "countdown-3"])
def test_the_loudest_bell_does_not_clip(name: str) -> None:
    assert np.abs(SoundAtLevel(sound(name), 6.0).samples()).max() < 32000


def test_the_loudest_voice_does_not_clip() -> None:
    assert np.abs(SoundAtLevel(SPEECH, 6.0).samples()).max() < 30000


def test_sounds_at_different_levels_have_different_keys() -> None:
    assert len({SoundAtLevel(SPEECH, each).key for each in (-3.0, 3.0, 6.0)} | {SPEECH.key}) == 4


def test_a_timeline_at_the_usual_levels_is_the_same() -> None:
    session = Timeline(5 * RATE, (Placement(0, SPEECH),))
    assert at_levels(session, Levels()) is session
    assert at_levels(session, Levels(bells=3)).placements == session.placements
