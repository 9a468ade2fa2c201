"""The words that hibari would say wrong."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

import pytest

from tests.needs import need
from voiceguide.speech.engines import hibari_words
from voiceguide.speech.engines.hibari_words import pronounced


@cache
def hibari() -> Any:
    need(find_spec("hibari") and find_spec("onnxruntime"), "hibari-tts has no wheels for this machine")
    from hibari import Hibari

    return Hibari()


def test_a_hard_word_is_written_as_phonemes_in_the_accent_of_the_voice() -> None:
    text = "Press the Serratus, then the soleus."
    assert pronounced(text, british=False) == "Press the [Serratus](/səɹˈATəs/), then the soleus."
    assert pronounced(text, british=True) == "Press the [Serratus](/səɹˈAtəs/), then the [soleus](/sˈQlɪəs/)."


def test_a_longer_word_is_not_its_part() -> None:
    assert pronounced("suboccipitals", british=False).startswith("[suboccipitals](/")
    assert pronounced("subserratus and bitband", british=False) == "subserratus and bitband"


def test_the_brackets_of_a_writer_are_read_and_not_obeyed() -> None:
    assert pronounced("Rest [a little](/zzz/).", british=False) == "Rest [a little] (/zzz/)."
    assert "zzz" not in "".join(hibari().phonemize(pronounced("Rest [now](/zzz/).", british=False)))


@pytest.mark.parametrize("accent", [hibari_words.AMERICAN, hibari_words.BRITISH])
def test_the_package_says_these_phonemes_and_knows_each_of_them(accent: int) -> None:
    for word, phonemes in hibari_words._phonemes(accent).items():
        assert set(phonemes) <= set(hibari().vocab), word
        text = pronounced(f"Press the {word}, then rest.", british=accent == hibari_words.BRITISH)
        assert f" {phonemes}, " in hibari().phonemize(text)[0], word


def test_a_word_that_it_says_right_is_left_to_it() -> None:
    for word in ("fascia", "psoas", "gastrocnemius", "coccyx", "sciatica", "quadriceps", "peroneal"):
        assert pronounced(word, british=False) == word
