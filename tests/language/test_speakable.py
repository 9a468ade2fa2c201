"""Expanding abbreviations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.language import available, load
from voiceguide.language.speakable import speakable

ENGLISH, GERMAN = load("en"), load("de")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Hold for 60s", "Hold for 60 seconds"),
        ("Hold for 1s", "Hold for 1 second"),
        ("ice for 10 min afterwards", "ice for 10 minutes afterwards"),
        ("30 sec. each", "30 seconds each"),
        ("Hold for 30 sec. Then rest.", "Hold for 30 seconds. Then rest."),
        ("Hold for 1:30", "Hold for 1 minute 30 seconds"),
        ("Hold for 1m30s", "Hold for 1 minute 30 seconds"),
        ("2x a day", "2 times a day"),
        ("x3", "3 times"),
        ("1x", "once"),
        ("2x/day, 30s/side", "2 times per day, 30 seconds per side"),
        ("60S, 60 SEC, 5 MIN", "60 seconds, 60 seconds, 5 minutes"),
        ("½ min", "half a minute"),
        ("½ hour", "half an hour"),
        ("max. 30 s", "at most 30 seconds"),
        ("1 minute", "1 minute"),
        ("60 mİn", "60 mİn"),
        ("3 x 30 s", "3 times 30 seconds"),
        ("10–15 reps", "10 to 15 reps"),
        ("10-15", "10 to 15"),
        ("20-30s", "20 to 30 seconds"),
        ("½ cup", "half cup"),
        ("1½ min", "1 and a half minutes"),
        ("1/2 way", "half way"),
        ("7/10 on the pain scale", "7 out of 10 on the pain scale"),
        ("w/ a ball, w/o shoes", "with a ball, without shoes"),
        ("w/ball", "with ball"),
        ("sole & heel", "sole and heel"),
        ("50% harder", "50 percent harder"),
        ("bend to 45°", "bend to 45 degrees"),
        ("5 cm in front", "5 centimetres in front"),
        ("a 2kg weight", "a 2 kilos weight"),
        ("heel -> toes", "heel to toes"),
        ("~5 toes", "about 5 toes"),
        ("heel + toes", "heel plus toes"),
        ("a tool, e.g. a spoon", "a tool, for example a spoon"),
        ("Press the heel spot, cross-friction.", "Press the heel spot, cross-friction."),
        ("Find L4-L5 and the 2nd toe.", "Find L4-L5 and the 2nd toe."),
        ("Don't hurry – naïve heels hurt longer", "Don't hurry – naïve heels hurt longer"),
        ("left/right", "left/right"),
    ],
)
def test_english(written: str, said: str) -> None:
    assert speakable(ENGLISH, written) == said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Halten für 60s", "Halten für 60 Sekunden"),
        ("30 Sek. lang", "30 Sekunden lang"),
        ("Halten für 1:30", "Halten für eine Minute 30 Sekunden"),
        ("1 Minute, 1 s, 1 h", "eine Minute, eine Sekunde, eine Stunde"),
        ("1 Wdh und 1 Runde", "eine Wiederholung und eine Runde"),
        ("1 Atemzug, 1 m, 1 cm, 1°", "ein Atemzug, ein Meter, ein Zentimeter, ein Grad"),
        ("1x, 1 Mal, 1 mal", "einmal, einmal, einmal"),
        ("5,1 Minuten in 21 Minuten, 0:30", "5,1 Minuten in 21 Minuten, 30 Sekunden"),
        ("2x/Tag", "2 Mal pro Tag"),
        ("60S, 5 MIN, max. 30 SEK", "60 Sekunden, 5 Minuten, maximal 30 Sekunden"),
        ("2x am Tag", "2 Mal am Tag"),
        ("10–15 Mal", "10 bis 15 Mal"),
        ("1½ Minuten", "1,5 Minuten"),
        ("½ Minute", "eine halbe Minute"),
        ("7/10 auf der Skala", "7 von 10 auf der Skala"),
        ("Sohle & Ferse", "Sohle und Ferse"),
        ("50 % stärker", "50 Prozent stärker"),
        ("um 45° beugen", "um 45 Grad beugen"),
        ("z. B. ein Löffel", "zum Beispiel ein Löffel"),
        ("ca. 5 cm", "etwa 5 Zentimeter"),
        ("Ferse -> Zehen", "Ferse zu Zehen"),
        ("Zieh die Zehen zurück.", "Zieh die Zehen zurück."),
    ],
)
def test_german(written: str, said: str) -> None:
    assert speakable(GERMAN, written) == said


WORDS = st.lists(st.text(alphabet="abcdefghilmnoprstuvyzäöüßé'", min_size=1, max_size=9), min_size=1, max_size=12)


@given(WORDS, st.sampled_from([".", ",", "!", "?", ":", ""]), st.sampled_from(available()))
def test_plain_prose_is_left_alone(words: list[str], sign: str, code: str) -> None:
    text = " ".join(words) + sign
    assert speakable(load(code), text) == text


@given(st.text(max_size=60), st.sampled_from(available()))
def test_any_text_can_be_made_speakable_and_its_words_are_kept(text: str, code: str) -> None:
    assert isinstance(speakable(load(code), text), str)


SIGNS = "press the heel 60s 10-15 2x ½ & % w/ 45° -> 3 kg 1:30"


@given(st.lists(st.sampled_from(SIGNS.split(" ")), max_size=8))
def test_speaking_twice_changes_nothing(words: list[str]) -> None:
    once = speakable(ENGLISH, " ".join(words))
    assert speakable(ENGLISH, once) == once
