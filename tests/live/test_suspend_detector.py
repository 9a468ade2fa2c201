"""A machine that sleeps while a session plays, or a program that stands still."""

from __future__ import annotations

from tests.live.stage import SCRIPT, Stage
from tests.live.undisturbed import FIRST_BELL
from voiceguide.live.commands import Command


def test_a_session_that_nobody_looked_at_for_a_while_has_not_run_on() -> None:
    def sleep(stage: Stage) -> None:
        stage.now += 3600

    stage = Stage(SCRIPT)
    moment = FIRST_BELL + 20
    assert stage.run([(moment + 3700, Command.PRESS)], events=[(moment, sleep)])
    assert "Paused." in stage.words()
    assert "Left foot. Press the heel spot. 40 seconds left." in stage.words()


def test_a_short_stall_goes_on_by_itself_and_a_long_one_pauses() -> None:
    def stall(seconds: float) -> Stage:
        def fall_behind(stage: Stage) -> None:
            stage.now += seconds

        stage = Stage(SCRIPT)
        assert stage.run([(FIRST_BELL + 120, Command.GO_ON)], events=[(FIRST_BELL + 20, fall_behind)])
        return stage

    assert "Paused." not in stall(3).words()
    assert "Paused." in stall(20).words()
