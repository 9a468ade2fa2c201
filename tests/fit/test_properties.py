"""What holds for every routine, every voice and every length."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.strategies import routines, steady_voice, voices
from voiceguide.errors import FitError
from voiceguide.fit import Choices, fit
from voiceguide.language import load
from voiceguide.plan import Plan
from voiceguide.routine import Breaths, Count, Hold, Phase, Routine, Sets, Step, Wait
from voiceguide.units import RATE, ceil_milliseconds, floor_milliseconds, to_samples

often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def choices(draw: st.DrawFn, routine: Routine) -> Choices:
    """What the listener of a routine may choose."""
    steps = [step for phase in routine.phases for step in phase.steps]
    things = sorted({thing for step in steps for thing in step.needs})
    return Choices(
        side=draw(st.sampled_from([None, None, "left", "right"])),
        first=draw(st.sampled_from(["left", "right"])),
        talk=draw(st.sampled_from(["full", "full", "brief", "bells"])),
        skip=tuple(draw(st.lists(st.sampled_from([step.line for step in steps]), max_size=1))),
        without=tuple(draw(st.lists(st.sampled_from(things), max_size=1))) if things else (),
    )


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Routine, Plan]:
    """A routine and a session of it, at its natural length or at any that it can be."""
    routine, voice = draw(routines()), draw(voices())
    chosen = draw(choices(routine))
    try:
        natural = fit(routine, None, voice, chosen)
    except FitError:
        reject()  # nothing is left to do
    share = draw(st.sampled_from([None, 0.0, 0.25, 0.5, 0.75, 1.0]))
    if share is None:
        return routine, natural
    wanted = round(natural.shortest + share * (natural.longest - natural.shortest))
    try:
        return routine, fit(routine, wanted / RATE, voice, chosen)
    except FitError:
        if share in (0.0, 1.0):
            raise  # the two ends must always be reached
        reject()  # a hole


def steps_by_line(routine: Routine) -> dict[int, Step]:
    return {step.line: step for phase in routine.phases for step in phase.steps}


@often
@given(sessions())
def test_the_total_is_right_to_the_sample_and_nothing_sounds_outside_it(made: tuple[Routine, Plan]) -> None:
    _, plan = made
    if plan.requested is not None:
        assert plan.length == to_samples(plan.requested)
    assert all(0 <= cue.start < cue.end <= plan.length for cue in plan.cues)
    assert plan.shortest <= plan.length <= plan.longest
    assert all(0 <= chapter.start < chapter.end <= plan.length for chapter in plan.chapters)


@often
@given(sessions())
def test_no_speech_over_speech(made: tuple[Routine, Plan]) -> None:
    spoken = [cue for cue in made[1].cues if cue.kind not in ("bell", "tick")]
    assert all(before.end <= after.start for before, after in pairwise(spoken))


@often
@given(sessions())
def test_a_hold_never_starts_before_the_speech_has_ended_and_its_bell_marks_it(
    made: tuple[Routine, Plan],
) -> None:
    routine, plan = made
    bells = {cue.start for cue in plan.cues if cue.kind == "bell"}
    said = [cue for cue in plan.cues if cue.kind in ("instruction", "detail", "safety", "switch")]
    for step in plan.steps:
        if step.hold and not steps_by_line(routine)[step.line].rest:
            assert {step.hold.start, step.hold.end} <= bells
            assert not any(cue.start < step.hold.end and cue.end > step.hold.start for cue in said)


def bounds(step: Step) -> tuple[float, float]:
    match step.dose.of if isinstance(step.dose, Sets) else step.dose:
        case Hold() as hold if step.rest:
            return hold.least, hold.natural * 3
        case Hold() as hold:
            return hold.least, hold.most
        case Count() as count:
            return count.least * count.pace, count.most * count.pace
        case Breaths() as breaths:
            return breaths.least * 10, breaths.most * 10
        case Wait() as wait:
            return wait.seconds, wait.seconds
    raise AssertionError(step)


@often
@given(sessions())
def test_holds_stay_within_their_bounds_and_last_exactly_what_they_say(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    for step in plan.steps:
        if step.hold:
            least, most = bounds(steps_by_line(routine)[step.line])
            assert least <= step.hold.seconds <= most
            assert step.hold.end - step.hold.start == to_samples(step.hold.seconds)


@often
@given(sessions())
def test_both_sides_get_the_same_time(made: tuple[Routine, Plan]) -> None:
    totals: dict[tuple[int, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for step in made[1].steps:
        if step.side and step.hold:
            totals[step.line, step.round][step.side] += step.hold.seconds
    assert all(len(set(sides.values())) == 1 for sides in totals.values())


@often
@given(sessions())
def test_the_number_that_is_spoken_is_the_hold(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    pack = load(routine.language)
    steps = steps_by_line(routine)
    said = {cue.start: cue.text for cue in plan.cues if cue.kind == "instruction"}
    for entry in plan.steps:
        step = steps[entry.line]
        text = said.get(entry.start)
        if entry.hold is None or text is None or step.dose is None:
            continue
        one = step.dose.of if isinstance(step.dose, Sets) else step.dose
        if isinstance(one, Count | Breaths):
            number = round(entry.hold.seconds / (one.pace if isinstance(one, Count) else 10))
            words = pack.phrase("count" if isinstance(one, Count) else "breaths", number=number)
            assert re.search(rf"\b{number}\b", text) or words.casefold() in text.casefold()
        else:
            assert pack.duration(entry.hold.seconds).casefold() in text.casefold()


@often
@given(sessions())
def test_the_order_of_the_script_is_kept(made: tuple[Routine, Plan]) -> None:
    _, plan = made
    assert [chapter.start for chapter in plan.chapters] == sorted(chapter.start for chapter in plan.chapters)
    assert all(before.end <= after.start for before, after in pairwise(plan.steps))
    lines = [step.line for step in plan.steps if step.round == 1]
    firsts = list(dict.fromkeys(lines))
    assert firsts == sorted(firsts)


@often
@given(sessions())
def test_gaps_between_steps_are_half_a_second_to_two(made: tuple[Routine, Plan]) -> None:
    _, plan = made
    for before, after in pairwise(plan.steps):
        of_one_set = (before.line, before.side, before.round) == (after.line, after.side, after.round)
        if not of_one_set:
            between = [cue.end for cue in plan.cues if before.end <= cue.start and cue.end <= after.start]
            gap = after.start - max([before.end, *between])
            assert to_samples(0.5) <= gap <= to_samples(2)


@often
@given(sessions())
def test_settle_times_never_shrink_and_changes_get_six_seconds(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    steps, written = steps_by_line(routine), to_samples(routine.settle)
    held: set[str] | None = None
    side: str | None = None
    previous: tuple[object, ...] = ()
    for entry in plan.steps:
        step, this = steps[entry.line], (entry.line, entry.side, entry.round)
        if entry.hold and not step.rest and this != previous:
            said = [cue.end for cue in plan.cues if entry.start <= cue.start and cue.end <= entry.hold.start]
            settle = entry.hold.start - max([entry.start, *said])
            edits = entry.side is not None and entry.side != side
            changes = edits or (set(step.needs) != held if held is not None else bool(step.needs))
            assert settle >= (max(written, to_samples(6)) if changes else written)
        if not step.rest:
            held, side = set(step.needs), entry.side
        previous = this


@often
@given(sessions())
def test_every_change_is_told(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    done = {step.line for step in plan.steps}
    dropped = [change.line for change in plan.changes if change.what == "dropped"]
    assert sorted(dropped) == sorted(set(steps_by_line(routine)) - done)
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
    done = {step.line for step in plan.steps}
    guarded = sum(len(step.safety) for line, step in steps_by_line(routine).items() if line in done)
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
