"""Steps that wait until the listener is ready."""

from __future__ import annotations

import pytest

from tests.live.fake_studio import speech_seconds
from tests.live.stage import ANSWERS, SCRIPT, Stage, at, names
from tests.live.undisturbed import undisturbed
from voiceguide.live.commands import Command


def test_a_step_until_ready_waits_for_a_press() -> None:
    bell = at(undisturbed(), "start-bell", 3)
    stage = Stage(SCRIPT)
    stage.run([(bell + 8, Command.PRESS)])
    assert [name for name in names(stage, bell) if name not in ANSWERS][:2] == ["start-bell", "Stretch."]


def test_a_step_until_ready_goes_on_by_itself_after_its_time() -> None:
    stage = undisturbed()
    bell, going_on = at(stage, "start-bell", 3), at(stage, "Going on.")
    assert going_on + speech_seconds("Going on.") - bell == pytest.approx(15, abs=0.1)


def test_after_a_wait_the_end_keeps_its_time_where_it_can() -> None:
    stage = Stage(SCRIPT, length=420.0)
    stage.run()
    assert stage.now == pytest.approx(420, abs=0.1)
    assert "Going on." in stage.words()


def test_after_a_wait_that_nobody_ends_the_place_that_is_kept_is_that_of_the_next_step() -> None:
    script = "# Heel\n- Get the band until ready, about 15 seconds\n- Stretch for 5 seconds\n- Rub for 90 seconds\n"
    stage = Stage(script)
    assert stage.run()
    assert [step.line for step in stage.saved if step] == [2, 3, 4]
