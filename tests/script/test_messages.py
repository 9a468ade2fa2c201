"""Messages: one exercise a line, without list marks or with marks that are not Markdown."""

from __future__ import annotations

import pytest

from tests.script_help import form_of
from voiceguide.script import parse


def read(script: str) -> list[str]:
    """The phases and steps of a script that has no errors and no warnings."""
    reading = parse(script, "test.md", "test")
    assert reading.routine is not None, [str(finding) for finding in reading.findings]
    assert not [str(found) for found in reading.findings if found.severity == "warning"]
    said: list[str] = []
    for phase in reading.routine.phases:
        said += [f"## {phase.title}"] * phase.heading
        said += [f"{step.text}: {form_of(step)}" for step in phase.steps]
    return said


@pytest.mark.parametrize(
    "script",
    [
        "Press the heel for 5 s\nRoll the sole for 10 s\n",
        "press the heel for 5 s\nroll the sole for 10 s\n",
        "A. Press the heel for 5 s\nB. Roll the sole for 10 s\n",
        "1) Press the heel for 5 s\n2) Roll the sole for 10 s\n",
        "💪 Press the heel for 5 s\n💪 Roll the sole for 10 s\n",
        "• Press the heel for 5 s\n• Roll the sole for 10 s\n",
        "– Press the heel for 5 s\n– Roll the sole for 10 s\n",
        "Hi Anna, here is your plan!\nPress the heel for 5 s\nRoll the sole for 10 s\n",
    ],
)
def test_a_line_is_an_exercise(script: str) -> None:
    assert [step.casefold() for step in read(script)] == [
        "press the heel: 5 s [2.5-7.5]",
        "roll the sole: 10 s [5-15]",
    ]


def test_a_few_words_before_exercises_are_the_name_of_a_phase() -> None:
    script = "Warm up\nMarch for 30 s\nShrug 10 times\n\nMain:\nPlank 40 s\nBridge 12 times\n"
    assert read(script) == [
        "## Warm up",
        "March: 30 s [15-45]",
        "Shrug: 10 x 3 s [5-15]",
        "## Main",
        "Plank: 40 s [20-60]",
        "Bridge: 12 x 3 s [6-18]",
    ]


def test_a_few_words_before_a_dose_are_its_exercise() -> None:
    assert read("Plank\n3 x 30 s, rest 20 s\nBridge\n2 sets of 12\n") == [
        "Plank: 3 sets of (30 s [15-45]), rest 20 s",
        "Bridge: 2 sets of (12 x 3 s [6-18]), rest 10 s",
    ]


def test_wrapped_prose_is_not_cut_into_lines() -> None:
    script = "Walk at an easy pace and let\nthe arms swing for 5 minutes.\n"
    assert read(script) == ["Walk at an easy pace and let the arms swing: 300 s [150-450]"]
