"""Pauses of a live session, and the time of the hold in which they come."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.live.stage import ANSWERS, SCRIPT, Stage, at, names, pauses
from tests.live.undisturbed import FIRST_BELL
from voiceguide.live.commands import Command


def test_one_press_pauses_and_one_goes_on_with_the_step_the_side_and_the_time_that_is_left() -> None:
    stage = Stage(SCRIPT)
    assert stage.run([(FIRST_BELL + 20, Command.PRESS), (FIRST_BELL + 70, Command.PRESS)])
    assert names(stage, FIRST_BELL + 20)[:8] == [
        "pause",
        "Paused.",
        "go-on",
        "Left foot. Press the heel spot. 40 seconds left.",
        "Three.",
        "Two.",
        "One.",
        "start-bell",
    ]


def test_a_pause_keeps_the_time_of_the_hold_to_the_sample() -> None:
    stage = Stage(SCRIPT)
    stage.run([(FIRST_BELL + 20, Command.PRESS), (FIRST_BELL + 100, Command.PRESS)])
    again = at(stage, "start-bell", 1)
    assert at(stage, "end-bell") - again == pytest.approx(40, abs=0.001)


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(gaps=st.lists(st.floats(0.7, 15), max_size=8))
def test_pauses_conserve_the_time_of_a_hold(gaps: list[float]) -> None:
    stage = Stage("# One\n- Press the heel spot for exactly 20 seconds\n")
    assert stage.run(pauses(gaps))
    assert seconds_in_holds(stage) == pytest.approx(20, abs=0.01)


def seconds_in_holds(stage: Stage) -> float:
    """Return the seconds between each start of a hold and its end. A bell or the count "one" starts it; a press or the
    last bell ends it."""
    total, progress = 0.0, None
    for heard in stage.heard():
        if heard.name in (*ANSWERS, "last-bell") and progress is not None:
            total, progress = total + max(0.0, heard.at - progress), None
        if heard.name == "start-bell" and progress is None:
            progress = heard.at
        if heard.name == "One.":
            progress = heard.at + 1
    return total
