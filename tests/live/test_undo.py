"""A command that the listener takes back."""

from __future__ import annotations

import pytest

from tests.live.stage import SCRIPT, Stage, at, names, session_bar
from tests.live.undisturbed import FIRST_BELL
from voiceguide.live.commands import Command


def test_a_mistaken_skip_is_taken_back_with_the_time_of_the_hold() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.NEXT), (FIRST_BELL + 26, Command.UNDO)])
    told = names(stage, FIRST_BELL + 26)
    assert told[1] == "Left foot. Press the heel spot. 40 seconds left."
    assert at(stage, "end-bell") - at(stage, "start-bell", 1) == pytest.approx(40, abs=0.001)


def test_undo_takes_back_a_longer_hold_and_a_second_undo_brings_it_back() -> None:
    longer = (FIRST_BELL + 20, Command.LONGER)
    once = Stage(SCRIPT)
    assert once.run([longer, (FIRST_BELL + 30, Command.UNDO)])
    assert "Left foot. Press the heel spot. 40 seconds left." in once.words()
    twice = Stage(SCRIPT)
    assert twice.run([longer, (FIRST_BELL + 30, Command.UNDO), (FIRST_BELL + 40, Command.UNDO)])
    assert any("45 seconds left" in words for words in twice.words())


def test_undo_of_a_longer_hold_brings_the_length_of_the_session_back() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.LONGER), (FIRST_BELL + 30, Command.UNDO)])
    assert session_bar(stage, FIRST_BELL + 25).length > session_bar(stage, FIRST_BELL + 15).length + 25
    assert session_bar(stage, FIRST_BELL + 50).length == pytest.approx(session_bar(stage, FIRST_BELL + 15).length)


def test_undo_without_a_change_goes_on_as_after_a_pause() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.UNDO)])
    assert "Left foot. Press the heel spot. 40 seconds left." in stage.words()


def test_a_longer_hold_counts_after_undo_of_the_skip_that_overtook_it() -> None:
    stage = Stage(SCRIPT)
    moment = FIRST_BELL + 20
    assert stage.run([(moment, Command.LONGER), (moment + 0.05, Command.NEXT), (moment + 5, Command.UNDO)])
    grown = session_bar(stage, moment + 12).length - session_bar(stage, moment - 5).length
    assert grown == pytest.approx(2 * 15, abs=1)
