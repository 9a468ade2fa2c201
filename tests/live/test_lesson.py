"""The lesson of the one button, before the first session."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Cli
from tests.live.stage import SCRIPT, Stage, at, names
from voiceguide.fit import Choices
from voiceguide.language import available, load
from voiceguide.live.commands import Command
from voiceguide.live.lesson import NAME, is_lesson_due, lesson, remember_lesson
from voiceguide.live.pre_roll import PreRoll, countdown_pre_roll

LAST = "Two repeat the step, three skip it."


def with_lesson(studio: Any) -> Any:
    return replace(studio.live_plan(None), interjections=lesson(studio.pack, any_key=False), lesson=True)


def lesson_alone(studio: Any) -> PreRoll:
    return countdown_pre_roll(lesson(studio.pack, any_key=False), studio, Choices())


def taught(*commands: tuple[float, Command]) -> Stage:
    stage = Stage(SCRIPT)
    assert stage.run(commands, first=with_lesson, pre_roll=lesson_alone)
    return stage


def test_the_session_follows_the_lesson() -> None:
    said = taught().words()
    assert said[0].startswith("You need one button: the space bar.")
    assert said[0].endswith(LAST)
    assert said[1].startswith("Heel. ")


@pytest.mark.parametrize("command", [Command.PRESS, Command.NEXT])
def test_a_press_skips_it_and_nothing_else(command: Command) -> None:
    stage = taught((2.0, command))
    assert names(stage, 2.0)[0] == "go-on"
    assert names(stage, 2.0)[1].startswith("Heel. ")
    assert "Caution: stop if it hurts." in stage.words()
    assert at(stage, "go-on") == pytest.approx(2.0, abs=0.03)


def test_a_press_after_it_pauses() -> None:
    start = at(taught(), "start-bell")
    assert "pause" in names(taught((start + 3, Command.PRESS), (start + 9, Command.PRESS)))


def test_every_language_has_one_of_about_ten_seconds() -> None:
    for language in available():
        for any_key in (True, False):
            words = " ".join(part for each in lesson(load(language), any_key=any_key) for part in each.parts)
            assert 90 < len(words) < 190, language
            assert "{" not in words


def test_it_is_due_until_it_was_heard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path))
    assert is_lesson_due()
    remember_lesson()
    assert not is_lesson_due()
    assert (tmp_path / NAME).exists()


def test_a_session_without_a_keyboard_has_none(
    cli: Cli, script: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STATE", str(tmp_path))
    path = script("# Heel\n\n- Rub for 5 seconds\n")
    assert cli("play", path, "--output", "none", "--plain", "--anyway", "-l", "shortest").status == 0
    assert is_lesson_due()
