"""Splitting utterances into recorded parts."""

from __future__ import annotations

import pytest

from voiceguide.language import available, load
from voiceguide.recordings.kit import ESSENTIAL, kit
from voiceguide.recordings.utterances import atoms, key

CASES = [
    ("for 45 seconds.", ["for 45 seconds."]),
    ("for 1 minute 30 seconds.", ["for 1 minute", "30 seconds."]),
    ("9 minutes 30 seconds.", ["9 minutes", "30 seconds."]),
    ("1 hour 5 minutes.", ["1 hour", "5 minutes."]),
    ("Next: Press the heel spot.", ["Next:", "Press the heel spot."]),
    ("Right foot, the same again.", ["Right foot,", "the same again."]),
    ("10 times, 3 seconds each.", ["10 times,", "3 seconds each."]),
    ("3 times 30 seconds,", ["3 times", "30 seconds,"]),
    ("Ten seconds left.", ["Ten seconds left."]),
    ("This cannot be longer.", ["This cannot be longer."]),
    ("15 seconds longer.", ["15 seconds", "longer."]),
    ("Press the heel spot, cross-friction", ["Press the heel spot, cross-friction"]),
    ("Walk 2 minutes or 30 steps, then rest", ["Walk 2 minutes or 30 steps, then rest"]),
    ("Halfway.", ["Halfway."]),
]


@pytest.mark.parametrize(("text", "parts"), CASES, ids=[text for text, _ in CASES])
def test_utterances_are_cut_only_where_a_voice_may_be(text: str, parts: list[str]) -> None:
    assert list(atoms(load("en"), text)) == parts


@pytest.mark.parametrize("same", ["Left foot.", "left foot", " Left  foot, ", "LEFT FOOT…"])
def test_the_same_words_are_recorded_once(same: str) -> None:
    assert key(same) == "left foot"


@pytest.mark.parametrize("code", available())
def test_every_language_has_a_kit_of_which_no_line_is_put_together(code: str) -> None:
    pack = load(code)
    lines = kit(pack)
    assert ESSENTIAL < len(lines) < 200
    assert len({key(line) for line in lines}) == len(lines)
    assert all(key(line) for line in lines)
    assert all(len(atoms(pack, line)) == 1 for line in lines)


def test_the_kit_begins_with_what_is_heard_most() -> None:
    first = kit(load("en"))[:ESSENTIAL]
    for line in (
        "Halfway.",
        "Ten seconds left.",
        "the same again.",
        "45 seconds.",
        "30 seconds.",
        "10 minutes.",
        "Twelve",
    ):
        assert line in first
