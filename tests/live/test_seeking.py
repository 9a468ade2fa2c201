"""Seeks and volumes that a player applet of the desktop asks for."""

from __future__ import annotations

import pytest

from tests.live.stage import SCRIPT, Stage, at, names
from tests.live.undisturbed import FIRST_BELL, INSTRUCTION, undisturbed
from voiceguide.live.commands import Command, OverlayCommand, Seek, SetVolume

QUIET = undisturbed()


def test_a_seek_in_a_hold_moves_its_time() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 10, Seek(20.0))])
    assert "Left foot. Press the heel spot. 30 seconds left." in stage.words()
    again = at(stage, "start-bell", 1)
    assert at(stage, "end-bell") - again == pytest.approx(30, abs=0.01)


def test_a_seek_back_in_a_hold_gives_its_time_back() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 40, Seek(-30.0))])
    assert at(stage, "end-bell") - at(stage, "start-bell", 1) == pytest.approx(50, abs=0.01)


def test_a_seek_past_the_hold_goes_to_the_step_of_that_moment() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 10, Seek(100.0))])
    later = names(stage, FIRST_BELL + 10)
    assert later[1] == "Next."
    assert later[2].startswith("Right foot.")


def test_a_seek_to_the_end_plays_the_last_step_and_every_safety_line_before_it() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 10, Seek(3000.0))])
    later = names(stage, FIRST_BELL + 10)
    assert "Caution: never bounce." in later
    assert any("Plank" in name for name in later)
    assert not any("Stretch the calf" in name for name in later)


@pytest.mark.parametrize("moment", [0.5, 2.5, FIRST_BELL - 3])
def test_no_seek_skips_a_safety_line_that_was_not_heard(moment: float) -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(moment, Seek(3000.0))])
    said = stage.words()
    assert "Caution: stop if it hurts." in said
    assert "Caution: never bounce." in said


def test_a_seek_back_goes_to_an_earlier_step() -> None:
    arch = next(heard for heard in QUIET.heard("instruction") if "Rub the arch" in heard.name)
    stage = Stage(SCRIPT)
    stage.run([(arch.at + 0.2, Seek(-30.0))])
    later = names(stage, arch.at + 0.2)
    assert later[1] == "Back."
    assert later[2].startswith("Right foot. Press the heel spot.")


def test_a_seek_before_the_start_begins_with_the_first_step() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 75, Seek(-3000.0))])
    assert names(stage, FIRST_BELL + 75)[2] == INSTRUCTION


def test_undo_takes_a_seek_back() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 10, Seek(100.0)), (FIRST_BELL + 20, Command.UNDO)])
    assert "Left foot. Press the heel spot. 50 seconds left." in stage.words()


@pytest.mark.parametrize("seconds", [-3000.0, -1.0, 0.6, 61.0, 200.0, 9999.0])
@pytest.mark.parametrize("moment", [0.1, 1.0, FIRST_BELL - 0.5, FIRST_BELL + 59.9, FIRST_BELL + 200, FIRST_BELL + 330])
def test_any_seek_at_any_moment_leaves_a_session_that_ends(moment: float, seconds: float) -> None:
    stage = Stage(SCRIPT, tick=0.1)
    assert stage.run([(moment, Seek(seconds))])


def test_a_slider_sets_the_volume_without_a_sound() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 10, SetVolume(-12.0))])
    assert stage.player.volume == -12.0
    assert "press" not in names(stage)
    assert stage.statuses[-1][1].volume == -12.0


def test_the_keys_go_on_from_a_muted_volume() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 10, SetVolume(-90.0)), (FIRST_BELL + 12, OverlayCommand.LOUDER)])
    assert stage.player.volume == -27.0


def test_a_seek_before_the_plan_is_answered_and_changes_nothing() -> None:
    stage = Stage(SCRIPT, first_seconds=(2.0,))
    stage.run([(1.0, Seek(60.0))])
    assert INSTRUCTION in stage.words()
