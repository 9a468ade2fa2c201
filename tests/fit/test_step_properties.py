"""Rules for each step of every session: its hold, its sides, its gaps and its words."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import pairwise

from hypothesis import given

from tests.fit.sessions import SAMPLE, dose_of, often, sessions, steps_of
from voiceguide.fit.handling import is_handling
from voiceguide.fit.step_instance import BETWEEN_ROUNDS, StepKey, keyed
from voiceguide.language import load
from voiceguide.plan import Plan, PlannedStep
from voiceguide.routine import (
    BreathPattern,
    Breaths,
    Count,
    Hold,
    Intervals,
    Routine,
    Series,
    Sets,
    Step,
    Wait,
)
from voiceguide.units import to_samples


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
