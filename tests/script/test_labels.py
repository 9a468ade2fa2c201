"""Doses that a printed sheet labels, and counts that go along: the steps that they belong to."""

from __future__ import annotations

import pytest

from tests.script_help import routine_of
from voiceguide.routine import Count, Sets
from voiceguide.script import parse


def test_a_repeat_behind_the_way_back_from_a_hold_is_of_that_hold() -> None:
    items = "- Lift your leg.\n- Hold for 3 to 5 seconds.\n- Lower slowly.\n- Repeat 8 to 12 times each leg.\n"
    script = f"## Leg raise\n\n{items}"
    (phase,) = routine_of(script).phases
    (step,) = phase.steps
    assert isinstance(step.dose, Count)
    assert (step.dose.written, step.dose.pace, step.sides) == ((8, 12), 4.0, "leg")
    assert [line.text for line in step.details] == ["Lift your leg.", "Lower slowly."]


def test_a_repeat_behind_several_holds_and_the_way_back_is_asked_about() -> None:
    script = "- Press for 60 seconds\n- Roll the ball for 30 seconds\n- Lower slowly\n- Repeat 10 times\n"
    assert [found.line for found in parse(script, "test.md", "test").findings if found.severity == "error"] == [4]


@pytest.mark.parametrize("dose", ["Sets: 3 | Reps: 10", "Sets: 3  Reps: 10", "Sets: 3, Reps: 10"])
def test_printed_labels_on_a_line_of_their_own_are_the_dose_of_what_stands_above(dose: str) -> None:
    (phase,) = routine_of(f"## Quad set\n\n- Press the knee down\n- {dose}\n").phases
    (step,) = phase.steps
    assert isinstance(step.dose, Sets)
    assert (step.text, step.dose.times, step.dose.of.written) == ("Quad set", 3, (10, 10))


def test_a_labelled_rest_between_steps_is_a_rest() -> None:
    (phase,) = routine_of("- Press for 60 s\n- Rest: 40 seconds\n- Roll for 60 s\n").phases
    assert [step.rest for step in phase.steps] == [False, True, False]


def test_rounds_of_one_exercise_in_a_paragraph_are_not_those_of_the_whole_list() -> None:
    routine = routine_of("- Press for 20 s\n- Roll for 30 s\n\nFinisher\n20s mountain climbers, 10s off, 6 rounds\n")
    assert [phase.rounds.natural for phase in routine.phases] == [1]


def test_a_count_that_goes_along_is_the_pace_of_the_repetitions_below() -> None:
    items = "- Stand on a step\n- Lower the heel, count to 3\n- 3 sets of 15, 1 minute rest between\n"
    step = routine_of(f"## Heel drops\n\n{items}").phases[0].steps[-1]
    assert isinstance(step.dose, Sets)
    assert isinstance(step.dose.of, Count)
    assert (step.dose.times, step.dose.of.natural, step.dose.of.pace, step.dose.rest.natural) == (3, 15, 3.0, 60.0)
