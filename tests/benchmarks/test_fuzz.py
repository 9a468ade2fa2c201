"""The harness of random scripts, in short; and it finds what it was built from."""

from __future__ import annotations

import random
import re
from dataclasses import replace

import pytest

from benchmarks import fuzz
from benchmarks.fuzz import PLANNED, examined, measured, script_of
from benchmarks.invariants import broken
from tests.plans import FEET, plan_of
from voiceguide.language import available
from voiceguide.script import parse

SCRIPTS = 70


@pytest.mark.no_cover
@pytest.mark.no_cover
def test_random_scripts_are_refused_or_planned_without_a_fault() -> None:
    tally = measured(range(SCRIPTS), seed=7, languages=available(), shrink=False)
    assert tally.findings == {}
    assert tally.total == SCRIPTS
    assert sum(times for kind, times in tally.trials.items() if kind.endswith(PLANNED)) > SCRIPTS / 10


def test_the_same_numbers_make_the_same_script() -> None:
    assert script_of(3, 8, available()) == script_of(3, 8, available())
    assert script_of(3, 8, available()) != script_of(3, 15, available())


@pytest.mark.parametrize("script", ["- Tap, 1000 sets of 1000\n", "- Press " + "0" * 20_000 + "\n"])
def test_an_endless_script_is_refused(script: str) -> None:
    assert examined(script, random.Random(1)) is None


def test_amounts_beyond_a_day_and_long_runs_of_digits_are_drawn() -> None:
    scripts = [script_of(7, number, available())[1] for number in range(SCRIPTS)]
    assert any(script.count("1000") > 1 for script in scripts)
    assert any(re.search(r"\d{300}", script) for script in scripts)


def test_a_voice_makes_a_smaller_number_take_longer_than_it_saves() -> None:
    voices = [fuzz._voice(random.Random(number)) for number in range(40)]
    assert any(voice("Hold for 5 seconds.") > voice("Hold for 10 seconds.") + 5 for voice in voices)


def test_the_alarm_rings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "PROCESSOR_SECONDS", 0.0001)
    assert "of processor" in str(examined("- Press the heel spot for 20 seconds\n" * 200, random.Random(1)))


def test_a_broken_plan_is_found() -> None:
    routine = parse(FEET, "feet.md", "feet").routine
    assert routine is not None
    plan = plan_of(FEET)
    assert broken(routine, plan) is None
    cues = plan.cues
    over = (cues[0], replace(cues[1], start=cues[0].end - 1), *cues[2:])
    assert broken(routine, replace(plan, cues=over)) == "speech lies over speech"
    assert broken(routine, replace(plan, length=plan.longest + 1)) == "the length lies outside the ends"
    assert broken(routine, replace(plan, ends=(plan.length + 1, plan.longest))) == "the length lies outside the ends"
    late = replace(plan.steps[0], start=plan.length + 5)
    assert broken(routine, replace(plan, steps=(late, *plan.steps[1:]))) == "a step lies outside the session"
