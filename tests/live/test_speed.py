"""The speed of speech, changed while a session plays."""

from __future__ import annotations

import pytest

from tests.live.fake_player import Heard
from tests.live.stage import SCRIPT, Stage, at, names
from tests.live.undisturbed import FIRST_BELL, undisturbed
from voiceguide.live.commands import Command, OverlayCommand
from voiceguide.preferences import SPEEDS

QUIET = undisturbed()


def seconds(stage: Stage, name: str) -> float:
    """The time that some words take."""
    said = next(heard for heard in stage.heard() if heard.name == name and heard.whole)
    return said.end - said.at


def closing(stage: Stage) -> Heard:
    """The last words of a session."""
    return [heard for heard in stage.heard() if heard.kind not in ("bell", "tick")][-1]


def test_slower_is_answered_at_once_and_told_with_the_new_speech_when_that_is_made() -> None:
    stage = Stage(SCRIPT, speech_ahead_seconds=4.0)
    assert stage.run([(FIRST_BELL + 3, OverlayCommand.SLOWER)])
    assert names(stage, FIRST_BELL + 3)[0] == "press"
    assert at(stage, "press") == pytest.approx(FIRST_BELL + 3, abs=0.03)
    assert at(stage, "Slower.") == pytest.approx(FIRST_BELL + 7.4, abs=0.3)


def test_the_old_speech_goes_on_until_the_new_one_is_made() -> None:
    stage = Stage(SCRIPT, speech_ahead_seconds=45.0)
    stage.run([(FIRST_BELL + 3, OverlayCommand.SLOWER)])
    assert seconds(stage, "move on") == pytest.approx(seconds(QUIET, "move on"))
    assert at(stage, "move on") == pytest.approx(at(QUIET, "move on"))
    last = closing(QUIET).name
    assert seconds(stage, last) == pytest.approx(seconds(QUIET, last) / SPEEDS["slower"], abs=0.01)


def test_a_hold_keeps_its_time_when_the_speed_changes_in_it() -> None:
    stage = Stage(SCRIPT, speech_ahead_seconds=1.0)
    stage.run([(FIRST_BELL + 20, OverlayCommand.FASTER)])
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(60, abs=0.01)


def test_a_session_with_a_length_keeps_its_end_at_the_new_speed() -> None:
    stage = Stage(SCRIPT, length=540.0)
    stage.run([(FIRST_BELL + 20, OverlayCommand.SLOWER)])
    undisturbed = Stage(SCRIPT, length=540.0)
    undisturbed.run()
    assert closing(stage).end == pytest.approx(closing(undisturbed).end, abs=2.5)


def test_no_sentence_is_cut_by_the_change() -> None:
    moment = at(QUIET, "move on") - 0.2
    stage = Stage(SCRIPT, speech_ahead_seconds=0.4)
    stage.run([(moment, OverlayCommand.SLOWER)])
    assert all(heard.whole for heard in stage.heard("coaching", "instruction", "safety", "opening"))
    assert at(stage, "Slower.") > at(stage, "move on")


def test_undo_takes_the_change_back_and_once_more_brings_it_again() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + second, each) for second, each in ((3, OverlayCommand.SLOWER), (15, Command.UNDO))])
    assert [name for name in names(stage) if name in ("Slower.", "Faster.")] == ["Slower.", "Faster."]
    last = closing(QUIET).name
    assert seconds(stage, last) == pytest.approx(seconds(QUIET, last))


def test_undo_takes_back_the_step_that_was_skipped_after_the_change() -> None:
    stage = Stage(SCRIPT)
    stage.run(
        [(FIRST_BELL + 3, OverlayCommand.SLOWER), (FIRST_BELL + 15, Command.NEXT), (FIRST_BELL + 30, Command.UNDO)],
    )
    assert "Faster." not in names(stage)
    assert any(name.startswith("Left foot.") for name in names(stage, FIRST_BELL + 30))


def test_slower_than_the_slowest_is_answered_by_another_sound() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 3, OverlayCommand.SLOWER), (FIRST_BELL + 12, OverlayCommand.SLOWER)])
    assert at(stage, "limit") == pytest.approx(FIRST_BELL + 12, abs=0.03)


def test_two_presses_that_lead_back_change_nothing() -> None:
    stage = Stage(SCRIPT, speech_ahead_seconds=5.0)
    stage.run([(FIRST_BELL + 3, OverlayCommand.SLOWER), (FIRST_BELL + 4, OverlayCommand.FASTER)])
    assert "Slower." not in names(stage)
    assert "Faster." not in names(stage)


def test_a_session_goes_on_with_the_old_speech_where_the_new_one_cannot_be_made() -> None:
    stage = Stage(SCRIPT, broken_speeds=("slower",))
    assert stage.run([(FIRST_BELL + 3, OverlayCommand.SLOWER)])
    assert "limit" in names(stage)
    assert stage.words() == QUIET.words()


def test_a_paused_session_goes_on_with_the_new_speech() -> None:
    stage = Stage(SCRIPT)
    stage.run(
        [(FIRST_BELL + 3, Command.PRESS), (FIRST_BELL + 8, OverlayCommand.FASTER), (FIRST_BELL + 20, Command.PRESS)],
    )
    last = closing(QUIET).name
    assert seconds(stage, last) == pytest.approx(seconds(QUIET, last) / SPEEDS["faster"], abs=0.01)
    assert not [heard for heard in stage.heard("instruction") if FIRST_BELL + 3.5 < heard.at < FIRST_BELL + 20]


def test_the_speed_that_is_wanted_before_the_first_word_comes_with_the_plan() -> None:
    stage = Stage(SCRIPT, first_seconds=(2.0,))
    stage.run([(1.0, OverlayCommand.SLOWER)])
    assert "Slower." in names(stage)
