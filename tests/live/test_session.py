"""Whole live sessions without sound: each is heard to its end, at any press at any moment."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.live.fake_player import Heard
from tests.live.stage import SCRIPT, SHORT, Stage, lying_down, plan_after_countdown
from tests.live.undisturbed import undisturbed
from voiceguide.fit import Choices
from voiceguide.live.commands import Command
from voiceguide.live.plan_edits import at_step
from voiceguide.live.stop import stop_at


def test_a_session_that_nobody_disturbs_is_heard_as_it_was_planned() -> None:
    stage = undisturbed()
    said = stage.words()
    assert said[0].startswith("Heel. ")
    assert said[1] == "Caution: stop if it hurts."
    assert "Left foot. Press the heel spot. 1 minute." in said
    assert stage.saved[-1] is None
    assert all(heard.whole for heard in stage.heard())


def test_a_session_is_gone_on_with_at_the_start_of_the_step_that_was_cut() -> None:
    def first(studio: Any) -> Any:
        live_plan = studio.live_plan(None)
        edit = at_step(stop_at(live_plan, 0), 4, "right", 1)
        assert edit
        return live_plan.edited(edit)

    stage = Stage(SCRIPT)
    assert stage.run(first=first)
    assert stage.words()[:2] == ["Going on with Heel.", "Right foot. Press the heel spot. 1 minute."]
    assert stage.heard()[0].at < 0.2


BUTTONS = [command for command in Command if command not in (Command.QUIT, Command.LEAVE)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    commands=st.lists(st.tuples(st.floats(0, 300), st.sampled_from(BUTTONS)), max_size=12),
    length=st.sampled_from([None, 200.0, 240.0]),
    work_seconds=st.sampled_from([0.0, 0.05, 0.7]),
    talk=st.sampled_from(["full", "brief", "bells"]),
    pre_roll=st.sampled_from([None, lying_down]),
    first_seconds=st.sampled_from([(), (0.1, 20.0), (20.0, 40.0)]),
)
def test_whatever_is_pressed_no_two_cues_sound_at_once_and_the_end_is_reached(
    commands: list[tuple[float, Command]],
    length: float | None,
    work_seconds: float,
    talk: str,
    pre_roll: Any,
    first_seconds: tuple[float, ...],
) -> None:
    # A paused session goes on in the end.
    back = [(400.0, Command.GO_ON)]
    stage = Stage(SHORT, tick=0.05, length=length, work_seconds=work_seconds, choices=Choices(talk=talk))
    stage.first_seconds = first_seconds
    finished = stage.run([*commands, *back], first=plan_after_countdown if pre_roll else None, pre_roll=pre_roll)
    assert finished or stage.saved[-1] is not None, "a skip of the last step keeps the place"
    assert_one_voice_at_a_time(stage.heard())
    for status in (status for _, status in stage.statuses):
        assert 0 <= status.session.left <= status.session.length
        assert status.hold is None or 0 <= status.hold.left <= status.hold.length + 0.001


def assert_one_voice_at_a_time(heard: list[Heard]) -> None:
    speech = [each for each in heard if each.kind not in ("bell", "tick")]
    for before, after in pairwise(speech):
        assert before.end <= after.at + 0.002, (before, after)
