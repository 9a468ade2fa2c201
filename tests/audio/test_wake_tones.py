"""Wake tones come half a second before a sound that follows a long silence."""

from __future__ import annotations

import numpy as np

from tests.audio.timelines import Tone, timeline
from voiceguide.audio.bells import sound
from voiceguide.audio.wake_tones import with_wake_tones
from voiceguide.export.mp3 import islands
from voiceguide.units import RATE, to_samples

WAKE = sound("wake")
SESSION = timeline(60, (0, Tone(1)), (5, Tone(1)), (30, Tone(1)), (31.5, Tone(1)), (50, sound("start-bell")))


def test_it_sounds_half_a_second_ahead_of_what_comes_after_a_long_silence() -> None:
    woken = with_wake_tones(SESSION)
    assert [each.start / RATE for each in woken.placements if each.sound == WAKE] == [29.5, 49.5]
    assert [each for each in woken.placements if each.sound != WAKE] == list(SESSION.placements)
    starts = [each.start for each in woken.placements]
    assert starts == sorted(starts)


def test_a_long_sound_is_no_silence() -> None:
    assert with_wake_tones(timeline(60, (0, Tone(25)), (26, Tone(1)))).placements[1].start == to_samples(26)


def test_it_is_very_soft_and_ends_before_the_word() -> None:
    samples = WAKE.samples().astype(float) / 32768
    assert -54 < 20 * np.log10(np.abs(samples).max()) < -46
    assert WAKE.length <= to_samples(0.38)


def test_words_are_still_encoded_once() -> None:
    """The tone is far enough from the word to be an island of its own in an MP3."""
    plain = {island.key for island in islands(SESSION)}
    assert plain < {island.key for island in islands(with_wake_tones(SESSION))}
