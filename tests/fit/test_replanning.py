"""Sessions whose length is changed while they play: the heard stays, and the rest is fitted again."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.strategies import steady_voice
from voiceguide.errors import FitError
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Fitting
from voiceguide.fit.replanning import MARGIN, LengthChange, remaining_lengths, replanned
from voiceguide.plan import Plan
from voiceguide.script import parse
from voiceguide.units import to_samples

SCRIPT = """# Heels

Sit down.

## Release (each foot, 1 to 2 rounds)

- Press the heel spot for 20 to 60 seconds
  - halfway: Change direction.
- Roll over a ball for 20 to 40 seconds (needs a ball; optional)
- Rest for 10 to 20 seconds

## Stretch

- Pull the toes back for 15 to 45 seconds, each foot
- Bend forward for 20 to 90 seconds (optional)
- Lift the heel 8 to 12 times
"""


def fitting_of(script: str = SCRIPT) -> Fitting:
    routine = parse(script, "heels.md", "heels").routine
    assert routine is not None
    return Fitting(routine, steady_voice, Choices())


def heard(plan: Plan, until: int) -> list[object]:
    """All that is heard and done before a sample."""
    cues = [cue for cue in plan.cues if cue.start < until]
    steps = [(step.line, step.side, step.round, step.hold) for step in plan.steps if step.end <= until]
    return [cues, steps]


def lengths_between(target: int, made: int) -> list[int]:
    """Lengths that are nearer to the target than the one that was made, on both sides of it."""
    return [round(target + part * (made - target)) for part in (-0.7, -0.3, 0.3, 0.7)] if made != target else []


@example(begun=0.5, at=0.25, wanted=0.5)  # between one round and two
@settings(max_examples=15, deadline=None)
@given(begun=st.floats(0.05, 0.95), at=st.floats(0, 1), wanted=st.floats(0, 1))
def test_the_heard_stays_and_the_end_is_as_wanted_or_as_near_as_can_be(begun: float, at: float, wanted: float) -> None:
    fitting = fitting_of()
    length = round((fitting.shortest + begun * (fitting.longest - fitting.shortest)) / 22050, 3)
    try:
        before = fitting.plan(length)
    except FitError:
        return
    moment = round(at * before.length)
    ends = remaining_lengths(fitting, length, [], moment)
    target = round(ends.shortest + wanted * (ends.longest - ends.shortest))
    after = replanned(fitting, length, [LengthChange(moment, target)])
    assert after.same_until == ends.same_until >= min(moment + MARGIN, before.length)
    assert heard(after.plan, ends.same_until) == heard(before, ends.same_until)
    assert ends.shortest <= after.plan.length <= ends.longest
    for nearer in lengths_between(target, after.plan.length):
        other = replanned(fitting, length, [LengthChange(moment, nearer)]).plan.length
        assert abs(other - target) >= abs(after.plan.length - target)
    assert all(one.end <= two.start for one, two in zip(after.plan.steps, after.plan.steps[1:], strict=False))
    for plan in (before, after.plan):
        assert {(step.line, step.side) for step in plan.steps if step.line == 14} == {(14, "left"), (14, "right")}


def test_seven_minutes_instead_of_ten_leave_out_what_is_optional() -> None:
    fitting = fitting_of()
    length = fitting.longest / 22050
    before = fitting.plan("longest")
    moment = before.steps[1].start
    ends = remaining_lengths(fitting, "longest", [], moment)
    after = replanned(fitting, "longest", [LengthChange(moment, ends.shortest)]).plan
    assert after.length == ends.shortest < 0.75 * before.length
    assert after.requested == pytest.approx(ends.shortest / 22050)
    assert length > after.length / 22050
    assert any(change.what == "dropped" for change in after.changes)
    assert "outro" in {cue.kind for cue in after.cues}


def test_changes_follow_one_another() -> None:
    fitting = fitting_of()
    first = fitting.plan("longest")
    one = LengthChange(first.steps[1].start, round(0.8 * first.length))
    shorter = replanned(fitting, "longest", [one])
    two = LengthChange(shorter.plan.steps[4].start, first.length)
    longer = replanned(fitting, "longest", [one, two])
    assert longer.same_until is not None
    assert heard(longer.plan, longer.same_until) == heard(shorter.plan, longer.same_until)
    assert longer.plan.length > shorter.plan.length


def test_a_length_out_of_reach_is_the_nearest_and_the_end_cannot_be_changed() -> None:
    fitting = fitting_of()
    plan = fitting.plan(None)
    moment = plan.steps[2].start
    ends = remaining_lengths(fitting, None, [], moment)
    assert replanned(fitting, None, [LengthChange(moment, 0)]).plan.length == ends.shortest
    assert replanned(fitting, None, [LengthChange(moment, 10 * plan.length)]).plan.length == ends.longest
    for late in (plan.length, 2 * plan.length):
        assert replanned(fitting, None, [LengthChange(late, 0)]).plan.cues == plan.cues
        assert remaining_lengths(fitting, None, [], late).shortest == plan.length


def test_without_a_change_it_is_the_plan() -> None:
    fitting = fitting_of()
    assert replanned(fitting, None, []).plan == fitting.plan(None)
    with pytest.raises(FitError):
        replanned(fitting, 1.0, [LengthChange(0, 100)])


def test_optional_steps_that_come_later_are_left_out_though_one_was_done() -> None:
    fitting = fitting_of(
        "# A\n\n- Press for 20 seconds (optional)\n- Roll for 20 seconds\n- Bend for 20 to 60 seconds (optional)\n"
        "- Pull a band for 20 to 60 seconds (optional, needs a band)\n- Sit for 20 seconds\n"
    )
    plan = fitting.plan(None)
    ends = remaining_lengths(fitting, None, [], plan.steps[1].start)
    after = replanned(fitting, None, [LengthChange(plan.steps[1].start, 0)]).plan
    assert after.length == ends.shortest
    assert [step.line for step in after.steps] == [3, 4, 7]
    early = replanned(fitting, None, [LengthChange(0, 0)]).plan
    assert [step.line for step in early.steps] == [4, 7]
    assert [cue.kind for cue in early.cues].count("reach") == 1
    back = replanned(fitting, None, [LengthChange(0, 0), LengthChange(to_samples(1), plan.length)]).plan
    assert back.length == plan.length
