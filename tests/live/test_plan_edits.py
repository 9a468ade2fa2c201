"""Edits of a live plan with the doses that have several parts."""

from __future__ import annotations

from tests.fit.test_doses import exactly, routine_of
from tests.live.fake_studio import speech_seconds
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Fitting
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live import length_edits, plan_edits
from voiceguide.live.stop import is_waiting, stop_at
from voiceguide.routine import Count, Interval, Intervals, Rounds, Sets, Step, Wait
from voiceguide.units import RATE

MAX = Step(2, "Push-ups", "Push-ups, as many as you can", Sets(2, Wait(60, limit=True), exactly(30)))
RUN = Step(2, "Run", "Run", Intervals((Interval(exactly(60)), Interval(exactly(20), rest=True)), Rounds(3, 3, 3)))


def plan_of(step: Step) -> LivePlan:
    routine = routine_of(step, Step(9, "Sit", "Sit still", exactly(20)))
    return Fitting(routine, speech_seconds, Choices(live=True)).live_plan(None)


def holds(live_plan: LivePlan, line: int = 2) -> list[tuple[float, float]]:
    """Start and length of each timed part of a step, in seconds."""
    found = [step.hold for step in live_plan.laid.steps if step.line == line and step.hold]
    return [(hold.start / RATE, hold.seconds) for hold in found]


def test_a_press_ends_one_set_and_the_rest_before_the_next_one_follows() -> None:
    before = plan_of(MAX)
    (start, length), _ = holds(before)
    assert length == 60
    stop = stop_at(before, round((start + 25) * RATE))
    assert is_waiting(stop.live_plan, stop.cursor)
    after = before.edited(plan_edits.ready(stop))
    ((second, length),) = holds(after)
    assert 30 <= second < 31
    assert length == 60


def test_a_press_ends_the_last_set_and_the_next_step_follows() -> None:
    before = plan_of(MAX)
    _, (start, _) = holds(before)
    after = before.edited(plan_edits.ready(stop_at(before, round((start + 5) * RATE))))
    assert not holds(after)
    assert holds(after, line=9)


def test_in_the_rest_between_two_sets_nobody_is_waited_for() -> None:
    before = plan_of(MAX)
    (start, _), _ = holds(before)
    stop = stop_at(before, round((start + 70) * RATE))
    assert not is_waiting(stop.live_plan, stop.cursor)


def test_longer_and_shorter_change_the_rounds_of_intervals() -> None:
    before = plan_of(RUN)
    start, _ = holds(before)[0]
    stop = stop_at(before, round((start + 30) * RATE))
    assert len(holds(before.edited(length_edits.longer(stop)))) == 7
    assert len(holds(before.edited(length_edits.longer(stop, shorter=True)))) == 3


def test_a_pause_in_an_interval_goes_on_in_the_same_part() -> None:
    before = plan_of(RUN)
    rest, _ = holds(before)[1]
    stop = stop_at(before, round((rest + 5) * RATE))
    after = before.edited(plan_edits.go_on(stop))
    assert [seconds for _, seconds in holds(after)] == [20, 60, 20, 60]


def test_one_more_for_unequal_sides_keeps_their_ratio() -> None:
    ten, twenty = (Count(number, 1, 40, (number, number), 3.0) for number in (10, 20))
    before = plan_of(Step(2, "Raise", "Raise the leg", ten, sides="leg", second_dose=twenty))
    (start, _), _ = holds(before)
    after = before.edited(length_edits.longer(stop_at(before, round((start + 3) * RATE))))
    assert [seconds for _, seconds in holds(after)] == [45, 90]
