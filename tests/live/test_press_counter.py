"""Several presses of the one button within a moment are one command."""

from __future__ import annotations

import pytest

from tests.live.stage import ANSWERS, SCRIPT, Stage, at, names
from tests.live.undisturbed import FIRST_BELL, undisturbed
from voiceguide.live.commands import Command


def test_two_presses_say_the_step_again_and_three_skip_it() -> None:
    quiet = undisturbed()
    moment = at(quiet, "start-bell") + 5
    twice, thrice = Stage(SCRIPT), Stage(SCRIPT)
    twice.run([(moment, Command.PRESS), (moment + 0.4, Command.PRESS)])
    thrice.run([(moment, Command.PRESS), (moment + 0.4, Command.PRESS), (moment + 0.8, Command.PRESS)])
    assert [name for name in names(twice, moment + 0.4) if name not in ANSWERS][:2] == [
        "Again.",
        "Left foot. Press the heel spot. 1 minute.",
    ]
    assert [name for name in names(thrice, moment + 0.8) if name not in ANSWERS][:2] == [
        "Next.",
        "Right foot. Press the heel spot. 1 minute.",
    ]


def test_presses_further_apart_are_presses_of_their_own() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 5, Command.PRESS), (FIRST_BELL + 5.7, Command.PRESS)])
    assert "Again." not in stage.words()
    assert len([name for name in names(stage) if name == "One."]) == 1


def test_a_headset_that_sends_pause_and_play_in_turn_counts_as_well() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 5, Command.PAUSE), (FIRST_BELL + 5.3, Command.GO_ON)])
    assert "Again." in stage.words()


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("moment", [10.0, -3.0])
def test_the_time_between_several_presses_does_not_move_the_end(count: int, moment: float) -> None:
    length = 420.0
    script = SCRIPT.replace("until ready, about 15", "for 15")
    bell = at(undisturbed(length=length), "start-bell")
    stage = Stage(script, length=length)
    stage.run([(bell + moment + 0.5 * number, Command.PRESS) for number in range(count)])
    assert stage.now == pytest.approx(length, abs=0.05)


def test_several_presses_in_a_pause_leave_the_end_to_the_pause() -> None:
    length = 420.0
    stage = Stage(SCRIPT.replace("until ready, about 15", "for 15"), length=length)
    stage.run([(FIRST_BELL + 5, Command.PRESS), (FIRST_BELL + 65, Command.PRESS), (FIRST_BELL + 65.5, Command.PRESS)])
    assert stage.now == pytest.approx(length + 60.5, abs=0.05)


def test_four_presses_in_a_pause_tell_where_and_leave_it_there() -> None:
    stage = Stage(SCRIPT)
    asked = [(FIRST_BELL + 30 + 0.3 * number, Command.PRESS) for number in range(4)]
    stage.run([(FIRST_BELL + 20, Command.PRESS), *asked, (FIRST_BELL + 60, Command.PRESS)])
    told = [name for name in names(stage, FIRST_BELL + 60) if name not in ANSWERS]
    assert told[0] == "Left foot. Press the heel spot. 40 seconds left."
