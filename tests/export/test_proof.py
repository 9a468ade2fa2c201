"""Proofs: sessions without silences, complete in everything else."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from tests.export.beside.test_beside import routine_of
from tests.fit.sessions import sessions
from tests.strategies import steady_voice
from voiceguide.export.proof import PAUSE, WITHIN, _counted, proof
from voiceguide.fit import fit
from voiceguide.plan import Cue, Plan
from voiceguide.routine import Routine
from voiceguide.units import RATE, to_samples

SCRIPT = """# Heel

Caution: ease off.

## Release

- Press the heel spot for 5 minutes, each foot
  - halfway: Change direction.
- Raise your heels 12 times
- Rest for 60 seconds

## Stretch

- Pull your toes back for 10 minutes
"""


def proof_of(script: str = SCRIPT) -> tuple[Plan, Plan]:
    plan = fit(routine_of(script), None, steady_voice)
    return plan, proof(plan)


def kept(plan: Plan, short: Plan) -> list[Cue]:
    """The cues of a plan that its proof keeps, unchanged."""
    middle = set(_counted(plan.cues, plan.steps))
    rest = iter([cue for index, cue in enumerate(plan.cues) if index not in middle])
    return [next(cue for cue in rest if (cue.kind, cue.parts) == (new.kind, new.parts)) for new in short.cues]


def test_half_an_hour_is_checked_in_three_minutes() -> None:
    plan, short = proof_of()
    assert plan.length > 21 * 60 * RATE
    assert short.length < 1.5 * 60 * RATE
    assert short.title == "Heel (proof)"


def test_what_only_tells_the_time_and_what_was_heard_before_is_left_out() -> None:
    _, short = proof_of()
    said = [cue.text for cue in short.cues]
    assert [cue.text for cue in short.cues if cue.kind == "count"] == ["One", "Twelve"]
    assert said.count("Change direction.") == 1
    assert sum(text.startswith(("Left foot. Press", "Right foot, the same")) for text in said) == 2
    assert not any(cue.kind == "tick" for cue in short.cues)


def test_chapters_begin_where_their_phases_are_first_heard() -> None:
    _, short = proof_of()
    for chapter in short.chapters:
        heading = next(cue for cue in short.cues if cue.kind == "phase" and cue.text == f"{chapter.title}.")
        assert chapter.start <= heading.start <= chapter.start + PAUSE


@given(sessions())
def test_a_proof_has_all_in_order_whole_and_without_silence(session: tuple[Routine, Plan]) -> None:
    _, plan = session
    short = proof(plan)
    before = [(cue.kind, cue.parts, cue.line, cue.end - cue.start) for cue in plan.cues]
    after = [(cue.kind, cue.parts, cue.line, cue.end - cue.start) for cue in short.cues]
    rest = iter(before)
    assert all(cue in rest for cue in after)  # in the same order
    always = [cue for cue in before if cue[0] not in ("tick", "count", "breath", *WITHIN)]
    assert [cue for cue in after if cue in always] == always
    assert {cue[1] for cue in after if cue[0] in WITHIN} == {cue[1] for cue in before if cue[0] in WITHIN}
    end = old_end = 0
    for old, cue in zip(kept(plan, short), short.cues, strict=True):
        assert cue.start - end == min(PAUSE, old.start - old_end)  # what did not overlap does not
        end, old_end = max(end, cue.end), max(old_end, old.end)
    assert end <= short.length <= min(plan.length, end + PAUSE)


@given(sessions())
def test_steps_holds_and_chapters_go_where_their_cues_go(session: tuple[Routine, Plan]) -> None:
    _, plan = session
    short = proof(plan)
    assert len(short.steps) == len(plan.steps)
    assert len(short.chapters) == len(plan.chapters)
    for step in short.steps:
        assert 0 <= step.start <= step.end <= short.length
        if step.hold:
            assert step.start <= step.hold.start <= step.hold.end <= step.end
    assert all(one.end == two.start for one, two in pairwise(short.chapters))
    at = {cue.start: new.start for cue, new in zip(kept(plan, short), short.cues, strict=True)}
    for old, new in zip(plan.steps, short.steps, strict=True):
        if old.start in at:
            assert new.start == at[old.start]
        if old.hold and old.hold.start in at:
            assert new.hold
            assert new.hold.start == at[old.hold.start]
            assert new.hold.seconds == old.hold.seconds


def test_a_proof_of_a_proof_is_as_long() -> None:
    _, short = proof_of()
    assert proof(short).length == short.length


def test_no_silence_is_made_longer() -> None:
    script = "# Quick\n\n- Press here\n- Press there\n"
    plan, short = proof_of(script)
    assert short.length <= plan.length
    assert to_samples(0.25) == PAUSE
