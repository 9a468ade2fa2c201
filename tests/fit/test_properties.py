"""What holds for every routine, every voice and every length."""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from tests.strategies import routines, steady_voice, voices
from voiceguide.errors import FitError
from voiceguide.fit import Choices, SpeechLength, fit
from voiceguide.fit.handling import is_handling
from voiceguide.fit.step_instance import BETWEEN_ROUNDS, StepKey, keyed
from voiceguide.language import load
from voiceguide.plan import Plan, PlannedStep
from voiceguide.routine import (
    BreathPattern,
    Breaths,
    Count,
    Dose,
    Hold,
    Intervals,
    Phase,
    Routine,
    Series,
    Sets,
    Step,
    Wait,
)
from voiceguide.script import parse
from voiceguide.units import RATE, ceil_milliseconds, floor_milliseconds, to_samples

SAMPLE = 1 / RATE
"""A hold is a whole number of samples, and so is one of twice its length."""
often = settings(suppress_health_check=[HealthCheck.too_slow])


@st.composite
def choices(draw: st.DrawFn, routine: Routine) -> Choices:
    """What the listener of a routine may choose."""
    steps = [step for phase in routine.phases for step in phase.steps]
    things = sorted({thing for step in steps for thing in step.needs})
    return Choices(
        side=draw(st.sampled_from([None, None, "left", "right"])),
        first=draw(st.sampled_from([None, "left", "right"])),
        talk=draw(st.sampled_from([None, "full", "brief", "bells"])),
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


def steps_of(routine: Routine) -> dict[StepKey, Step]:
    """All steps of a routine, with the rests between rounds."""
    phases = list(enumerate(routine.phases))
    found = {key: step for index, phase in phases for key, step in keyed(phase, index)}
    for index, phase in phases:
        rest = Step(phase.line, "Rest", "Rest", phase.rounds.rest, rest=True)
        found[index, phase.line, BETWEEN_ROUNDS] = rest
    return found


def dose_of(step: Step, entry: PlannedStep) -> Dose | None:
    """The dose of a step on its side."""
    second = entry.side != step.first if step.sides else entry.way == 2
    return step.second_dose if step.second_dose and second else step.dose


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
def test_a_hold_never_starts_before_the_speech_has_ended_and_its_bell_marks_it(
    made: tuple[Routine, Plan],
) -> None:
    routine, plan = made
    bells = {cue.start for cue in plan.cues if cue.kind == "bell"}
    said = [cue for cue in plan.cues if cue.kind in ("instruction", "detail", "safety", "switch")]
    for step, after in pairwise([*plan.steps, None]):
        if step.hold and not step.rest:
            if routine.preferences.bells == "none":
                assert not bells
            else:
                flows = step.kind == "interval" and after is not None and after.key == step.key
                assert ({step.hold.start} if flows else {step.hold.start, step.hold.end}) <= bells
            assert not any(cue.start < step.hold.end and cue.end > step.hold.start for cue in said)


def bounds(step: Step, dose: Hold | Count | Breaths | BreathPattern | Wait) -> tuple[float, float]:
    match dose:
        case Hold() if step.rest:
            return dose.least, dose.natural * 3
        case Hold():
            return dose.least, dose.most
        case Count():
            return dose.least * dose.pace, dose.most * dose.pace
        case Breaths():
            return dose.least * 10, dose.most * 10
        case BreathPattern():
            cycle = sum(phase.seconds for phase in dose.phases)
            return dose.least * cycle, dose.most * cycle
        case Wait():
            return dose.seconds, dose.seconds
    raise AssertionError(step)


@often
@given(sessions())
def test_holds_stay_within_their_bounds_and_last_exactly_what_they_say(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    for entry in plan.steps:
        step = steps_of(routine)[entry.key]
        dose = dose_of(step, entry)
        if entry.hold:
            ones = dose.of if isinstance(dose, Sets | Series) else dose
            ones = [part.hold for part in dose.parts] if isinstance(dose, Intervals) else ones
            each = [bounds(step, one) for one in (ones if isinstance(ones, tuple | list) else [ones])]
            assert any(least - 1e-6 <= entry.hold.seconds <= most + 1e-6 for least, most in each)
            assert entry.hold.end - entry.hold.start == to_samples(entry.hold.seconds)
        else:
            assert dose is None


@often
@given(sessions())
def test_the_pace_of_a_breath_is_never_changed(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    for entry in plan.steps:
        dose = steps_of(routine)[entry.key].dose
        if isinstance(dose, BreathPattern):
            cycle = sum(to_samples(phase.seconds) for phase in dose.phases)
            assert (entry.hold.end - entry.hold.start) % cycle == 0
            moments = [0]
            for phase in dose.phases * ((entry.hold.end - entry.hold.start) // cycle):
                moments.append(moments[-1] + to_samples(phase.seconds))
            heard = [c.start for c in plan.cues if c.kind == "breath" and entry.hold.start <= c.start < entry.hold.end]
            late = {start - max(m for m in moments if m + entry.hold.start <= start) for start in heard}
            assert len({each - entry.hold.start for each in late}) <= 1


@often
@given(sessions())
def test_the_parts_of_intervals_are_as_written_and_end_with_no_rest(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    groups: dict[tuple[object, ...], list[PlannedStep]] = defaultdict(list)
    for entry in plan.steps:
        dose = steps_of(routine)[entry.key].dose
        if isinstance(dose, Intervals):
            groups[entry.key, entry.round, entry.side, entry.way].append(entry)
    for (key, *_), entries in groups.items():
        dose = steps_of(routine)[key].dose
        halves = 2 if routine.phases[key[0]].sides else 1
        assert isinstance(dose, Intervals)
        assert not entries[-1].rest
        for place, entry in enumerate(entries[: len(entries) // halves]):
            part = dose.parts[place % len(dose.parts)]
            assert entry.hold is not None
            assert (entry.hold.seconds, entry.rest) == (part.hold.natural, part.rest)


@often
@given(sessions())
def test_a_rest_between_rounds_stands_between_and_not_after_the_last(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    for index, phase in enumerate(routine.phases):
        entries = [entry for entry in plan.steps if entry.key[0] == index]
        rests = [entry for entry in entries if entry.key[2] == BETWEEN_ROUNDS]
        rounds = max((entry.round for entry in entries), default=1)
        assert [rest.round for rest in rests] == (list(range(1, rounds)) if phase.rounds.rest else [])
        assert not entries or entries[-1].key[2] != BETWEEN_ROUNDS


@often
@given(sessions())
def test_steps_of_a_pair_are_done_all_or_none(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    done = {entry.key for entry in plan.steps}
    for index, phase in enumerate(routine.phases):
        paired = [key for key, step in keyed(phase, index) if step.optional and step.pair is not None]
        skipped = [step.line for step in phase.steps if not step.optional or step.pair is None]
        alone = [key for key in paired if key[1] not in skipped]  # nothing else on its line goes with it
        if alone == paired:
            assert len({key in done for key in paired}) <= 1


@often
@given(sessions())
def test_both_sides_get_the_same_time(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    totals: dict[tuple[StepKey, int], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entry in plan.steps:
        step = steps_of(routine)[entry.key]
        if entry.side and entry.hold and not step.alternating:
            ratio = 2 if step.sides and step.second_dose and entry.side != step.first else 1
            totals[entry.key, entry.round][entry.side] += entry.hold.seconds / ratio
    assert all(max(sides.values()) - min(sides.values()) <= SAMPLE for sides in totals.values())


@often
@given(sessions())
def test_both_ways_get_the_same_time(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    totals: dict[tuple[object, ...], dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for entry in plan.steps:
        step = steps_of(routine)[entry.key]
        if entry.way and entry.hold:
            ratio = 2 if not step.sides and step.second_dose and entry.way == 2 else 1
            totals[entry.key, entry.round, entry.side][entry.way] += entry.hold.seconds / ratio
    for ways in totals.values():
        assert set(ways) == {1, 2}
        assert abs(ways[1] - ways[2]) <= SAMPLE


@often
@given(sessions())
def test_the_number_that_is_spoken_is_the_hold(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    pack = load(routine.language)
    said = sorted((cue.start, cue.text) for cue in plan.cues if cue.kind == "instruction")
    talked = any(cue.kind in ("title", "outro", "reach", "intro", "phase", "detail", "next") for cue in plan.cues)
    for entry in plan.steps:
        step = steps_of(routine)[entry.key]
        texts = [text for start, text in said if entry.start <= start < (entry.hold.start if entry.hold else start + 1)]
        if entry.hold is None or not texts or step.dose is None:
            continue
        if not talked and texts[-1] in (f"{step.spoken}.", f"{step.spoken_again}.", f"{step.text}."):
            continue  # with bells only, a step is named and nothing more is said
        text, dose = texts[-1], dose_of(step, entry)
        one = dose.of if isinstance(dose, Sets) else dose
        one = dose.of[0] if isinstance(dose, Series) else one
        if isinstance(one, Count | Breaths):
            number = round(entry.hold.seconds / (one.pace if isinstance(one, Count) else 10))
            words = pack.phrase("count" if isinstance(one, Count) else "breaths", number=number)
            assert re.search(rf"\b{number}\b", text) or words.casefold() in text.casefold()
        elif isinstance(dose, Series):
            assert re.search(rf"(?<!\d){pack.duration(entry.hold.seconds).split()[0]}(?!\d)", text)
        elif isinstance(one, Hold | Wait):
            assert pack.duration(entry.hold.seconds).casefold() in text.casefold()


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
def test_gaps_between_steps_are_half_a_second_to_two(made: tuple[Routine, Plan]) -> None:
    _, plan = made
    for before, after in pairwise(plan.steps):
        alternates = steps_of(made[0])[before.key].alternating is not None
        sides = () if alternates else (before.side, after.side)
        ways = (before.key, before.round, before.way), (after.key, after.round, after.way)
        of_one_set = ways[0] == ways[1] and len(set(sides)) < 2
        if not of_one_set:
            between = [cue.end for cue in plan.cues if before.end <= cue.start and cue.end <= after.start]
            gap = after.start - max([before.end, *between])
            assert to_samples(0.5) <= gap <= to_samples(2)


@often
@given(sessions())
def test_settle_times_never_shrink_and_changes_get_six_seconds(made: tuple[Routine, Plan]) -> None:
    routine, plan = made
    steps, written = steps_of(routine), to_samples(routine.settle)
    held: set[str] | None = None
    side: str | None = None
    previous: tuple[object, ...] = ()
    for entry in plan.steps:
        step = steps[entry.key]
        side_now = side if step.alternating else entry.side
        this = (entry.key, side_now, entry.round, entry.way)
        if entry.hold and not step.rest and this != previous:
            spoken = [cue for cue in plan.cues if cue.kind not in ("bell", "tick")]
            said = [cue.end for cue in spoken if entry.start <= cue.start and cue.end <= entry.hold.start]
            settle = entry.hold.start - max([entry.start, *said])
            edits = side_now is not None and side_now != side
            changes = edits or (set(step.needs) != held if held is not None else bool(step.needs))
            if isinstance(step.dose, Wait) and is_handling(step):  # its own time is there to get ready
                assert settle >= min(written, to_samples(1))
            else:
                assert settle >= (max(written, to_samples(6)) if changes else written)
        if not step.rest:
            held, side = set(step.needs), side_now
        previous = this


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
