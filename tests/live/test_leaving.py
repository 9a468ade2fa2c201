"""A listener leaves a session, and its place is kept."""

from __future__ import annotations

from tests.live.stage import SCRIPT, Stage
from tests.live.undisturbed import FIRST_BELL
from voiceguide.live.commands import Command


def test_q_asks_first_and_then_leaves_with_the_place_kept() -> None:
    stage = Stage(SCRIPT)
    assert not stage.run([(FIRST_BELL + 5, Command.LEAVE), (FIRST_BELL + 7, Command.LEAVE)])
    assert stage.words()[-2:] == ["Press again to leave.", "Your place is kept."]
    assert stage.saved[-1] is not None
    assert (stage.saved[-1].line, stage.saved[-1].side) == (4, "left")


def test_after_a_first_q_a_press_goes_on() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 5, Command.LEAVE), (FIRST_BELL + 9, Command.PRESS)])


def test_the_place_that_is_kept_is_the_one_that_was_left() -> None:
    stage = Stage(SCRIPT)
    presses = [
        (FIRST_BELL + 5, Command.PRESS),
        *((FIRST_BELL + 9 + 0.4 * number, Command.PRESS) for number in range(6)),
    ]
    assert not stage.run(presses)
    assert stage.saved[-1] is not None
    assert (stage.saved[-1].line, stage.saved[-1].side) == (4, "left")


def test_leaving_does_not_wait_for_what_is_still_being_made() -> None:
    stage = Stage(SCRIPT)

    def busy(stage: Stage) -> None:
        stage.work_seconds = 1000.0

    assert not stage.run(
        [(FIRST_BELL + 5, Command.LEAVE), (FIRST_BELL + 6, Command.LEAVE)], events=[(FIRST_BELL, busy)]
    )
    assert stage.now < FIRST_BELL + 13
