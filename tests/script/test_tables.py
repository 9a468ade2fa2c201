"""Tables of Word and Markdown. A row is an exercise."""

from __future__ import annotations

import pytest

from tests.script_help import form_of
from voiceguide.script import parse


def steps_of(script: str) -> list[str]:
    """The words and the form of each step. The script must have no errors."""
    reading = parse(script, "test.md", "test")
    assert reading.routine is not None, [str(finding) for finding in reading.findings]
    return [f"{step.text}: {form_of(step)}" for phase in reading.routine.phases for step in phase.steps]


@pytest.mark.parametrize(
    ("head", "row", "step"),
    [
        (
            "Exercise | Sets | Reps | Hold | Rest",
            "Bridge | 3 | 10 | 5 s | 30 s",
            "Bridge: 3 sets of (10 x 5 s [5-15]), rest 30 s",
        ),
        (
            "Rest | Reps | Exercise | Sets",
            "30 s | 10 | Bridge | 3",
            "Bridge: 3 sets of (10 x 3 s [5-15]), rest 30 s",
        ),
        ("Exercise | Sets | Reps", "Plank | 2 | 30 s", "Plank: 2 sets of (30 s [15-45]), rest 10 s"),
        ("Exercise | Sets | Hold (sec)", "Plank | 2 | 30", "Plank: 2 sets of (30 s [15-45]), rest 10 s"),
        ("Exercise | Reps | Sides", "Clam | 10 | both", "Clam: 10 x 3 s [5-15], left first (side)"),
        ("Exercise | Reps", "Clam | 12 each leg", "Clam: 12 x 3 s [6-18], left first (leg)"),
        ("Exercise | Reps x Sets", "Shrug | 10 x 3", "Shrug: 3 sets of (10 x 3 s [5-15]), rest 10 s"),
        ("Exercise | Dose", "Row | 3 x 10", "Row: 3 sets of (10 x 3 s [5-15]), rest 10 s"),
        ("# | Move | How long", "1 | Walk | 5 min", "Walk: 300 s [150-450]"),
        ("Exercise | Sets | Reps", "Press | 3 | max", "Press: 3 sets of (at most 45 s), rest 10 s"),
        ("Exercise | Sets | Reps | Hold", "Plank | - | - | 1:30", "Plank: 90 s [45-135]"),
        ("Bridge | 3 x 10", "Plank | 40 s", "Plank: 40 s [20-60]"),
    ],
)
def test_the_heads_tell_the_parts_of_the_dose(head: str, row: str, step: str) -> None:
    rule = " | ".join("-" for _ in head.split("|"))
    assert steps_of(f"| {head} |\n| {rule} |\n| {row} |\n")[-1] == step


def test_a_row_that_is_only_a_name_begins_a_phase() -> None:
    script = "| Exercise | Time |\n| - | - |\n| Warm up | |\n| March | 30 s |\n| Main | |\n| Plank | 40 s |\n"
    reading = parse(script, "test.md", "test")
    assert reading.routine is not None
    assert [(phase.title, len(phase.steps)) for phase in reading.routine.phases] == [("Warm up", 1), ("Main", 1)]


def test_notes_are_said_with_their_row() -> None:
    script = "| Exercise | Reps | Notes |\n| - | - | - |\n| Bridge | 10 | Press through the heels |\n"
    reading = parse(script, "test.md", "test")
    assert reading.routine is not None
    assert [line.text for line in reading.routine.phases[0].steps[0].details] == ["Press through the heels"]


def test_a_time_without_its_unit_is_asked_for() -> None:
    script = "| Exercise | Reps | Hold |\n| - | - | - |\n| Bridge | 10 | 5 |\n"
    reading = parse(script, "test.md", "test")
    (finding,) = [found for found in reading.findings if found.severity == "error"]
    assert (finding.line, finding.column, finding.message) == (3, 17, "`5` has no unit")
    assert finding.fix is not None
    assert finding.fix.text == "5 s"
