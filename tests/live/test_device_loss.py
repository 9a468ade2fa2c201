"""Devices that go away: headphones that are unplugged, a server that ends before the first course, and long stalls."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.live.stage import ANSWERS, SCRIPT, Stage, at, lying_down, names, plan_after_countdown
from tests.live.test_session_start import opening
from tests.live.undisturbed import FIRST_BELL
from voiceguide.errors import DeviceChangedError, OutputError
from voiceguide.fit.live_plan import LivePlan, instances
from voiceguide.live.commands import Command
from voiceguide.live.device_wait import DEVICE_SECONDS, PRESSED
from voiceguide.live.plan_edits import at_step
from voiceguide.live.stop import stop_at

GONE = "The headphones went away."
LOST = "The sound device has gone away."
Event = Callable[[Stage], None]


def unplug(stage: Stage) -> None:
    stage.player.fault = DeviceChangedError(GONE)


def lose(stage: Stage) -> None:
    stage.player.fault = OutputError(LOST)


def give_back(stage: Stage) -> None:
    stage.player.fault = None


def stall(seconds: float) -> Event:
    def pass_time(stage: Stage) -> None:
        stage.now += seconds

    return pass_time


def messages(stage: Stage, start: float = 0.0) -> list[str | None]:
    return [status.message for moment, status in stage.statuses if moment >= start]


def test_headphones_that_go_away_pause_the_session_without_a_sound_until_a_press() -> None:
    quiet = Stage(SCRIPT)
    quiet.run()
    moment = at(quiet, "start-bell") + 20
    stage = Stage(SCRIPT)
    assert stage.run([(moment + 30, Command.PRESS)], events=[(moment, unplug)])
    assert not [heard for heard in stage.heard() if moment + 0.1 < heard.at < moment + 30]
    shown = [status for when, status in stage.statuses if moment + 0.5 < when < moment + 29]
    assert {(status.state, status.message) for status in shown} == {("paused", GONE)}
    after = names(stage, moment + 29.9)
    assert after[0] == "go-on"
    assert "40 seconds left." in after[1]


def test_a_pause_stays_a_pause_when_the_headphones_go_away() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(30, Command.PRESS), (90, Command.PRESS)], events=[(50, unplug)])
    assert GONE in messages(stage, 51)
    assert {status.state for when, status in stage.statuses if 51 < when < 89} == {"paused"}


def test_where_nobody_can_press_the_session_ends_in_place_of_a_pause_for_ever() -> None:
    stage = Stage(SCRIPT, has_button=False)
    with pytest.raises(DeviceChangedError):
        stage.run(events=[(50, unplug)])
    assert stage.now < 52


def test_where_nobody_can_press_the_session_ends_before_the_first_course_too() -> None:
    stage = Stage(SCRIPT, first_seconds=(0.1, 40.0), has_button=False, most_seconds=3000)
    with pytest.raises(DeviceChangedError):
        stage.run(first=plan_after_countdown, pre_roll=lying_down, events=[(10.5, unplug)])
    assert stage.now < 12


@pytest.mark.parametrize("background", [False, True])
def test_a_device_that_is_lost_before_the_first_course_is_waited_for(background: bool) -> None:
    stage = Stage(SCRIPT, first_seconds=(0.1, 0.1, 0.1, 40.0) if background else (0.1, 40.0))
    how = {"pre_roll_in_background" if background else "pre_roll": lying_down}
    assert stage.run(first=plan_after_countdown, events=[(10.5, lose), (30, give_back)], **how)  # type: ignore[arg-type]
    assert LOST in messages(stage, 10)
    assert {status.state for when, status in stage.statuses if 12 < when < 29} == {"waiting"}
    after = names(stage, 29)
    assert after[:2] == ["press", "Twenty seconds left."]  # the sentence that was cut


def test_a_press_while_a_device_is_waited_for_is_answered_with_a_line() -> None:
    stage = Stage(SCRIPT, first_seconds=(0.1, 40.0))
    events = [(5.0, lose), (30.0, give_back)]
    assert stage.run([(12, Command.PRESS)], first=plan_after_countdown, pre_roll=lying_down, events=events)
    assert f"{LOST} {PRESSED}" in messages(stage, 12)


def test_a_listener_leaves_while_a_device_is_waited_for_before_the_first_course() -> None:
    stage = Stage(SCRIPT, first_seconds=(0.1, 40.0))
    assert not stage.run([(12, Command.LEAVE)], first=plan_after_countdown, pre_roll=lying_down, events=[(5, lose)])
    assert stage.now < 14


def test_a_device_that_stays_away_before_the_first_course_ends_the_session() -> None:
    stage = Stage(SCRIPT, first_seconds=(0.1, 400.0))
    with pytest.raises(OutputError, match="gone away"):
        stage.run(first=plan_after_countdown, pre_roll=lying_down, events=[(5, lose)])
    assert stage.now == pytest.approx(5 + DEVICE_SECONDS, abs=3)


def test_headphones_that_go_away_before_the_first_course_hold_the_start() -> None:
    stage = Stage(SCRIPT, first_seconds=(0.1, 40.0))
    assert stage.run([(60, Command.PRESS)], first=plan_after_countdown, pre_roll=lying_down, events=[(10.5, unplug)])
    assert not [heard for heard in stage.heard() if 10.6 < heard.at < 60]
    assert {*messages(stage, 10.51)[:2], *messages(stage, 50)[:2]} == {GONE}
    assert names(stage, 59)[0] == "go-on"


@pytest.mark.parametrize(
    ("command", "line"),
    [
        (Command.PRESS, "Paused."),
        (Command.NEXT, "Next."),
        (Command.AGAIN, "Again."),
        (Command.BACK, "Back."),
        (Command.LONGER, "15 seconds longer."),
        (Command.LEAVE, "Press again to leave."),
    ],
)
@pytest.mark.parametrize("spoken_first", [False, True])
def test_a_press_before_the_first_course_is_answered_with_its_effect_in_a_line_and_in_words(
    command: Command, line: str, spoken_first: bool
) -> None:
    """The words are made beside the plan, which takes 40 seconds."""
    stage = Stage(SCRIPT, first_seconds=(0.1, 40.0) if spoken_first else (40.0,))
    assert stage.run([(20, command), (60, Command.GO_ON)], pre_roll=opening if spoken_first else None)
    assert next(message for when, message in zip_moments(stage) if when >= 20) == line
    heard = [heard for heard in stage.heard() if heard.at >= 20]
    assert heard[0].name in ANSWERS
    assert heard[0].at < 20.05
    assert heard[1].name == line
    assert heard[1].at < 21


def zip_moments(stage: Stage) -> list[tuple[float, str | None]]:
    return [(moment, status.message) for moment, status in stage.statuses]


@pytest.mark.parametrize("command", [Command.PRESS, Command.GO_ON, Command.NEXT, Command.LEAVE])
def test_a_press_is_answered_at_once_while_a_slow_voice_speaks_the_first_words(command: Command) -> None:
    stage = Stage(SCRIPT, first_seconds=(5.0, 3.0, 1.0, 20.0))
    assert stage.run([(1, command), (60, Command.GO_ON)], pre_roll_in_background=opening)
    assert stage.heard()[0].name in ANSWERS
    assert stage.heard()[0].at < 1.05


def test_the_opening_begins_as_soon_as_it_is_spoken() -> None:
    stage = Stage(SCRIPT, first_seconds=(5.0, 3.0, 1.0, 20.0))
    assert stage.run(pre_roll_in_background=opening)
    assert names(stage)[0].startswith("Heel.")
    assert stage.heard()[0].at == pytest.approx(5, abs=0.05)


def at_last_step(studio: object) -> LivePlan:
    """A session that is resumed at its last step."""
    live_plan: LivePlan = studio.live_plan(None)  # type: ignore[attr-defined]
    _, last = list(instances(live_plan.items))[-1]
    edit = at_step(stop_at(live_plan, 0), last.step.line, last.side, last.round)
    assert edit is not None
    return live_plan.edited(edit)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    stalls=st.lists(st.tuples(st.floats(1, 400), st.floats(0.1, 120)), max_size=4),
    losses=st.lists(st.tuples(st.floats(1, 400), st.floats(0.1, 50)), max_size=3),
    work_seconds=st.floats(0, 5),
    resumed=st.booleans(),
)
@example(stalls=[(2.0, 67.0)], losses=[(1.0, 1.0), (69.0, 1.0)], work_seconds=0.0, resumed=False)
def test_a_session_that_nobody_can_press_for_never_stands_still(
    stalls: list[tuple[float, float]], losses: list[tuple[float, float]], work_seconds: float, resumed: bool
) -> None:
    """Machines that stall or sleep, devices that are lost and found, slow voices."""
    stage = Stage(SCRIPT, has_button=False, work_seconds=work_seconds, tick=0.1, most_seconds=3000)
    events: list[tuple[float, Event]] = [(moment, stall(seconds)) for moment, seconds in stalls]
    for moment, seconds in losses:
        events += [(moment, lose), (moment + seconds, give_back)]
    assert stage.run(first=at_last_step if resumed else None, events=events)
    assert "paused" not in {status.state for _, status in stage.statuses}
    assert stage.saved[-1] is None


def test_a_device_that_goes_away_is_waited_for_and_the_session_goes_on_as_after_a_pause() -> None:
    stage = Stage(SCRIPT)
    moment = FIRST_BELL + 20
    assert stage.run(events=[(moment, lose), (moment + 30, give_back)])
    assert "Left foot. Press the heel spot. 40 seconds left." in stage.words()
    assert {status.state for at, status in stage.statuses if moment + 1 < at < moment + 29} == {"waiting"}


def test_a_device_that_does_not_come_back_ends_the_session_with_its_place_kept() -> None:
    stage = Stage(SCRIPT)
    with pytest.raises(OutputError):
        stage.run(events=[(FIRST_BELL + 20, lose)])
    assert FIRST_BELL + 79 < stage.now < FIRST_BELL + 83
    assert stage.saved[-1] is not None
