"""A count beside `until ready`: the listener does the repetitions at their own pace, and says when they are done."""

from __future__ import annotations

import pytest

from tests.live.stage import Stage, at, names
from tests.script_help import step_of
from voiceguide.fit import Choices, fit
from voiceguide.live.commands import Command
from voiceguide.routine import Count, Dose, Wait
from voiceguide.script import parse

WRITTEN = {
    "en": ("Raise the heels 10 times until ready", "10 times"),
    "de": ("Fersen heben, 10 mal, bis du bereit bist", "10 Mal"),
    "nl": ("Til de hielen op, 10 keer, tot je klaar bent", "10 keer"),
    "fr": ("Lever les talons 10 fois jusqu'à ce que vous ayez fini", "10 fois"),
    "es": ("Levanta los talones 10 veces hasta terminar", "10 veces"),
    "it": ("Solleva i talloni 10 volte finché non hai finito", "10 volte"),
    "pt": ("Levante os calcanhares 10 vezes até terminar", "10 vezes"),
}


def dose_of(line: str, language: str = "en") -> Dose | None:
    reading = parse(f"---\nlanguage: {language}\n---\n# Heel\n- {line}\n", "heel.md", "heel")
    assert reading.routine is not None, reading.findings
    assert not [finding for finding in reading.findings if finding.severity == "error"]
    return reading.routine.phases[0].steps[0].dose


def said(line: str, language: str, *, live: bool) -> str:
    routine = parse(f"---\nlanguage: {language}\n---\n# Heel\n- {line}\n", "heel.md", "heel").routine
    assert routine is not None
    plan = fit(routine, None, lambda text: 0.3 + 0.05 * len(text), Choices(live=live))
    return next(cue.text for cue in plan.cues if cue.kind == "instruction")


@pytest.mark.parametrize("language", WRITTEN)
def test_it_waits_as_long_as_the_repetitions_take(language: str) -> None:
    assert dose_of(WRITTEN[language][0], language) == Wait(30.0, count=10)


@pytest.mark.parametrize("language", WRITTEN)
def test_the_cue_says_the_count_and_asks_for_a_press_where_one_can_press(language: str) -> None:
    line, count = WRITTEN[language]
    live, file = (said(line, language, live=live) for live in (True, False))
    assert count in live
    assert count in file
    assert live != file


def test_the_words_are_those_of_a_person() -> None:
    line = WRITTEN["en"][0]
    assert said(line, "en", live=True) == "Raise the heels 10 times. Press when you are ready."
    assert said(line, "en", live=False) == "Raise the heels 10 times. Take about 30 seconds."
    assert said("Do 10 squats until ready", "en", live=True).endswith("10 squats. Press when you are ready.")


@pytest.mark.parametrize(
    ("line", "dose"),
    [
        ("10 squats until ready, about 40 seconds", Wait(40.0, count=10)),
        ("Raise the heels 10 times, 5 s each, until ready", Wait(50.0, count=10)),
        ("Raise the heels 8 to 12 times until ready", Wait(30.0, count=10)),
        ("Get the band until ready, about 15 seconds", Wait(15.0)),
    ],
)
def test_a_time_or_a_pace_decides_how_long(line: str, dose: Wait) -> None:
    assert dose_of(line) == dose


def test_a_count_alone_is_counted_aloud() -> None:
    assert isinstance(dose_of("Raise the heels 10 times"), Count)


LIVE = "# Heel\n- Raise the heels 10 times until ready\n- Rub the arch for 20 seconds\n"


def test_a_press_ends_it_and_nobody_counts() -> None:
    stage = Stage(LIVE)
    asked = at_bell(stage)
    stage = Stage(LIVE)
    stage.run([(asked + 12, Command.PRESS)])
    assert at(stage, "Rub the arch. 20 seconds.") == pytest.approx(asked + 12, abs=3)
    assert "One" not in names(stage)


def test_without_a_press_it_goes_on_by_itself() -> None:
    stage = Stage(LIVE)
    assert stage.run()
    assert "Going on." in names(stage)


def at_bell(stage: Stage) -> float:
    stage.run()
    return at(stage, "start-bell")


def test_the_words_around_a_wait_stay_apart() -> None:
    assert step_of("Press until ready and breathe, about 60 s").text == "Press and breathe"
