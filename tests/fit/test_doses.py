"""Sessions of every dose that sheets have: the words, the parts and their times."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from tests.strategies import plain_hold, steady_voice
from voiceguide.fit import Choices, fit
from voiceguide.fit.fitting import Length
from voiceguide.plan import Plan
from voiceguide.preferences import Countdown
from voiceguide.routine import (
    BreathPattern,
    BreathPhase,
    Breaths,
    Count,
    Dose,
    Hold,
    Interval,
    Intervals,
    Line,
    Phase,
    Preferences,
    Rounds,
    Routine,
    Series,
    Sets,
    Step,
    Wait,
)
from voiceguide.script import parse
from voiceguide.units import RATE


def exactly(seconds: float) -> Hold:
    return Hold(seconds, seconds, seconds, (seconds, seconds))


def ten_times(pace: float = 3.0) -> Count:
    return Count(10, 5, 15, (10, 10), pace)


BOX = tuple(BreathPhase(kind, 4.0) for kind in ("in", "hold", "out", "hold"))


def routine_of(*steps: Step, rounds: Rounds | None = None, **more: object) -> Routine:
    return Routine(
        "sheet", "Sheet", (Phase(1, "Sheet", heading=False, steps=steps, rounds=rounds or Rounds()),), **more
    )


def plan_of(*steps: Step, length: Length = None, choices: Choices | None = None, **more: object) -> Plan:
    return fit(routine_of(*steps, **more), length, steady_voice, choices)


def said(plan: Plan, *kinds: str) -> list[str]:
    return [cue.text for cue in plan.cues if cue.kind in (kinds or ("instruction",))]


def parts(plan: Plan) -> list[tuple[str | None, float]]:
    """The timed parts: `rest` or the side, and the seconds."""
    return [("rest" if step.rest else step.side, step.hold.seconds) for step in plan.steps if step.hold]


@pytest.mark.parametrize(
    ("spoken", "dose", "words"),
    [
        ("Squeeze, hold for {duration} and release", plain_hold(6), "Squeeze, hold for 6 seconds and release."),
        (
            "Squeeze, hold for {duration} and release",
            Sets(4, plain_hold(6), exactly(10)),
            "Squeeze, hold for 6 seconds and release. 4 times, with 10 seconds rest between.",
        ),
        ("Lift, hold for {duration} and lower", ten_times(5), "Lift, hold for 5 seconds and lower. 10 times."),
        (
            "Do 3 sets of {number} raises with the knee straight.",
            Sets(3, ten_times(), exactly(60)),
            "Do 3 sets of 10 raises with the knee straight. With 1 minute rest between.",
        ),
        (
            "Squeeze {number} times, {duration} each, and relax",
            ten_times(2),
            "Squeeze 10 times, 2 seconds each, and relax.",
        ),
        (
            "Hold for {duration}. Breathe on.",
            Sets(2, exactly(9), exactly(0)),
            "Hold for 9 seconds. Breathe on. 2 times.",
        ),
        (
            "Breathe",
            Sets(2, Breaths(3, 3, 3, (3, 3)), exactly(5)),
            "Breathe. 2 times 3 breaths, with 5 seconds rest between.",
        ),
        (
            "Push-ups, as many as you can",
            Sets(2, Wait(60, limit=True), exactly(60)),
            "Push-ups, as many as you can. 2 times, at most 1 minute each time, with 1 minute rest between.",
        ),
        (
            "Pull-ups",
            Series(tuple(Count(number, number, number, (number, number)) for number in (5, 3, 1)), exactly(10)),
            "Pull-ups. 5, 3 and 1 times, with 10 seconds rest between.",
        ),
        ("Box breathing", BreathPattern(BOX, 5, 5, 5, (5, 5)), "Box breathing. 5 rounds."),
    ],
)
def test_the_instruction_has_the_author_s_words_and_the_fitted_numbers(spoken: str, dose: Dose, words: str) -> None:
    assert said(plan_of(Step(2, "Do it", spoken, dose))) == [words]


def test_intervals_are_announced_once_and_follow_each_other_without_a_gap_or_a_last_rest() -> None:
    dose = Intervals((Interval(exactly(20)), Interval(exactly(10), rest=True)), Rounds(3, 3, 3))
    plan = plan_of(Step(2, "High knees", "High knees", dose))
    assert said(plan) == ["High knees. 20 seconds, 10 seconds rest, 3 rounds."]
    assert parts(plan) == [(None, 20), ("rest", 10), (None, 20), ("rest", 10), (None, 20)]
    holds = [step.hold for step in plan.steps if step.hold]
    assert all(before.end == after.start for before, after in itertools.pairwise(holds))
    assert {step.kind for step in plan.steps} == {"interval"}


def test_the_parts_of_intervals_that_differ_are_named_between_them() -> None:
    dose = Intervals((Interval(exactly(60), "jog"), Interval(exactly(90), "walk")), Rounds(2, 1, 3))
    plan = plan_of(Step(2, "Run", "", dose))
    assert said(plan) == ["Jog, 1 minute, walk, 1 minute 30 seconds, 2 rounds."]
    assert said(plan, "switch") == ["Walk.", "Jog.", "Walk."]
    holds = [step.hold for step in plan.steps if step.hold]
    gaps = [(after.start - before.end) / RATE for before, after in itertools.pairwise(holds)]
    assert all(0 < gap < 1.5 for gap in gaps)


def test_fitting_changes_the_rounds_of_intervals_and_never_their_parts() -> None:
    dose = Intervals((Interval(exactly(60), "jog"), Interval(exactly(90), "walk")), Rounds(2, 1, 3))
    plan = plan_of(Step(2, "Run", "Run", dose), length="longest")
    assert parts(plan) == [(None, 60), (None, 90)] * 3
    assert [(change.what, change.before, change.after) for change in plan.changes if change.line == 2] == [
        ("round added", 2, 3)
    ]


def test_a_breath_pattern_is_one_hold_with_a_cue_for_each_phase() -> None:
    plan = plan_of(Step(2, "Box", "Box breathing", BreathPattern(BOX, 2, 1, 3, (2, 2))))
    assert parts(plan) == [(None, 32)]
    assert said(plan, "breath") == ["In.", "Hold.", "Out.", "Hold."] * 2
    starts = [cue.start for cue in plan.cues if cue.kind == "breath"]
    assert {after - before for before, after in itertools.pairwise(starts)} == {4 * RATE}


def test_sides_take_turns_with_the_numbers_of_a_count() -> None:
    plan = plan_of(Step(2, "Lunge", "Lunge", Count(4, 4, 4, (4, 4)), alternating="leg"))
    assert said(plan) == ["Lunge. 4 times, left and right in turn."]
    assert said(plan, "count") == ["Left. One", "Right. Two", "Left. Three", "Right. Four"]
    assert parts(plan) == [(None, 12)]


def test_sides_take_turns_hold_by_hold() -> None:
    plan = plan_of(Step(2, "Pull", "Pull", Sets(4, exactly(10), exactly(5)), alternating="leg", first="right"))
    assert parts(plan) == [("right", 10), ("left", 10), ("right", 10), ("left", 10)]
    assert said(plan, "switch") == ["Left.", "Right.", "Left."]


def test_a_step_for_both_ways_is_done_one_way_then_the_other() -> None:
    plan = plan_of(Step(2, "Circle", "Circle the foot", ten_times(), both_ways=True, sides="foot"))
    assert said(plan) == [
        "Left foot. Circle the foot. 10 times.",
        "Now the other way. 10 times.",
        "Right foot, the same again. 10 times.",
        "Now the other way. 10 times.",
    ]
    assert [(step.side, step.way) for step in plan.steps] == [("left", 1), ("left", 2), ("right", 1), ("right", 2)]


def test_a_side_in_the_words_is_turned_round_and_not_announced() -> None:
    step = Step(2, "Lean", "Right ear to the shoulder", exactly(20), sides="side", first="right")
    plan = plan_of(replace(step, spoken_again="Left ear to the shoulder"))
    assert said(plan) == [
        "Right ear to the shoulder. 20 seconds.",
        "Left ear to the shoulder. 20 seconds.",
    ]
    assert [side for side, _ in parts(plan)] == ["right", "left"]


def test_unequal_sides_keep_their_ratio() -> None:
    step = Step(2, "Stand", "Stand", plain_hold(30), sides="leg", second_dose=plain_hold(60))
    for length in ("shortest", None, "longest"):
        (left, right) = (seconds for _, seconds in parts(plan_of(step, length=length)))
        assert right == 2 * left


def test_unequal_sides_belong_to_their_side_whichever_comes_first() -> None:
    step = Step(2, "Stand", "Stand", exactly(30), sides="leg", second_dose=exactly(60))
    assert parts(plan_of(step, choices=Choices(first="right"))) == [("right", 60), ("left", 30)]
    assert parts(plan_of(step, choices=Choices(side="right"))) == [("right", 60)]


def test_a_quiet_pause_has_no_word_and_no_bell() -> None:
    pause = Step(3, "", "", Hold(10, 5, 10, (10, 10)), rest=True, quiet=True)
    plan = plan_of(Step(2, "Sit", "Sit for a while", exactly(5)), pause, Step(4, "Stand", "Stand up"))
    entry = plan.steps[1]
    assert (entry.rest, entry.kind) == (True, "pause")
    assert not [cue for cue in plan.cues if entry.hold.start <= cue.start < entry.hold.end]


def test_a_rest_between_rounds_is_not_after_the_last() -> None:
    plan = plan_of(Step(2, "Press", "Press", exactly(10)), rounds=Rounds(3, 3, 3, exactly(30)))
    assert parts(plan) == [(None, 10), ("rest", 30), (None, 10), ("rest", 30), (None, 10)]


def test_details_that_come_first_are_said_once_before_the_instruction() -> None:
    how = (Line(2, "Wind a belt round the foot."),)
    step = Step(2, "Stretch", "Hold the stretch", exactly(15), sides="leg", details=how, details_first=True)
    assert said(plan_of(step), "detail", "instruction") == [
        "Wind a belt round the foot.",
        "Left leg. Hold the stretch. 15 seconds.",
        "Right leg, the same again. 15 seconds.",
    ]


def test_a_pair_goes_together() -> None:
    pair = [Step(line, "Circle", "Circle", exactly(30), optional=True, pair=1) for line in (3, 4)]
    plan = plan_of(Step(2, "Sit", "Sit", exactly(10)), *pair, length="shortest")
    assert [step.line for step in plan.steps] == [2]
    skipped = plan_of(Step(2, "Sit", "Sit", exactly(10)), *pair, choices=Choices(skip=(3,)))
    assert [step.line for step in skipped.steps] == [2]
    assert "it belongs to line 3" in skipped.changes[-1].why


def test_two_steps_of_one_line_have_their_own_numbers() -> None:
    plan = plan_of(
        Step(2, "On", "On", exactly(20)),
        Step(2, "Rest", "Rest", Hold(10, 5, 10, (10, 10)), rest=True),
        length="shortest",
    )
    assert parts(plan) == [(None, 20), ("rest", 5)]


def test_the_script_s_preferences_hold_until_the_listener_chooses() -> None:
    wish = Preferences(length=60, talk="bells", bells="soft", countdown=Countdown(5))
    step = Step(2, "Sit", "Sit still", Hold(30, 15, 45, (30, 30)))
    plan = plan_of(step, preferences=wish)
    assert plan.requested == 60 or plan.length == plan.longest
    assert said(plan, "instruction", "title", "outro") == ["Sit still."]
    assert {part for cue in plan.cues if cue.kind == "bell" for part in cue.parts} == {
        "soft-start-bell",
        "soft-last-bell",
    }
    assert ("countdown-5",) in [cue.parts for cue in plan.cues]
    chosen = plan_of(step, preferences=wish, choices=Choices(talk="full", bells="none", countdown=Countdown(0)))
    assert said(chosen)
    assert not [cue for cue in chosen.cues if cue.kind in ("bell", "tick")]


def test_a_routine_may_be_silent_at_its_ends_and_say_how_often_it_is_done() -> None:
    step = Step(2, "Sit", "Sit still", exactly(5))
    assert said(plan_of(step, silent_title=True, silent_closing=True), "title", "outro") == []
    assert said(plan_of(step, frequency="twice a day"), "outro")[-1] == "Twice a day."


def test_a_session_that_could_last_over_a_day_has_an_end_that_can_be_reached() -> None:
    routine = parse("- Tap for 2 seconds, rest 50 seconds, 1000 rounds\n", "d.md", "d").routine
    assert routine is not None
    longest = fit(routine, None, steady_voice).longest
    assert longest <= 24 * 3600 * RATE
    assert fit(routine, longest / RATE, steady_voice).length == longest
