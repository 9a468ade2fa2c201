"""The benchmark of misreadings, in short: sentences drawn at random are read as they are meant, in every language."""

from __future__ import annotations

import random

import pytest

from benchmarks.drawing import KINDS
from benchmarks.misreadings import measured, read_back
from benchmarks.pen import Drawn, Pen, wordings
from voiceguide.language import available

SENTENCES = 100
OPEN = ("Atme {a} Sekunden ein", "Adem {a} seconden in")
"""Beginnings of the wordings that are still misread: verbs of breathing in two parts."""


@pytest.mark.parametrize("language", available())
def test_no_dose_is_silently_misread(language: str) -> None:
    tally = measured(language, SENTENCES, seed=11)
    assert [(drawn.script, drawn.means, why) for drawn, why in tally.wrong if not drawn.wording.startswith(OPEN)] == []
    assert tally.right >= 0.9 * SENTENCES


@pytest.mark.parametrize("language", available())
def test_a_language_words_every_kind_of_dose(language: str) -> None:
    assert wordings(language).keys() == wordings("en").keys()
    pen = Pen(language, wordings(language), random.Random(5))
    for kind in KINDS.values():
        drawn = [kind(pen) for _ in range(20)]
        assert not [one.script for one in drawn if "{" in one.script]


@pytest.mark.parametrize(
    ("script", "means", "verdict"),
    [
        ("- Press for 30 seconds", ["30 s [15-45]"], "right"),
        ("- Press for 30 seconds", ["40 s [20-60]"], "wrong"),
        ("- Press for 30 secnds", ["30 s [15-45]"], "refused"),
    ],
)
def test_a_reading_is_right_wrong_or_refused(script: str, means: list[str], verdict: str) -> None:
    assert read_back(Drawn(script, means, script), "en")[0] == verdict


def test_words_that_are_lost_make_a_reading_wrong() -> None:
    drawn = Drawn("- Press for 30 seconds", ["30 s [15-45]"], "", ("Press the heel",))
    assert read_back(drawn, "en") == ("wrong", "lost: Press the heel; heard: drawn / press / press")
