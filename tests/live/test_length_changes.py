"""Holds that the listener makes longer or shorter, and the end of the session after that."""

from __future__ import annotations

import pytest

from tests.live.stage import SCRIPT, Stage, at
from tests.live.undisturbed import FIRST_BELL, undisturbed
from voiceguide.live.commands import Command


def test_longer_and_shorter_change_this_hold_and_its_other_side() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.LONGER)])
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(75, abs=0.001)
    assert "15 seconds longer." in stage.words()
    assert "Right foot, the same again. 1 minute 15 seconds." in stage.words()
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.SHORTER)])
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(45, abs=0.001)


def test_several_changes_in_a_row_are_told_as_their_sum() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20 + gap, Command.LONGER) for gap in (0, 0.5, 1.0, 10)])
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(120, abs=0.001)
    assert [heard.name for heard in stage.heard("answer") if heard.whole][:2] == [
        "45 seconds longer.",
        "15 seconds longer.",
    ]


def test_a_hold_that_is_nearly_over_cannot_be_shorter() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 45, Command.SHORTER)])
    assert "This cannot be shorter." in stage.words()
    assert at(stage, "end-bell") - FIRST_BELL == pytest.approx(60, abs=0.001)


def test_where_a_length_was_asked_for_the_end_keeps_its_time() -> None:
    length = 420.0
    bell = at(undisturbed(length=length), "start-bell")
    stage = Stage(SCRIPT.replace("until ready, about 15", "for 15"), length=length)
    stage.run([(bell + 10, Command.LONGER)])
    assert stage.now == pytest.approx(length, abs=0.1)
    assert not [word for word in stage.words() if "ends" in word]


def test_a_command_that_overtakes_another_does_not_move_the_end() -> None:
    length = 420.0
    stage = Stage(SCRIPT.replace("until ready, about 15", "for 15"), length=length)
    stage.run([(FIRST_BELL + 5, Command.LONGER), (FIRST_BELL + 20, Command.AGAIN), (FIRST_BELL + 20.1, Command.AGAIN)])
    assert stage.now == pytest.approx(length, abs=0.05)


@pytest.mark.parametrize("gap", [0.7, 1.1])
def test_answers_that_are_cut_do_not_move_the_end(gap: float) -> None:
    length = 420.0
    stage = Stage(SCRIPT.replace("until ready, about 15", "for 15"), length=length)
    assert stage.run([(0.5 + gap * number, Command.LONGER) for number in range(4)])
    assert stage.now == pytest.approx(length, abs=0.1)


def test_where_the_other_holds_cannot_give_enough_the_end_moves_and_that_is_said() -> None:
    script = SCRIPT.replace("until ready, about 15", "for exactly 15").replace("30 to 60", "exactly 40")
    stage = Stage(script, length="shortest")
    stage.run([(40, Command.LONGER)])
    assert any("The session ends" in word and "later." in word for word in stage.words())


def test_an_end_that_moves_is_said_in_the_next_answer_where_a_press_cut_that() -> None:
    script = SCRIPT.replace("until ready, about 15", "for exactly 15").replace("30 to 60", "exactly 40")
    stage = Stage(script, length="shortest")
    assert stage.run([(40, Command.LONGER), (41, Command.PRESS), (50, Command.GO_ON)])
    told = [heard for heard in stage.heard() if "The session ends" in heard.name]
    assert told[-1].whole
    assert told[-1].at > 41


def test_with_let_end_move_the_end_moves_and_the_other_holds_stay() -> None:
    length = 420.0
    script = SCRIPT.replace("until ready, about 15", "for 15")
    quiet = Stage(script, length=length)
    quiet.run()
    stage = Stage(script, length=length, let_end_move=True)
    stage.run([(at(quiet, "start-bell") + 10, Command.LONGER)])
    bells = [[heard.at for heard in each.heard() if heard.name == "end-bell"] for each in (quiet, stage)]
    # The other side gets the same. Everything after it stays as it was, only later.
    moves = [moved - before for before, moved in zip(*bells, strict=True)]
    assert moves[0] == pytest.approx(15, abs=0.01)
    assert moves[1:] == pytest.approx([30] * (len(moves) - 1), abs=1)  # its words are longer, too
