"""Words that do not tire: a side is named once, a known step in short, and nothing is said that leaves no time."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.plans import plan_of
from tests.strategies import routines, steady_voice, voices
from voiceguide.errors import FitError
from voiceguide.fit import Choices, fit
from voiceguide.fit.coached import TIME_LEFT, TIME_TO_ACT
from voiceguide.fit.handling import Handling
from voiceguide.fit.layout import STILL_ON
from voiceguide.fit.safety import safety_digest
from voiceguide.language import available, load
from voiceguide.plan import Cue, Plan
from voiceguide.routine import Coaching, Hold, Phase, Routine, Step, Wait
from voiceguide.script import check, parse
from voiceguide.units import RATE, to_samples

often = settings(suppress_health_check=[HealthCheck.too_slow])
BUNDLED = sorted(Path("scripts").glob("*.md"))
SOLE = """---
title: Sole
---

## Release (each foot)

- With your ankle on the other knee, rub across the sore spot of the heel for 20 seconds
  - Find it on the inner side.
  - short: the sore spot of the heel
- Rub the arch, from the heel toward the big toe, for 50 seconds
"""


def said(plan: Plan, *kinds: str) -> list[str]:
    return [cue.text for cue in plan.cues if cue.kind in (kinds or ("instruction", "switch", "detail"))]


def bundled(path: Path) -> Routine:
    routine = check(path).routine
    assert routine is not None
    return routine


def lengths(routine: Routine) -> list[Plan]:
    """The sessions of a routine at its ends, as written, and in ten minutes if it can."""
    found = [fit(routine, length, steady_voice) for length in ("shortest", None, "longest")]
    try:
        return [*found, fit(routine, 600.0, steady_voice)]
    except FitError:
        return found


def test_a_side_is_named_once_and_the_second_side_is_short() -> None:
    assert said(plan_of(SOLE)) == [
        "Left foot. With your ankle on the other knee, rub across the sore spot of the heel. 20 seconds.",
        "Find it on the inner side.",
        "Rub the arch, from the heel toward the big toe. 50 seconds.",
        "Right foot, the same again.",
        "The sore spot of the heel. 20 seconds.",
        "Rub the arch, from the heel toward the big toe. 50 seconds.",
    ]


def test_a_second_side_after_many_minutes_is_said_in_full() -> None:
    script = SOLE.replace("for 50 seconds", "for 7 minutes")
    assert said(plan_of(script))[3:5] == [
        "Right foot.",
        "With your ankle on the other knee, rub across the sore spot of the heel. 20 seconds.",
    ]
    assert said(plan_of(script), "detail") == ["Find it on the inner side."] * 2


def test_a_new_round_names_the_side_once() -> None:
    plan = plan_of(SOLE.replace("(each foot)", "(each foot, 2 rounds)"))
    spoken = said(plan, "phase", "switch", "instruction")
    place = spoken.index("Round 2 of 2.")
    assert spoken[place + 1] == "Left foot. The sore spot of the heel. 20 seconds."


def test_a_wait_takes_its_time_in_a_file_and_asks_for_a_press_where_there_is_a_key() -> None:
    script = "# Sole\n\n- Spread the oil until ready, about 10 seconds\n"
    assert said(plan_of(script)) == ["Spread the oil. Take about 10 seconds."]
    assert said(plan_of(script, choices=Choices(live=True))) == ["Spread the oil. Press when you are ready."]


def test_the_place_of_a_thing_is_said_at_the_start_and_when_it_is_needed() -> None:
    script = "# Sole\n\n- Sit for 20 seconds\n- Roll for 20 seconds (needs a ball)\n  - where: It lies before you.\n"
    plan = plan_of(script)
    assert said(plan, "reach", "next") == [
        "Have within reach: a ball. It lies before you.",
        "Next you need a ball. It lies before you.",
    ]
    roll = plan.steps[1]
    instruction = next(cue for cue in plan.cues if cue.kind == "instruction" and cue.start == roll.start)
    assert roll.hold is not None
    assert roll.hold.start - instruction.end >= to_samples(8)


def test_another_position_is_announced_and_gets_its_time() -> None:
    script = (
        "# Hips\n\nSit on a chair.\n\n- Lift the foot for 20 seconds\n- Stand at a wall and lean in for 20 seconds\n"
    )
    plan = plan_of(script)
    assert said(plan, "next") == ["Next: standing."]
    lean = plan.steps[1]
    instruction = next(cue for cue in plan.cues if cue.kind == "instruction" and cue.start == lean.start)
    assert lean.hold is not None
    assert lean.hold.start - instruction.end >= to_samples(6)


def test_a_rest_does_not_say_the_words_that_follow_it() -> None:
    script = (
        "# Sole\n\n- Sit for 20 seconds\n- Rest for 15 seconds\n- Press the heel spot with both thumbs for 20 seconds\n"
    )
    assert said(plan_of(script), "next") == []
    short = script + "  - short: the heel\n"
    plan = plan_of(short)
    assert said(plan, "next") == ["Next: The heel."]
    cue = next(cue for cue in plan.cues if cue.kind == "next")
    assert plan.steps[2].start - cue.end >= to_samples(5)


def test_a_known_step_that_names_its_thing_needs_no_announcement() -> None:
    script = (
        "# Sole\n\n## Roll (each foot)\n\n- Rub the heel for 20 seconds\n"
        "- Put your foot down and roll slowly for 20 seconds (needs a ball)\n  - short: roll on the ball\n"
        "- Scrape the sole for 20 seconds (needs a spoon)\n"
    )
    assert said(plan_of(script), "next", "switch", "instruction") == [
        "Left foot. Rub the heel. 20 seconds.",
        "Next you need a ball.",
        "Put your foot down and roll slowly. 20 seconds.",
        "Next you need a spoon.",
        "Scrape the sole. 20 seconds.",
        "Right foot, the same again.",
        "Rub the heel. 20 seconds.",
        "Roll on the ball. 20 seconds.",
        "Next you need a spoon.",
        "Scrape the sole. 20 seconds.",
    ]


def test_a_rest_before_a_heading_leaves_the_next_step_to_it() -> None:
    script = "# Sole\n\n## Rub\n\n- Rub for 20 seconds\n- Rest for 20 seconds\n"
    following = "- Roll the sole from the heel to the toes for 20 seconds\n  - short: the roll\n"
    assert said(plan_of(script + following), "next") == ["Next: The roll."]
    assert said(plan_of(script + "\n## Roll\n\n" + following), "next") == []


def test_a_wait_begins_at_once_since_its_own_time_is_there_to_get_ready() -> None:
    plan = plan_of("# Sole\n\n- Rub for 9 seconds\n- Spread the oil until ready, about 15 seconds (needs oil)\n")
    spread = plan.steps[1]
    instruction = next(cue for cue in plan.cues if cue.text == "Spread the oil. Take about 15 seconds.")
    assert spread.hold is not None
    assert spread.hold.start - instruction.end == to_samples(1)


def test_a_limited_wait_leaves_time_to_get_in_place() -> None:
    plan = plan_of("# Sole\n\n- Press until it eases, at most 60 seconds\n")
    press = plan.steps[0]
    instruction = next(cue for cue in plan.cues if cue.kind == "instruction")
    assert press.hold is not None
    assert press.hold.start - instruction.end == to_samples(4)


def test_the_time_to_get_in_place_ends_at_fifteen_seconds() -> None:
    script = "# Sole\n\n- Rub for 20 seconds\n- Roll for 20 seconds, each foot (needs a ball)\n"
    plan = plan_of(script, "longest")
    words = [cue for cue in plan.cues if cue.kind == "instruction"]
    holds = [step.hold for step in plan.steps if step.hold]
    waited = [hold.start - cue.end for cue, hold in zip(words, holds, strict=True)]
    assert waited == [to_samples(12), to_samples(15), to_samples(15)]  # of 4, 8 and 6 seconds


def test_bells_alone_name_each_step() -> None:
    plan = plan_of(SOLE, choices=Choices(talk="bells"))
    assert said(plan) == [
        "Left foot.",
        "The sore spot of the heel.",
        "Rub the arch, from the heel toward the big toe.",
        "Right foot.",
        "The sore spot of the heel.",
        "Rub the arch, from the heel toward the big toe.",
    ]


def test_daily_talk_has_the_safety_lines_in_one() -> None:
    script = "# Sole\n\nSit.\n\nStop if it hurts.\n\n## Rub\n\nCaution: go easy.\n\n- Rub for 9 seconds (needs oil)\n"
    routine = parse(script, "sole.md", "sole").routine
    assert routine is not None
    plan = plan_of(script, choices=Choices(talk="daily", knows_safety=safety_digest(routine)))
    assert [(cue.kind, cue.text) for cue in plan.cues if cue.kind in ("safety", "reach", "intro", "title")][1:] == [
        ("safety", "Stop at sharp pain. The cautions are in the full version."),
        ("reach", "Have within reach: oil."),
        ("safety", "Caution: go easy."),
    ]


def test_a_coaching_cue_without_time_behind_it_is_left_out() -> None:
    cues = (Coaching(4, "Move to the next sore spot.", "halfway"), Coaching(5, "Ease off slowly.", "before-end", 5))
    for seconds, heard in ((20, ["Ease off slowly."]), (40, ["Move to the next sore spot.", "Ease off slowly."])):
        step = Step(3, "Rub", "Rub", Hold(seconds, seconds, seconds, (seconds, seconds)), coaching=cues)
        plan = fit(Routine("r", "R", (Phase(1, "R", heading=False, steps=(step,)),)), None, steady_voice)
        assert said(plan, "coaching") == heard


def test_long_times_to_get_in_place_have_a_sign_that_the_session_runs() -> None:
    plan = plan_of("---\ntitle: Sole\nsettle: 20 seconds\n---\n\n- Rub for 20 seconds\n")
    hold = plan.steps[0].hold
    assert hold is not None
    signs = [cue.start for cue in plan.cues if cue.parts == ("stroke",) and cue.start < hold.start]
    assert len(signs) == 3 * 2  # before the first step, and before its hold
    assert hold.start - signs[-1] == STILL_ON


def oiled(optional: bool) -> tuple[Step, ...]:
    hold = Hold(40, 20, 60, (40, 40))
    return (
        Step(2, "Press", "Press", hold),
        Step(3, "Spread oil", "Spread oil", Wait(10), needs=("a little oil",), optional=True),
        Step(4, "Scrape", "Scrape", hold, needs=("a scraping tool", "a little oil"), optional=optional),
        Step(5, "Stroke", "Stroke", hold, optional=True),
        Step(6, "Wipe your hands", "Wipe your hands", Wait(15), optional=True),
    )


@pytest.mark.parametrize(("optional", "kept"), [(False, [2, 3, 4, 6]), (True, [2])])
def test_oil_and_wiping_stay_and_go_with_the_scraping(optional: bool, kept: list[int]) -> None:
    phase = Phase(1, "Sole", heading=False, steps=oiled(optional))
    plan = fit(Routine("sole", "Sole", (phase,)), "shortest", steady_voice)
    assert [step.line for step in plan.steps] == kept


def test_without_the_tool_there_is_no_oil_and_nothing_to_wipe() -> None:
    phase = Phase(1, "Sole", heading=False, steps=oiled(optional=False))
    plan = fit(Routine("sole", "Sole", (phase,)), None, steady_voice, Choices(without=("scraping tool",)))
    assert [step.line for step in plan.steps] == [2, 5]
    assert [change.why for change in plan.changes if change.line in (3, 6)] == [
        "it belongs to line 4, which is left out",
        "it belongs to line 3, which is left out",
    ]


@often
@given(
    routines(), voices(), st.sampled_from(["shortest", None, "longest"]), st.sampled_from(["full", "daily", "brief"])
)
def test_what_a_kept_step_needs_done_first_is_kept(
    routine: Routine, voice: object, length: object, talk: object
) -> None:
    plan = fit(routine, length, voice, Choices(talk=talk))
    pack, done = load(routine.language), {step.key for step in plan.steps}
    for index, phase in enumerate(routine.phases):
        kept = [place for place, step in enumerate(phase.steps) if any(key[:2] == (index, step.line) for key in done)]
        for place in range(len(phase.steps)):
            served = Handling(phase.steps, pack).served_by(place)
            if any(other in kept for other in served):
                assert place in kept or not phase.steps[place].optional


@often
@given(
    st.floats(5, 60),
    st.lists(st.sampled_from(["halfway", "after", "before-end"]), min_size=1, max_size=4),
    st.lists(st.integers(1, 30), min_size=4, max_size=4),
    voices(),
)
def test_a_coaching_cue_has_time_behind_it(seconds: float, moments: list[str], at: list[int], voice: object) -> None:
    cues = tuple(Coaching(10 + n, f"Cue {n}.", when, at[n]) for n, when in enumerate(moments))
    step = Step(3, "Rub", "Rub", Hold(seconds, seconds, seconds, (seconds, seconds)), coaching=cues)
    plan = fit(Routine("r", "R", (Phase(1, "R", heading=False, steps=(step,)),)), None, voice)
    hold = plan.steps[0].hold
    assert hold is not None
    heard = [cue for cue in plan.cues if cue.kind == "coaching"]
    for cue, after in pairwise([*heard, None]):
        when = moments[(cue.line or 0) - 10]
        if when in TIME_TO_ACT:
            assert hold.end - cue.end >= TIME_LEFT
            assert after is None or after.start - cue.end >= TIME_TO_ACT[when]


@pytest.mark.no_cover
@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_the_bundled_routines_say_a_side_once_within_a_few_seconds(path: Path) -> None:
    routine = bundled(path)
    pack = load(routine.language)
    sides = [pack.side(noun, side) for noun in pack.data["nouns"] for side in ("left", "right")]
    for plan in lengths(routine):
        for before, after in pairwise([cue for cue in plan.cues if cue.kind not in ("bell", "tick")]):
            if after.start - before.end < 4 * RATE:
                assert not any(side in before.text and side in after.text for side in sides)


@pytest.mark.no_cover
@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_the_bundled_routines_never_say_the_next_step_twice(path: Path) -> None:
    for plan in lengths(bundled(path)):
        spoken = [cue for cue in plan.cues if cue.kind in ("next", "instruction")]
        for before, after in pairwise(spoken):
            if before.kind == "next" and after.start - before.end < 4 * RATE:
                assert not _repeated(before, after)


def _repeated(before: Cue, after: Cue) -> bool:
    """True if four words in a row of the first are in the second."""
    words, said_after = before.text.casefold().split(), after.text.casefold()
    return any(" ".join(words[at : at + 4]) in said_after for at in range(len(words) - 3))


@pytest.mark.no_cover
@pytest.mark.parametrize("path", BUNDLED, ids=lambda path: path.stem)
def test_the_bundled_routines_scrape_no_dry_sole(path: Path) -> None:
    routine = bundled(path)
    pack = load(routine.language)
    for plan in lengths(routine):
        done = {step.line for step in plan.steps}
        for phase in routine.phases:
            for place, step in enumerate(phase.steps):
                served = [phase.steps[other].line for other in Handling(phase.steps, pack).served_by(place)]
                assert step.line in done or not done.intersection(served)


def test_every_language_names_the_positions_of_the_body() -> None:
    for code in available():
        said_as = [position["said"] for position in load(code).data["positions"].values()]
        assert len(set(said_as)) == 7


def test_a_step_that_another_needs_is_not_left_out_alone() -> None:
    phase = Phase(1, "Sole", heading=False, steps=oiled(optional=False))

    def kept(*skip: int) -> list[int]:
        plan = fit(Routine("sole", "Sole", (phase,)), None, steady_voice, Choices(skip=skip))
        return [step.line for step in plan.steps]

    for line, other in ((3, 4), (6, 3)):
        with pytest.raises(FitError, match=rf"\(line {line}\) goes with .* \(line {other}\), which stays") as refused:
            kept(line)
        assert refused.value.hint == "leave out both, or neither"
    assert kept(3, 4) == kept(4) == [2, 5]
    assert kept(2, 5) == [3, 4, 6]
