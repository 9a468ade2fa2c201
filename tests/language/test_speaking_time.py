"""The estimated time of speech."""

from __future__ import annotations

import pytest

from voiceguide.language.speaking_time import speaking_time


@pytest.mark.parametrize(
    ("text", "language", "seconds"),  # as eSpeak NG took
    [
        ("Halfway.", "en", 0.57),
        ("for 45 seconds.", "en", 1.46),
        ("Press the heel spot, cross-friction", "en", 2.56),
        ("noch 10 Sekunden", "de-DE", 1.4),
    ],
)
def test_an_estimate_is_near_the_time_that_a_voice_takes(text: str, language: str, seconds: float) -> None:
    assert speaking_time(text, language) == pytest.approx(seconds, rel=0.25)


def test_a_faster_rate_takes_less_time() -> None:
    assert speaking_time("Halfway.", "en", 300) == speaking_time("Halfway.", "en") / 2


def test_an_unknown_language_has_an_estimate_too() -> None:
    assert speaking_time("Halvvejs.", "da") > 0.4
