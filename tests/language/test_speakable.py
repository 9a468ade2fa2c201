"""Expanding abbreviations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
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
        ("Hold for 1:30 min", "Hold for 1 minute 30 seconds"),
        ("from 9:30 to 10:15", "from 9 30 to 10 15"),
        ("between 9:30–10:15", "between 9 30 to 10 15"),
        ("Mon-Fri 9:00-17:00", "Mon-Fri 9 o'clock to 17 o'clock"),
        ("Monday, 9:30", "Monday, 9 30"),
        ("hold 1:00-1:30", "hold 1 minute-1 minute 30 seconds"),
        ("from 0:30 to 1:00", "from 30 seconds to 1 minute"),
        ("walk 8:00-10:00 minutes", "walk 8 minutes-10 minutes"),
        ("(555) 010-0199", "5 5 5, 0 1 0, 0 1 9 9"),
        ("rub and/or press", "rub and or press"),
        ("Press *the heel", "Press the heel"),
        ("Hold for 1m30s", "Hold for 1 minute 30 seconds"),
        ("2x a day", "2 times a day"),
        ("x3", "3 times"),
        ("1x", "once"),
        ("2x/day, 30s/side", "2 times per day, 30 seconds per side"),
        ("60S, 60 SEC, 5 MIN", "60 seconds, 60 seconds, 5 minutes"),
        ("½ min", "half a minute"),
        ("Hello Jürgen 😀👍🏽, press the sole ✨", "Hello Jürgen, press the sole"),
        ("😀", "😀"),
        ("+49 30 1234551 x10", "plus 4 9, 3 0, 1 2 3 4 5 5 1 10 times"),
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
        ("left/right", "left or right"),
        ("Massage the ankle/foot", "Massage the ankle or foot"),
        ("See you on Monday at 9:30.", "See you on Monday at 9 30."),
        ("at 9:00, at 9:05, 9:30 am", "at 9 o'clock, at 9 oh 5, 9 30 am"),
        ("since 2026-12-01, until 1.12.2026", "since 1 December 2026, until 1 December 2026"),
        ("12/1/2026, 12/1", "12 1 2026, 12/1"),
        ("Call 555-0199 if it gets worse", "Call 5 5 5, 0 1 9 9 if it gets worse"),
        ("call us on 555 1234", "call us on 5 5 5, 1 2 3 4"),
        ("+49 30 123456", "plus 4 9, 3 0, 1 2 3 4 5 6"),
        ("020 7946 0123", "0 2 0, 7 9 4 6, 0 1 2 3"),
        ("call 112", "call 1 1 2"),
        ('Lift it 6" off the bed, then hold 15"', "Lift it 6 inches off the bed, then hold 15 seconds"),
        ("she is 5'9\" tall", "she is 5 feet 9 inches tall"),
        ('say "count to 10" twice', 'say "count to 10" twice'),
        ("10-8-6-4-2, tempo 3-1-1", "10, 8, 6, 4, 2, tempo 3, 1, 1"),
        ("Relief {#relief}, ==soft== ~~old~~ words[^1]", "Relief, soft old words"),
        ("see [this page](https://example.org/3) or https://example.org/a?b=1.", "see this page or."),
        ("<b>Press</b> **hard**, not _soft_ %%a remark%%", "Press hard, not soft"),
        ("ea\u00adch\u200b foot", "each foot"),
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
        ("um 9:30, 9.30 Uhr, ab 9:00 Uhr", "um 9 Uhr 30, 9 Uhr 30, ab 9 Uhr"),
        ("am 1.12., bis 2.12.2026", "am 1. Dezember, bis 2. Dezember 2026"),
        ("Patient/in, Knöchel/Fuß", "Patient/in, Knöchel oder Fuß"),
        ('1\'30" und 6" vom Boden', "eine Minute 30 Sekunden und 6 Zoll vom Boden"),
    ],
)
def test_german(written: str, said: str) -> None:
    assert speakable(GERMAN, written) == said


@pytest.mark.parametrize(
    ("code", "written", "said"),
    [
        ("fr", "à 9h30, le 1/12, la cheville/le pied", "à 9 heures 30, le premier décembre, la cheville ou le pied"),
        ("fr", "appelez le 01 23 45 67 89", "appelez le 0 1, 2 3, 4 5, 6 7, 8 9"),
        ("es", "a las 9:30, el 1/12/2026", "a las 9 y 30, el 1 de diciembre de 2026"),
        ("es", "llama al 912 345 678", "llama al 9 1 2, 3 4 5, 6 7 8"),
        ("it", "alle 9:30, il 2/12", "alle 9 e 30, il 2 dicembre"),
        ("pt", "às 9:30, dia 2/12", "às 9 horas e 30, dia 2 de dezembro"),
        ("pt", "ligue 21 1234-5678", "ligue 2 1, 1 2 3 4, 5 6 7 8"),
        ("nl", "om 9:30 uur, op 1-12-2026", "om 9 uur 30, op 1 december 2026"),
    ],
)
def test_clocks_dates_and_telephones_in_other_languages(code: str, written: str, said: str) -> None:
    assert speakable(load(code), written) == said


WORDS = st.lists(st.text(alphabet="abcdefghilmnoprstuvyzäöüßé'", min_size=1, max_size=9), min_size=1, max_size=12)


@given(WORDS, st.sampled_from([".", ",", "!", "?", ":", ""]), st.sampled_from(available()))
def test_plain_prose_is_left_alone(words: list[str], sign: str, code: str) -> None:
    text = " ".join(words) + sign
    assert speakable(load(code), text) == text


@given(st.text(max_size=60), st.sampled_from(available()))
def test_any_text_can_be_made_speakable_and_its_words_are_kept(text: str, code: str) -> None:
    assert isinstance(speakable(load(code), text), str)


PIECES = """press the heel 60s 10-15 2x ½ & % w/ 45° -> 3 kg 1:30 at 9:30 9:05 2026-12-01 1.12.2026 12/1 7/10
555-0199 call +4930123456 020-7946-0123 6" 5'9" hold 15" 2' ankle/foot 10-8-6-4-2 3-1-1 , . ( ) 112 um le el Uhr h
am 9h30"""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=9), st.sampled_from(available()))
def test_speaking_twice_changes_nothing(words: list[str], code: str) -> None:
    once = speakable(load(code), " ".join(words))
    assert speakable(load(code), once) == once


SHAPES = """{0}s,{0} min,{0}x,({0}),at {1}:45,{0}/10,x{0},{0}-100,{0}-8-6,call 555-01{0},{0}",ankle/{0},2026-05-{1},
+49 30 12345{0}"""
NUMBERS = st.builds(
    lambda shape, number: shape.format(number, number % 13 + 10),
    st.sampled_from(SHAPES.split(",")),
    st.integers(10, 99),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(NUMBERS, max_size=5))
def test_no_number_is_dropped(pieces: list[str]) -> None:
    """The digits of what is written are all in what is said; a month is a word."""
    written = " ".join(pieces)
    digits = sorted(digit for digit in written.replace("-05-", " ") if digit.isdigit())
    assert sorted(digit for digit in speakable(ENGLISH, written) if digit.isdigit()) == digits


def test_a_number_that_begins_a_sentence_has_a_capital() -> None:
    assert speakable(load("es"), "Descansa. 1 minuto.") == "Descansa. Un minuto."
    assert speakable(load("pt"), "Descanse. 2 vezes.") == "Descanse. Duas vezes."
