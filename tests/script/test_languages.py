"""Lines in Spanish, French, Italian, Portuguese and Dutch. The cases are in `languages/`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.script_help import errors_of, meaning, step_of
from voiceguide.language import available, load
from voiceguide.language.speakable import speakable
from voiceguide.routine import Count, Hold, Step
from voiceguide.script import parse

CASES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parents[1] / "language" / "cases").glob("[a-z][a-z].toml"))
    if "steps =" in path.read_text("utf-8")
}
EACH = pytest.mark.parametrize("code", CASES)
VERB = {"en": "Press", "de": "Drück", "es": "Presiona", "fr": "Appuyez", "it": "Premi", "pt": "Pressione", "nl": "Druk"}


def cases(kind: str) -> list[Any]:
    return [pytest.param(code, *case, id=f"{code}-{case[0]}") for code in CASES for case in CASES[code][kind]]


def steps_of(code: str, lines: list[str]) -> tuple[Step, ...]:
    reading = parse(f"---\nlanguage: {code}\n---\n" + "".join(f"- {line}\n" for line in lines), "test.md", "test")
    assert reading.routine is not None, [str(finding) for finding in reading.findings[:5]]
    assert reading.findings == ()
    return reading.routine.phases[0].steps


@pytest.mark.parametrize(("code", "words", "text", "dose", "side"), cases("steps"))
def test_what_a_step_means(code: str, words: str, text: str, dose: str, side: str) -> None:
    assert meaning(words, code) == (text, dose, side or None)


@pytest.mark.parametrize(("code", "words", "hint"), cases("refused"))
def test_what_is_refused_and_with_which_hint(code: str, words: str, hint: str) -> None:
    errors = errors_of(f"---\nlanguage: {code}\n---\n- {words}\n")
    assert len(errors) == 1, errors
    assert hint in errors[0]


@pytest.mark.parametrize(("code", "written", "said"), cases("speakable"))
def test_what_is_said_for_signs_and_units(code: str, written: str, said: str) -> None:
    assert speakable(load(code), written) == said


@EACH
def test_conditions_cues_and_cautions(code: str) -> None:
    reading = parse(f"---\nlanguage: {code}\n---\n\n{CASES[code]['script']}", "test.md", "test")
    assert [str(found) for found in reading.findings] == ["test.md:21:1: note: for the reader, not spoken"]
    routine = reading.routine
    assert routine is not None
    assert [line.line for line in routine.safety] == [5, 7]
    first, second = routine.phases
    assert (first.sides, first.rounds.natural) == ("foot", 2)
    assert [line.line for line in first.safety] == [11]
    (step,) = first.steps
    assert (step.optional, len(step.needs)) == (True, 2)
    assert [line.line for line in step.details] == [14]
    assert [(cue.when, cue.seconds) for cue in step.coaching] == [
        ("halfway", 0),
        ("after", 20),
        ("before-end", 10),
        ("every", 15),
    ]
    assert [line.line for line in step.safety] == [19]
    assert second.after == (0,)
    assert second.steps[0].dose == Hold(30, 30, 30, (30, 30))
    assert [line.line for line in routine.closing] == [27]


@pytest.mark.no_cover  # hundreds of lines of the same kind
@pytest.mark.parametrize("code", available())
def test_every_time_that_is_spoken_is_read_back(code: str) -> None:
    pack, seconds = load(code), (*range(1, 301), *range(301, 3600, 29), 3600)
    spoken = [f"{VERB[code]} {pack.phrase('hold', duration=pack.duration(number))}" for number in seconds]
    of_a_day = [spoken[start : start + 20] for start in range(0, len(spoken), 20)]
    steps = [step for part in of_a_day for step in steps_of(code, part)]
    assert {step.text for step in steps} == {VERB[code]}
    assert [step.dose.natural for step in steps if isinstance(step.dose, Hold)] == list(seconds)


@pytest.mark.no_cover
@pytest.mark.parametrize("code", available())
def test_every_count_that_is_spoken_is_read_back(code: str) -> None:
    pack, numbers = load(code), range(2, 101)
    phrases = [pack.phrase("count", number=number) for number in numbers]
    in_words = [
        phrase.replace(str(number), pack.number(number)) for number, phrase in zip(numbers, phrases, strict=True)
    ]
    for said in (phrases, in_words, [speakable(pack, phrase) for phrase in phrases]):
        steps = steps_of(code, [f"{VERB[code]}, {phrase}" for phrase in said])
        assert [step.dose.natural for step in steps if isinstance(step.dose, Count)] == list(numbers)


@EACH
def test_what_is_spoken_of_a_count_is_as_it_was_written(code: str) -> None:
    counting = {
        "es": ("Cuenta despacio hasta 10", "Haz 5 respiraciones lentas y profundas"),
        "fr": ("Comptez lentement jusqu'à 10", "Prenez 5 respirations lentes et profondes"),
        "it": ("Conta piano fino a 10", "Fai 5 respiri lenti e profondi"),
        "pt": ("Conte devagar até 10", "Faça 5 respirações lentas e profundas"),
        "nl": ("Tel langzaam tot 10", "Neem 5 rustige, diepe ademhalingen"),
    }
    for words in counting[code]:
        assert step_of(words, code).spoken == words.replace("10", "{number}").replace("5", "{number}")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("es", "Frota la planta, 60 pasadas por minuto, durante 30 segundos"),
        ("fr", "Frottez la plante, 60 passages par minute, pendant 30 secondes"),
        ("it", "Sfrega la pianta, 60 passate al minuto, per 30 secondi"),
        ("pt", "Esfregue a sola, 60 passagens por minuto, durante 30 segundos"),
        ("nl", "Wrijf over de zool, 60 streken per minuut, gedurende 30 seconden"),
    ],
)
def test_the_pace_of_the_hand(code: str, words: str) -> None:
    step = step_of(words, code)
    assert (step.text, step.strokes) == (words.rpartition(",")[0].removesuffix(","), 60)
    assert step.dose == Hold(30, 15, 45, (30, 30))


def test_accents_may_be_left_out_but_are_not_confused() -> None:
    assert meaning("Étirez 30 s, chaque cote", "fr")[2] == "side"
    assert meaning("Étirez 30 s, chaque co\u0302te\u0301", "fr")[2] == "side"
    assert meaning("Massez chaque côte pendant 30 s", "fr")[2] is None


def test_quantities_below_two_are_one_in_french_and_portuguese() -> None:
    said = [load(code).duration(seconds) for code in ("fr", "pt", "es") for seconds in (1.5, 2)]
    assert said == ["1,5 seconde", "2 secondes", "1,5 segundo", "2 segundos", "1,5 segundos", "2 segundos"]


def test_and_is_said_otherwise_before_its_own_sound() -> None:
    spanish = load("es")
    assert [spanish.join(["agua", thing]) for thing in ("hilo", "incienso", "hielo", "una toalla")] == [
        "agua e hilo",
        "agua e incienso",
        "agua y hielo",
        "agua y una toalla",
    ]


@pytest.mark.parametrize(
    ("code", "thing", "bare"),
    [
        ("es", "Un poco de aceite", "aceite"),
        ("fr", "l’huile", "huile"),
        ("fr", "un peu d'huile", "huile"),
        ("it", "un po' d'olio", "olio"),
        ("it", "l'asciugamano", "asciugamano"),
        ("pt", "uma bola de ténis", "bola de tenis"),
        ("nl", "een beetje olie", "olie"),
    ],
)
def test_things_are_compared_without_article_and_accents(code: str, thing: str, bare: str) -> None:
    assert load(code).bare_thing(thing) == bare


@pytest.mark.parametrize(("written", "language"), [("pt-BR", "pt-BR"), ("pt_br", "pt-BR"), ("es-419", "es-419")])
def test_the_region_of_a_language_is_kept_for_its_voice(written: str, language: str) -> None:
    routine = parse(f"---\nlanguage: {written}\n---\n- x, 30 s\n", "test.md", "test").routine
    assert routine is not None
    assert routine.language == language
