"""Daily talk waits until the safety lines of a routine were heard in full."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from voiceguide.fit import Choices
from voiceguide.routine import Line, Phase, Preferences, Routine, Step
from voiceguide.studio.heard_safety import NAME, in_full_at_first, remember_heard, remember_or_tell, were_heard

SOLE = Routine(
    "sole",
    "Sole",
    (Phase(3, "Sole", heading=False, steps=(Step(4, "Rub", "Rub"),)),),
    safety=(Line(2, "Stop if it hurts."),),
)
DAILY = Choices(talk="daily")


def test_the_first_session_is_full_and_the_next_daily() -> None:
    assert in_full_at_first(SOLE, DAILY).talk == "full"
    remember_heard(SOLE)
    assert in_full_at_first(SOLE, DAILY).talk == "daily"


def test_a_changed_safety_line_is_heard_in_full_again() -> None:
    remember_heard(SOLE)
    changed = replace(SOLE, safety=(Line(2, "Stop if it tingles."),))
    assert in_full_at_first(changed, DAILY).talk == "full"
    moved = replace(SOLE, safety=(Line(9, "Stop if it hurts."),))
    assert in_full_at_first(moved, DAILY).talk == "daily"


def test_the_safety_line_of_a_step_counts_too() -> None:
    remember_heard(SOLE)
    phase = replace(SOLE.phases[0], steps=(Step(4, "Rub", "Rub", safety=(Line(5, "Never push."),)),))
    assert not were_heard(replace(SOLE, phases=(phase,)))


def test_the_wish_of_a_script_waits_as_well() -> None:
    routine = replace(SOLE, preferences=Preferences(talk="daily"))
    assert in_full_at_first(routine, Choices()).talk == "full"
    assert in_full_at_first(routine, Choices(talk="brief")).talk == "brief"


def test_a_damaged_file_means_the_full_version() -> None:
    remember_heard(SOLE)
    Path(os.environ["VOICEGUIDE_STATE"], NAME).write_text("{", "utf-8")
    assert not were_heard(SOLE)
    remember_heard(SOLE)
    assert were_heard(SOLE)


def test_lines_that_cannot_be_remembered_are_only_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").touch()
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path / "taken" / "state"))
    told: list[str] = []
    remember_or_tell(SOLE, told.append)
    assert "Cannot make the folder" in told[0]
