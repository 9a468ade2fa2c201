"""Language packs: one structure for all, and their phrases."""

from __future__ import annotations

import re
import string
from typing import Any

import pytest

from voiceguide.errors import LanguageError
from voiceguide.language import Pack, available, load
from voiceguide.language.speakable import speakable
from voiceguide.script.grammar import grammar
from voiceguide.script.markers import markers

ENGLISH, GERMAN = load("en"), load("de")
PACKS = [load(code) for code in available()]


def slots(phrase: Any) -> Any:
    """The slots of a phrase; of one with plural forms, those of the most general."""
    if isinstance(phrase, dict):
        return slots(phrase["other"])
    return sorted(name for _, name, _, _ in string.Formatter().parse(phrase) if name)


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_pack_speaks_the_same_phrases_with_the_same_slots(pack: Pack) -> None:
    assert {key: slots(phrase) for key, phrase in pack.data["speech"].items()} == {
        key: slots(phrase) for key, phrase in ENGLISH.data["speech"].items()
    }


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_pack_has_the_same_sections_and_keys(pack: Pack) -> None:
    optional = {("numbers", "both"), ("units", "whole")}
    optional |= {("dose", "some"), ("dose", "particles"), ("sides", "contracted")}
    optional |= {("units", "inches"), ("numbers", "one_of"), ("pause", "of"), ("breathing", "for")}
    optional |= {("breathing", "verbs"), ("breathing", "particles"), ("exercise", "alone")}
    optional |= {("speakable", "agree"), ("speakable", "and_before"), ("commands", "pronunciations")}
    assert list(pack.data) == list(ENGLISH.data)
    for section, words in ENGLISH.data.items():
        if isinstance(words, dict) and section != "plurals":
            missing = {key for key in set(words) ^ set(pack.data[section]) if (section, key) not in optional}
            assert not missing, section


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_pack_counts_to_a_hundred_without_repeating_itself(pack: Pack) -> None:
    words = pack.words("numbers")
    assert len(words) == len(set(words)) == 101


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_phrase_of_a_pack_can_be_compiled(pack: Pack) -> None:
    assert grammar(pack.code).doses
    assert markers(pack.code).label.match(pack.words("markers", "caution")[0] + ": x")


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_every_side_has_a_left_and_a_right(pack: Pack) -> None:
    for noun in pack.data["nouns"]:
        assert pack.side(noun, "left") != pack.side(noun, "right")


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.code)
def test_the_phrases_of_a_pack_are_filled_without_leaving_a_slot(pack: Pack) -> None:
    for key, phrase in pack.data["speech"].items():
        phrases = phrase.values() if isinstance(phrase, dict) else [phrase]
        values = {slot: "something" for phrase in phrases for slot in slots(phrase)} | {"number": 2}
        assert not re.search(r"[{}]", pack.phrase(key, **values))


def test_one_and_many() -> None:
    assert [ENGLISH.phrase("count", number=number) for number in (1, 2)] == ["once", "2 times"]
    assert [GERMAN.phrase("breaths", number=number) for number in (1, 2)] == ["ein Atemzug", "2 Atemzüge"]


@pytest.mark.parametrize(
    ("seconds", "english", "german"),
    [
        (1, "1 second", "1 Sekunde"),
        (45, "45 seconds", "45 Sekunden"),
        (60, "1 minute", "1 Minute"),
        (90, "1 minute 30 seconds", "1 Minute 30 Sekunden"),
        (61, "1 minute 1 second", "1 Minute 1 Sekunde"),
        (7.5, "7.5 seconds", "7,5 Sekunden"),
        (3600, "1 hour", "1 Stunde"),
        (3900, "1 hour 5 minutes", "1 Stunde 5 Minuten"),
        (7325, "2 hours 2 minutes 5 seconds", "2 Stunden 2 Minuten 5 Sekunden"),
        (0, "0 seconds", "0 Sekunden"),
        (22.05, "22.05 seconds", "22,05 Sekunden"),
    ],
)
def test_durations_are_said_with_the_right_plural(seconds: float, english: str, german: str) -> None:
    assert (ENGLISH.duration(seconds), GERMAN.duration(seconds)) == (english, german)


def test_numbers_are_counted_in_words() -> None:
    assert [ENGLISH.number(number) for number in (1, 21, 100, 101)] == ["One", "Twenty-one", "One hundred", "101"]
    assert [GERMAN.number(number) for number in (1, 21, 100)] == ["Eins", "Einundzwanzig", "Einhundert"]


def test_time_left_is_said_in_words() -> None:
    assert (ENGLISH.time_left(10), GERMAN.time_left(10)) == ("Ten seconds left.", "Noch zehn Sekunden.")


@pytest.mark.parametrize(
    ("code", "one", "twenty_one"),
    [
        ("de", "Noch eine Sekunde.", "Noch 21 Sekunden."),
        ("es", "Queda un segundo.", "Quedan veintiún segundos."),
        ("fr", "Il reste une seconde.", "Il reste vingt et une secondes."),
        ("it", "Manca un secondo.", "Mancano 21 secondi."),
        ("en", "1 second left.", "21 seconds left."),
    ],
)
def test_a_one_agrees_with_its_unit_in_the_time_left(code: str, one: str, twenty_one: str) -> None:
    pack = load(code)
    assert speakable(pack, pack.time_left(1)) == one
    assert speakable(pack, pack.time_left(21)) == twenty_one


def test_german_cases_around_a_time() -> None:
    pack = load("de")
    rest = pack.phrase("sets-rest", duration=pack.duration(60))
    assert speakable(pack, rest) == "dazwischen eine Minute Pause"
    begins = pack.phrase("starting-in", duration=pack.duration(60))
    assert speakable(pack, begins) == "Noch eine Minute bis zum Beginn."


def test_sides_are_said_with_their_noun() -> None:
    assert (ENGLISH.side("foot", "left"), GERMAN.side("leg", "right")) == ("Left foot", "Rechtes Bein")


def test_things_are_joined_as_they_are_said() -> None:
    things = ["a ball", "a towel", "a scraping tool"]
    assert [ENGLISH.join(things[:number]) for number in range(4)] == [
        "",
        "a ball",
        "a ball and a towel",
        "a ball, a towel and a scraping tool",
    ]
    assert GERMAN.join(["einen Ball", "ein Tuch"]) == "einen Ball und ein Tuch"


def test_things_are_compared_without_article_and_capitals() -> None:
    assert ENGLISH.bare_thing("A  Scraping Tool.") == ENGLISH.bare_thing("scraping tool") == "scraping tool"
    assert GERMAN.bare_thing("einen Ball") == GERMAN.bare_thing("Ball")


def test_a_pack_is_found_by_its_code() -> None:
    assert load("de").data["name"] == "Deutsch"
    assert load("de-AT") is load("DE_ch") is load("de")
    assert {"de", "en"} <= set(available())


@pytest.mark.parametrize(("code", "nearest"), [("eng", "en"), ("deutsch", "de"), ("English", "en"), ("no", "en")])
def test_an_unknown_language_names_the_nearest(code: str, nearest: str) -> None:
    with pytest.raises(LanguageError) as caught:
        load(code)
    assert code in caught.value.message
    assert f"`{nearest}`" in (caught.value.hint or "")


@pytest.mark.parametrize("code", ["", "../en", "tlh", "x" * 500])
def test_no_language_at_all(code: str) -> None:
    with pytest.raises(LanguageError):
        load(code)
