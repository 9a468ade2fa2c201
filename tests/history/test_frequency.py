"""Sentences on how often to do a routine, as therapists write them."""

from __future__ import annotations

import pytest

from voiceguide.history.frequency import Frequency, read_frequency


@pytest.mark.parametrize(
    ("language", "sentence", "frequency"),
    [
        ("en", "Twice a day for two weeks.", Frequency(2, 1, 14)),
        ("en", "Do this 3 times a week for 6 weeks", Frequency(3, 7, 42)),
        ("en", "three times per day", Frequency(3, 1)),
        ("en", "Daily", Frequency(1, 1)),
        ("en", "Once a day is enough.", Frequency(1, 1)),
        ("en", "every other day for a month", Frequency(1, 2, 30)),
        ("en", "2-3 times a day", Frequency(2, 1)),
        ("en", "twice daily for 10 days", Frequency(2, 1, 10)),
        ("de", "Zweimal am Tag, zwei Wochen lang.", Frequency(2, 1, 14)),
        ("de", "3 mal pro Woche für sechs Wochen", Frequency(3, 7, 42)),
        ("de", "täglich", Frequency(1, 1)),
        ("es", "Dos veces al día durante dos semanas", Frequency(2, 1, 14)),
        ("fr", "Deux fois par jour pendant deux semaines", Frequency(2, 1, 14)),
        ("it", "Due volte al giorno per due settimane", Frequency(2, 1, 14)),
        ("nl", "Twee keer per dag gedurende twee weken", Frequency(2, 1, 14)),
        ("pt", "Duas vezes por dia durante duas semanas", Frequency(2, 1, 14)),
        ("pt", "todos os dias", Frequency(1, 1)),
        ("en", "Repeat as needed", None),
        ("en", "Hold for 20 seconds", None),
        ("en", "99 times a day", None),
        ("en", "", None),
        ("xx", "daily", None),
    ],
)
def test_a_sentence_names_sessions_a_period_and_days(language: str, sentence: str, frequency: Frequency | None) -> None:
    assert read_frequency(sentence, language) == frequency
