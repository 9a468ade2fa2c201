"""Reminders of a pause, for a listener with closed eyes."""

from __future__ import annotations

import pytest

from tests.live.stage import SCRIPT, Stage, names
from tests.live.undisturbed import FIRST_BELL
from voiceguide.fit import Choices
from voiceguide.live.commands import Command


def test_a_pause_is_called_to_mind_each_minute() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.PRESS), (FIRST_BELL + 220, Command.PRESS)])
    paused, *reminders = [heard.at for heard in stage.heard() if heard.name == "Paused."]
    assert reminders == pytest.approx([paused + 60 * number for number in (1, 2, 3)], abs=0.5)
    assert names(stage, reminders[0])[:2] == ["Paused.", "Press when you are ready."]


def test_a_reminder_with_bells_alone_is_a_sound() -> None:
    stage = Stage(SCRIPT, choices=Choices(talk="bells"))
    assert stage.run([(20, Command.PRESS), (150, Command.PRESS)])
    assert [name for name in names(stage, 20) if name != "wake"][:4] == ["pause", "pause", "pause", "go-on"]


def test_the_question_to_leave_is_called_to_mind_too() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.LEAVE), (FIRST_BELL + 90, Command.PRESS)])
    assert stage.words().count("Press again to leave.") == 2
