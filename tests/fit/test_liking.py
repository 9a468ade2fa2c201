"""Sessions as their listener likes them: countdown, times, and rests between sides and rounds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans import plan_of
from tests.strategies import routines, voices
from voiceguide.fit import Choices, fit
from voiceguide.plan import Plan
from voiceguide.preferences import Countdown
from voiceguide.script import parse
from voiceguide.units import RATE

SOLE = "# Sole\n\n## Release (each foot, 2 rounds)\n\n- Rub the sole for 60 seconds\n"


def heard(plan: Plan, kind: str) -> list[str]:
    return [cue.text for cue in plan.cues if cue.kind == kind]


def test_a_spoken_countdown_says_its_numbers_on_the_seconds() -> None:
    plan = plan_of("# Sole\n\n- Rub for 20 seconds\n", choices=Choices(countdown=Countdown(3, spoken=True)))
    hold = plan.steps[0].hold
    assert hold is not None
    numbers = [cue for cue in plan.cues if cue.kind == "count"]
    assert [cue.text for cue in numbers] == ["Three.", "Two.", "One."]
    assert [hold.end - cue.start for cue in numbers] == [3 * RATE, 2 * RATE, RATE]
    assert not [cue for cue in plan.cues if cue.kind == "tick"]


def test_numbers_that_take_too_long_become_ticks() -> None:
    routine = parse("# Sole\n\n- Rub for 20 seconds\n", "sole.md", "sole").routine
    assert routine is not None
    plan = fit(routine, None, lambda _: 2.0, Choices(countdown=Countdown(3, spoken=True)))
    assert [cue.kind for cue in plan.cues if cue.kind in ("tick", "count")] == ["tick"] * 3


@pytest.mark.parametrize(
    ("times", "halfway", "left"),
    [
        ("usual", ["Halfway."], ["Ten seconds left."]),
        ("halfway", ["Halfway."], []),
        ("none", [], []),
        (20, [], ["Forty seconds left.", "Twenty seconds left."]),
    ],
)
def test_the_times_that_are_said_in_a_hold(times: Any, halfway: list[str], left: list[str]) -> None:
    plan = plan_of("# Sole\n\n- Rub for 60 seconds\n", choices=Choices(time_left=times))
    assert heard(plan, "halfway") == halfway
    assert heard(plan, "time-left") == left


def test_there_are_rests_between_sides_and_rounds() -> None:
    plan = plan_of(SOLE, choices=Choices(rest_between_sides=10, rest_between_rounds=20))
    assert [(step.rest, step.side, step.hold.seconds) for step in plan.steps if step.hold] == [
        (False, "left", 60),
        (True, None, 10),
        (False, "right", 60),
        (True, None, 20),
        (False, "left", 60),
        (True, None, 10),
        (False, "right", 60),
    ]
    assert heard(plan, "switch") == ["Right foot, the same again."] * 2


def test_one_step_has_a_rest_between_its_sides_too() -> None:
    plan = plan_of("# Sole\n\n- Rub for 20 seconds, each foot\n", choices=Choices(rest_between_sides=5))
    assert [(step.rest, step.side) for step in plan.steps] == [(False, "left"), (True, None), (False, "right")]


@given(
    routines(),
    voices(),
    st.sampled_from(["shortest", None, "longest"]),
    st.sampled_from([None, 5, 20]),
    st.sampled_from([None, 0, 15]),
    st.sampled_from(["usual", "halfway", "none", 10, 30]),
    st.booleans(),
)
def test_the_end_is_right_to_the_sample_however_it_is_liked(
    routine: Any, voice: Any, length: Any, sides: Any, rounds: Any, times: Any, spoken: bool
) -> None:
    liked = Choices(
        countdown=Countdown(5, spoken), time_left=times, rest_between_sides=sides, rest_between_rounds=rounds
    )
    plan = fit(routine, length, voice, liked)
    natural = fit(routine, None, voice, liked)
    assert plan.length == {"shortest": natural.shortest, "longest": natural.longest}.get(length, natural.length)
    assert all(0 <= cue.start < cue.end <= plan.length for cue in plan.cues)
