"""Splitting sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.language import available, load
from voiceguide.language.sentences import sentences


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("en", "Sit down. Breathe... Then go! Ready? Yes", 5),
        ("en", "Wait… Then press.", 2),
        ("en", "Wait … and press.", 1),
        ("en", "Use a ball, e.g. Anna's, for approx. One minute. Go.", 2),
        ("en", "Ask Dr. Smith first. Then begin.", 2),
        ("en", "Roll 5.5 cm. Then back.", 2),
        ("en", "Hold for 30 sec. Then rest.", 2),
        ("en", "Vitamin B. Then", 1),
        ("en", "“Stop.” Then go. (Easy.) Now.", 2),
        ("en", "... Then go.", 1),
        ("de", "Nimm z. B. Wasser oder z.B. Öl. Drücke ca. Eine Minute. Am 3. Tag, bzw. Abend.", 3),
        ("de", "Erst der li. Fuß, insb. Ferse und Lig. Plantare. Dann der re. Fuß.", 2),
        ("de", "Drücke. Über den Fuß.", 2),
        ("fr", "Stop ! Ensuite, poussez. À droite.", 3),
        ("fr", "Voyez Mme. Dupont. Écoutez.", 2),
        ("es", "Para. ¿Duele? ¡Basta!", 3),
        ("nl", "Gebruik bijv. Een bal, d.w.z. Rubber. Één keer.", 2),
        ("en", "", 1),
    ],
)
def test_sentences_are_told_apart_and_what_is_abbreviated_ends_none(code: str, text: str, count: int) -> None:
    found = sentences(load(code), text)
    assert len(found) == count
    assert " ".join(found) == text


@pytest.mark.parametrize("words", ["." * 50_000, "a." * 50_000, "a" * 50_000, "Dr. A " * 10_000])
def test_what_is_not_written_in_sentences_takes_no_longer(words: str) -> None:
    assert sentences(load("en"), words) == (words,)


@given(st.text(), st.sampled_from(available()))
def test_of_any_text_nothing_is_lost_and_each_sentence_can_be_spoken(text: str, code: str) -> None:
    line = " ".join(text.split())
    found = sentences(load(code), line)
    assert " ".join(found) == line
    assert len(found) == 1 or all(any(letter.isalnum() or letter == "_" for letter in each) for each in found)
