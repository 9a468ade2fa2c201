"""Rules for every routine, every voice and every length."""

from __future__ import annotations

import re
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fit.sessions import often, sessions, steps_of
from tests.strategies import routines, steady_voice, voices
from voiceguide.errors import FitError
from voiceguide.fit import SpeechLength, fit
from voiceguide.fit.step_instance import BETWEEN_ROUNDS
from voiceguide.plan import Plan
from voiceguide.routine import (
    Hold,
    Phase,
    Routine,
    Step,
)
from voiceguide.script import parse
from voiceguide.units import RATE, ceil_milliseconds, floor_milliseconds, to_samples


@often
@given(sessions())
def test_the_total_is_right_to_the_sample_and_nothing_sounds_outside_it(made: tuple[Routine, Plan]) -> None:
    _, plan = made
    if plan.requested is not None:
        assert plan.length == to_samples(plan.requested)
    assert all(0 <= cue.start < cue.end <= plan.length for cue in plan.cues)
    assert plan.shortest <= plan.length <= plan.longest
    told = plan.as_json()
    assert told["shortest"] <= told["length"] <= told["longest"]
    assert to_samples(told["shortest"]) >= plan.shortest
    assert to_samples(told["longest"]) <= plan.longest
    assert all(0 <= chapter.start < chapter.end <= plan.length for chapter in plan.chapters)


@often
@given(routines(), voices(), st.integers(0, 1000))
def test_the_natural_length_is_never_outside_the_ends(routine: Routine, voice: SpeechLength, seed: int) -> None:
    """Whatever the voice: even one that takes many seconds for some numbers and none for others."""

    def uneven(text: str) -> float:
        slow = any(char.isdigit() for char in text) and zlib.crc32(f"{seed}{text}".encode()) % 3 == 0
        return voice(text) + (10.0 if slow else 0.0)

    natural = fit(routine, None, uneven)
    assert natural.shortest <= natural.length <= natural.longest
    for end, length in (("shortest", natural.shortest), ("longest", natural.longest)):
        assert fit(routine, end, uneven).length == length  # type: ignore[arg-type]


def test_a_smaller_number_that_takes_longer_to_say_makes_no_shorter_session() -> None:
    routine = parse("- Hold for 10 seconds", "a.md", "a").routine
    assert routine is not None
    plan = fit(routine, None, lambda text: 8.0 if "5 seconds" in text and "15" not in text else 0.2)
    assert plan.shortest == plan.length
    assert fit(routine, "shortest", lambda text: 8.0 if "5 seconds" in text else 0.2).length <= plan.length


@pytest.mark.parametrize("seed", [39, 62])
def test_a_title_that_has_its_own_length_in_no_other_session_leaves_the_written_one(seed: int) -> None:
    """The first voice of the two has no other session at all, and the second none at an end."""
    routine = parse("- Press for exactly 20 seconds", "a.md", "a").routine
    assert routine is not None

    def voice(text: str) -> float:
        stumbles = any(char.isdigit() for char in text) and zlib.crc32(text.encode(), seed) % 3 == 0
        return 0.2 + 0.065 * len(text) + 60 * stumbles

    plan = fit(routine, None, voice)
    assert fit(routine, "shortest", voice).length == plan.shortest
    assert fit(routine, "longest", voice).length == plan.longest


@often
@given(sessions())
def test_no_speech_over_speech(made: tuple[Routine, Plan]) -> None:
    spoken = [cue for cue in made[1].cues if cue.kind not in ("bell", "tick")]
    assert all(before.end <= after.start for before, after in pairwise(spoken))


@often
@given(sessions())
def test_the_order_of_the_script_is_kept(made: tuple[Routine, Plan]) -> None:
    _, plan = made
    assert [chapter.start for chapter in plan.chapters] == sorted(chapter.start for chapter in plan.chapters)
    assert all(before.end <= after.start for before, after in pairwise(plan.steps))
    lines = [step.line for step in plan.steps if step.round == 1 and step.key[2] != BETWEEN_ROUNDS]
    firsts = list(dict.fromkeys(lines))
    assert firsts == sorted(firsts)


@often
@given(sessions())
def test_every_change_is_told(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    done = {step.key for step in plan.steps}
    dropped = [change.line for change in plan.changes if change.what == "dropped"]
    left_out = [key[1] for key in set(steps_of(routine)) - done if key[2] != BETWEEN_ROUNDS]
    assert sorted(dropped) == sorted(left_out)
    for change in plan.changes:
        if change.what in ("shortened", "lengthened"):
            assert (change.after < change.before) == (change.what == "shortened")


@often
@given(sessions())
def test_there_is_a_chapter_for_each_phase_that_is_kept(made: tuple[Routine, Plan]) -> None:
    _, plan = made
    assert [chapter.title for chapter in plan.chapters] == list(dict.fromkeys(step.phase for step in plan.steps))
    for chapter in plan.chapters:
        inside = [step for step in plan.steps if step.phase == chapter.title]
        assert all(chapter.start <= step.start <= step.end <= chapter.end for step in inside)


@often
@given(sessions())
def test_no_safety_line_of_what_is_done_is_ever_dropped(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    said = [cue.text for cue in plan.cues if cue.kind == "safety"]
    assert len([text for text in said if text == "Stop if it hurts."]) == len(routine.safety)
    assert said.count("Caution: ease off.") == sum(len(phase.safety) for phase in routine.phases)
    done = {step.key for step in plan.steps}
    guarded = sum(len(step.safety) for key, step in steps_of(routine).items() if key in done)
    assert said.count("Never push.") == guarded


@often
@given(routines(), voices())
def test_the_shortest_and_the_longest_are_reached_and_nothing_beyond(routine: Routine, voice: object) -> None:
    natural = fit(routine, None, voice)
    for length in (ceil_milliseconds(natural.shortest), floor_milliseconds(natural.longest)):
        assert fit(routine, length, voice).length == to_samples(length)
    assert fit(routine, "shortest", voice).length == natural.shortest
    assert fit(routine, "longest", voice).length == natural.longest
    for beyond in (natural.shortest / RATE - 1, natural.longest / RATE + 1):
        if beyond > 0:
            with pytest.raises(FitError) as refused:
                fit(routine, beyond, voice)
            words = refused.value.message
            assert f"{ceil_milliseconds(natural.shortest):.3f}".replace(".000", "") in words
            assert f"{floor_milliseconds(natural.longest):.3f}".replace(".000", "") in words


@often
@given(routines(), voices(), st.floats(0, 1))
def test_a_plan_is_a_pure_function_and_a_hole_names_both_its_edges(
    routine: Routine, voice: object, share: float
) -> None:
    natural = fit(routine, None, voice)
    wanted = (natural.shortest + share * (natural.longest - natural.shortest)) / RATE
    try:
        assert fit(routine, wanted, voice) == fit(routine, wanted, voice)
    except FitError as refused:
        edges = [float(edge) for edge in re.findall(r"--length ([\d.]+)", refused.hint or "")]
        assert len(edges) == 2
        assert edges[0] < wanted < edges[1]
        for edge in edges:
            assert fit(routine, edge, voice).length == to_samples(edge)


def test_the_edges_of_a_hole_can_be_typed_back_in_a_long_routine() -> None:
    steps = tuple(
        Step(line, "Hold", "Hold", Hold(s, s, s, (s, s)), optional=line > 1) for line, s in ((1, 1500), (2, 900))
    )
    routine = Routine("long", "Long", (Phase(1, "Long", heading=False, steps=steps),))
    with pytest.raises(FitError) as refused:
        fit(routine, 2000, steady_voice)
    edges = [float(edge) for edge in re.findall(r"--length ([\d.]+)", refused.value.hint or "")]
    assert edges[0] < 2000 < edges[1]
    for edge in edges:
        assert fit(routine, edge, steady_voice).length == to_samples(edge)
