"""Whole sheets that were read wrong once."""

from __future__ import annotations

from tests.script_help import form_of
from voiceguide.routine import Hold
from voiceguide.script import parse


def read(script: str) -> list[str]:
    """The phases and steps of a script without errors."""
    reading = parse(script, "test.md", "test")
    assert reading.routine is not None, [str(finding) for finding in reading.findings]
    said: list[str] = []
    for phase in reading.routine.phases:
        said += [f"## {phase.title}: {phase.rounds.natural}"]
        said += [f"{step.text}: {form_of(step)}" for step in phase.steps]
    return said


def test_rounds_of_something_are_no_rounds_of_what_stands_before() -> None:
    script = "Begin in child's pose for one minute. Come up and do five rounds of cat-cow.\n"
    assert read(script)[1:] == [
        "Begin in child's pose: 60 s [30-90]",
        "Come up and do cat-cow: 5 x 3 s [3-7]",
    ]


def test_sides_are_not_those_of_what_follows() -> None:
    script = "Hug the right knee in for 5 breaths, then change sides. Finish in savasana, 5 minutes.\n"
    assert [step.partition(", ")[2] for step in read(script)[1:]][1] == ""


def test_a_dose_above_names_is_asked_about() -> None:
    reading = parse("8 x 20 s work, 10 s rest\n\n- Burpees\n- Squats\n", "test.md", "test")
    assert [found.line for found in reading.findings if found.severity == "error"] == [1]


def test_rounds_above_a_list_are_not_those_of_the_steps_before() -> None:
    script = "Warm up\n2 min skipping\n10 leg swings\n\n3 rounds of:\n- 12 squats\n- 40 sec plank\nRest 90 sec between rounds\n"
    reading = parse(script, "test.md", "test")
    assert reading.routine is not None
    first, second = reading.routine.phases
    assert (first.rounds.natural, second.rounds.natural) == (1, 3)
    assert second.rounds.rest == Hold(90, 45, 90, (90, 90))
    assert [step.text for step in second.steps] == ["Squats", "Plank"]


def test_labels_on_lines_of_their_own_are_one_exercise() -> None:
    script = "Wall slides\nSets: 3\nReps: 12\nHold: 3 sec\nRest: 30 sec\n\nRow | 3 sets | 15 reps | each arm\n"
    assert read(script)[1:] == [
        "Wall slides: 3 sets of (12 x 3 s [6-18]), rest 30 s",
        "Row: 3 sets of (15 x 3 s [8-22]), rest 10 s, left first (arm)",
    ]


def test_a_pause_between_dots_is_quiet() -> None:
    assert read("Sit for 5 s.\n\nLet the jaw sink ... 20 seconds ... and breathe.\n")[1:][2:] == [
        "Rest: quiet 20 s [10-20]",
        "And breathe: -",
    ]
