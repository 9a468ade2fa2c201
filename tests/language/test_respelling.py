"""Respelling words for a voice."""

from __future__ import annotations

import subprocess

import pytest

from tests.needs import need_program
from voiceguide.language import Pack, available, load
from voiceguide.language.respelling import respelt
from voiceguide.language.speakable import speakable

ENGLISH, GERMAN = load("en"), load("de")
PACKS = [load(code) for code in available()]


def test_words_of_the_lexicon_are_respelt_whatever_their_capitals() -> None:
    assert respelt(ENGLISH, "Fascia, and the plantar fascia.", {}) == "fashia, and the plantar fashia."
    assert respelt(GERMAN, "Rolle die Fußsohle.", {}) == "Rolle die Fuhßsohle."


def test_other_words_stay_as_they_are() -> None:
    text = "Fasciitis is no fascial-like thing? It is: the word goes on."
    assert respelt(ENGLISH, text, {}) == text.replace("fascial", "fashial")
    assert respelt(ENGLISH, "Press the heel spot for 45 seconds.", {}) == "Press the heel spot for 45 seconds."


def test_the_longer_word_goes_before_the_one_it_contains() -> None:
    pronounce = {"fascia": "fasha", "plantar fascia": "planter fay-sha"}
    assert respelt(ENGLISH, "The plantar fascia is a fascia.", pronounce) == "The planter fay-sha is a fasha."


def test_what_a_script_says_goes_before_the_lexicon_and_is_not_respelt_again() -> None:
    assert respelt(ENGLISH, "The fascia of the soleus", {"Fascia": "psoas"}) == "The psoas of the solius"


@pytest.mark.parametrize("word", ["C++", "(x)", "a|b", "İ", "\\1"])
def test_any_sign_may_stand_in_a_word_or_its_respelling(word: str) -> None:
    assert respelt(ENGLISH, f"say {word} now", {word: r"\g<0> it"}) in (r"say \g<0> it now", f"say {word} now")


def test_a_capital_that_has_no_single_small_letter_is_no_fault() -> None:
    assert respelt(ENGLISH, "Hİ", {"hi": "hello"}) == "Hİ"


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_lexicon_respells_each_word_once_and_into_something_speakable(pack: Pack) -> None:
    words = pack.table("lexicon", "words")
    assert len({word.lower() for word in words}) == len(words)
    for word, spelling in words.items():
        assert spelling.strip()
        assert spelling != word
        assert speakable(pack, word) == word, "it is changed before the lexicon sees it"
        assert respelt(pack, word, {}) == spelling


@pytest.mark.parametrize(
    ("language", "word", "wrong", "right"),
    [
        ("en", "sacroiliac", "ɹˈɔɪl", "ɪlˈɪak"),
        ("en", "Pilates", "pˈɪleɪts", "ˈɑːtˈiːz"),
        ("en", "SI joint", "sˈiː dʒ", "ˈɛs aɪ"),
        ("en", "supraspinatus", "ɪnatəs", "ˈaɪnˈeɪt"),
        ("de", "Faszie", "fastsˈiː", "fˈastsjə"),
        ("de", "Fußsohle", "ˈʊs", "fˈuːs"),
        ("de", "Gluteus", "tɔøs", "təˈʊs"),
    ],
)
def test_espeak_says_what_it_said_wrong_right(language: str, word: str, wrong: str, right: str) -> None:
    espeak = need_program("espeak-ng")

    def heard(text: str) -> str:
        command = [espeak, "-q", "--ipa", "-v", language, text]
        return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.replace("\u200d", "")

    assert wrong in heard(word)
    assert right in heard(respelt(load(language), word, {}))
