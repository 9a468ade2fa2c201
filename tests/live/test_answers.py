"""Answers to commands: a sound at once, then words."""

from __future__ import annotations

from typing import Any

import pytest

from tests.live.stage import ANSWERS, SCRIPT, Stage, at, names
from tests.live.undisturbed import FIRST_BELL
from voiceguide.errors import SpeechError
from voiceguide.fit import Choices
from voiceguide.live.commands import AnyCommand, Command, OverlayCommand


@pytest.mark.no_cover
@pytest.mark.parametrize("command", [*Command, *OverlayCommand])
@pytest.mark.parametrize("moment", [3.0, round(FIRST_BELL - 7, 2), FIRST_BELL - 1, FIRST_BELL + 0.2, FIRST_BELL + 58.5])
def test_every_press_is_answered_in_sound_at_once(command: AnyCommand, moment: float) -> None:
    stage = Stage(SCRIPT, work_seconds=0.3)
    stage.run([(moment, command), (moment + 2, Command.QUIT)])
    answers = ("tick", "limit") if command in (OverlayCommand.BELLS_LOUDER, OverlayCommand.BELLS_SOFTER) else ANSWERS
    press = next(heard for heard in stage.heard() if heard.name in answers and heard.at >= moment)
    assert 0 <= press.at - moment < 0.1


def test_where_am_i_tells_the_step_the_side_both_times_and_what_comes_then_goes_on() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.WHERE)])
    told = [name for name in names(stage, FIRST_BELL + 20) if name not in ANSWERS]
    assert told[0] == "Left foot. Press the heel spot. 40 seconds left."
    assert told[1].endswith("left in the session.")
    assert told[2] == "Next: Right foot. Press the heel spot."
    assert told[3:7] == ["Three.", "Two.", "One.", "start-bell"]
    assert at(stage, "end-bell") - at(stage, "start-bell", 1) == pytest.approx(40, abs=0.001)


def test_with_bells_alone_only_a_question_is_answered_in_words() -> None:
    stage = Stage(SCRIPT, choices=Choices(talk="bells"))
    assert stage.run([(20, Command.PRESS), (40, Command.PRESS), (50, Command.LONGER), (55, Command.NEXT)])
    assert not stage.heard("answer")
    assert stage.run([(20, Command.WHERE)])
    assert stage.heard("answer")


def test_an_answer_that_cannot_be_spoken_does_not_end_the_session() -> None:
    def mute(stage: Stage) -> None:
        spoken = stage.studio.spoken

        def without_answers(make: Any) -> Any:
            live_plan = spoken(make)
            if any(cue.kind == "answer" for cue in live_plan.cues if cue.text != "Going on."):
                raise SpeechError("the engine has gone")
            return live_plan

        stage.studio.spoken = without_answers  # type: ignore[method-assign]

    stage = Stage(SCRIPT)
    commands = [(FIRST_BELL + 5, Command.PRESS), (FIRST_BELL + 9, Command.PRESS), (FIRST_BELL + 20, Command.WHERE)]
    assert stage.run(commands, events=[(FIRST_BELL, mute)])
