"""Headings: the name of a phase or of an exercise, with rounds, a length, or a dose."""

from __future__ import annotations

import pytest

from tests.script_help import form_of
from voiceguide.errors import Fix
from voiceguide.routine import Hold, Rounds, Routine
from voiceguide.script import parse


def routine_of(script: str) -> Routine:
    """The routine of a script without errors and warnings."""
    reading = parse(script, "test.md", "test")
    assert reading.routine is not None, [str(finding) for finding in reading.findings]
    assert not [str(found) for found in reading.findings if found.severity == "warning"]
    return reading.routine


def told(script: str) -> list[str]:
    """The phases and steps of a script."""
    said: list[str] = []
    for phase in routine_of(script).phases:
        said += [f"## {phase.title}"] * phase.heading
        said += [f"{step.text}: {form_of(step)}" for step in phase.steps]
    return said


@pytest.mark.parametrize("heading", ["Plank – 60 s", "Plank (60 s)", "2. Plank: 60 s", "Plank, 60 seconds"])
def test_a_heading_with_a_dose_is_an_exercise(heading: str) -> None:
    script = f"## {heading}\n\n- Elbows under the shoulders.\n"
    assert told(script) == ["## Plank", "Plank: 60 s [30-90], after 1 lines"]


def test_the_dose_of_an_exercise_ends_at_the_next_name() -> None:
    script = "## Plank – 60 s\n\n- Elbows down.\n\n### Clam, 2 x 15 each leg\n\n- Knees bent.\n"
    assert told(script) == [
        "## Plank",
        "Plank: 60 s [30-90], after 1 lines",
        "Clam: 2 sets of (15 x 3 s [8-22]), rest 10 s, left first (leg), after 1 lines",
    ]


def test_the_length_of_a_phase_is_for_the_reader() -> None:
    routine = routine_of("## Legs – 10 min\n\n- Squat for 1 min\n- Lunge for 1 min\n")
    assert [phase.title for phase in routine.phases] == ["Legs"]
    assert [fact.text for fact in routine.facts] == ["Legs – 10 min"]


@pytest.mark.parametrize("heading", ["Main: 3 rounds", "Main – 3 rounds", "Main (3 rounds)", "Main x3"])
def test_rounds_on_a_heading(heading: str) -> None:
    (phase,) = routine_of(f"## {heading}\n\n- Squat for 1 min\n- Lunge for 1 min\n").phases
    assert (phase.title, phase.rounds) == ("Main", Rounds(3, 3, 3))


def test_a_rest_between_rounds() -> None:
    (phase,) = routine_of("## Main (3 rounds, 60 seconds rest between)\n\n- Squat for 1 min\n").phases
    assert phase.rounds == Rounds(3, 3, 3, Hold(60, 30, 60, (60, 60)))


def test_a_dose_on_a_heading_over_other_doses_is_asked_about() -> None:
    reading = parse("## Main x3\n\n- Squat\n- Lunge\n", "test.md", "test")
    assert [found.message for found in reading.findings if found.severity == "error"] == [
        "it is not sure what the dose of this heading is of"
    ]


def test_a_lower_heading_or_a_bold_line_names_an_exercise() -> None:
    script = (
        "## Floor\n\n### Bridge\n\nLie down.\n\n3 x 10, hold 5 s.\n\n**Plank**\n\n- Elbows down.\n- Stay for 1 min.\n"
    )
    assert told(script) == [
        "## Floor",
        "Bridge: 3 sets of (10 x 5 s [5-15]), rest 10 s, after 1 lines",
        "Plank: 60 s [30-90], after 1 lines",
    ]


@pytest.mark.parametrize("heading", ["### Cool down", "**Cool down**", "**Cool down:**"])
def test_a_lower_heading_over_several_exercises_is_a_phase(heading: str) -> None:
    script = f"{heading}\n\n- Sit for 1 min\n- Lie for 2 min\n"
    assert told(script) == ["## Cool down", "Sit: 60 s [30-90]", "Lie: 120 s [60-180]"]


def test_bold_words_before_text_are_text() -> None:
    routine = routine_of("**Welcome back**\n\nToday we go slowly.\n\n## A\n\n- Sit for 1 min\n")
    assert [line.text for line in routine.introduction] == ["Welcome back", "Today we go slowly."]


def test_conditions_of_a_heading_are_put_in_brackets() -> None:
    script = "## A, each foot\n\n- x for 3 s\n"
    (finding,) = parse(script, "test.md", "test").findings
    assert finding.fix == Fix(1, 4, 1, 16, "A (each foot)", False)


def test_optional_steps_that_mirror_each_other_are_a_pair() -> None:
    script = "- Sit for 5 s\n- Circle left 10 times (optional)\n- Circle right 10 times (optional)\n"
    assert [step.pair for step in routine_of(script).phases[0].steps] == [None, 2, 2]
