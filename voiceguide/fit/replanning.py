"""The remainder of a session, fitted again while the session plays as one sound: it is to become shorter or longer.

All that was heard stays, and so does the step under way. After it, the numbers are fitted again as at the start: first
those of the same steps and rounds, then with steps and rounds left out or added.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from voiceguide.fit.changes import changes_of
from voiceguide.fit.choices import without_lines
from voiceguide.fit.fitting import Decision, Fitting, Length, rounded_seconds
from voiceguide.fit.ladder import Ladder, Setting, nearest
from voiceguide.fit.layout import Layout
from voiceguide.fit.live_plan import frozen
from voiceguide.fit.outline import Do, Item, Say
from voiceguide.fit.shapes import FEW
from voiceguide.fit.step_instance import Shape
from voiceguide.fit.timing import Timed, timed
from voiceguide.language import load
from voiceguide.plan import Plan
from voiceguide.units import to_samples, to_seconds

MARGIN = to_samples(4)
"""The time in which a listener's player changes to the new sound. The step under way then stays in both."""


@dataclass(frozen=True, slots=True)
class LengthChange:
    """A change of the whole session's length, asked for at a moment of it."""

    at: int
    length: int
    """Samples."""


@dataclass(frozen=True, slots=True)
class Replanned:
    """A session whose length was changed on the way."""

    plan: Plan
    same_until: int | None
    """The sample up to which it is the same as before the last change; None without a change."""


@dataclass(frozen=True, slots=True)
class RemainingLengths:
    """The lengths that the whole session can still have."""

    shortest: int
    longest: int
    same_until: int
    """Samples. Everything before `same_until` stays as it is."""


@dataclass(frozen=True, slots=True)
class _Session:
    """All items of a session, and the shape that its last items come from."""

    items: tuple[Timed, ...]
    shape: Shape

    def end_of_fixed(self, fitting: Fitting, at: int) -> tuple[int, int]:
        """The number of items that stay at this moment, and the sample at which the last of them ends."""
        marks = _laid(fitting, self).marks
        index = next((number for number, mark in enumerate(marks) if mark.end >= at + MARGIN), len(marks) - 1)
        return index + 1, marks[index].end


def replanned(fitting: Fitting, length: Length, changes: Sequence[LengthChange]) -> Replanned:
    """The session of this length, changed on the way. A length out of reach becomes the nearest one. Raises FitError
    for the first length alone."""
    if not changes:
        return Replanned(fitting.plan(length), None)
    decision = fitting.decide(length)
    session, same_until = _after(fitting, decision, changes)
    return Replanned(_plan(fitting, session, to_seconds(changes[-1].length), decision.ends), same_until)


def remaining_lengths(fitting: Fitting, length: Length, changes: Sequence[LengthChange], at: int) -> RemainingLengths:
    """The lengths that a session can still have at a moment of it. Raises FitError as `replanned`."""
    session, _ = _after(fitting, fitting.decide(length, ends=False), changes)
    fixed, same_until = session.end_of_fixed(fitting, at)
    ladders = [ladder for _, ladder in _ladders(fitting, session, fixed)]
    if not ladders:
        return RemainingLengths(same_until, same_until, same_until)
    least = min(ladders, key=lambda ladder: ladder.shortest)
    most = max(ladders, key=lambda ladder: ladder.longest)
    return RemainingLengths(same_until + nearest(least, 0)[0], same_until + nearest(most, most.longest)[0], same_until)


def _after(fitting: Fitting, decision: Decision, changes: Sequence[LengthChange]) -> tuple[_Session, int]:
    """The session after all changes, and the sample up to which the last one changed nothing."""
    session, same_until = _Session(tuple(fitting.items(decision)), decision.ladder.shape), 0
    for change in changes:
        fixed, same_until = session.end_of_fixed(fitting, change.at)
        session = _changed(fitting, session, fixed, change.length - same_until)
    return session, same_until


def _changed(fitting: Fitting, session: _Session, fixed: int, rest: int) -> _Session:
    """The session with everything after the fixed items fitted to this number of samples, or to the nearest."""
    found: list[tuple[int, Shape, Ladder]] = []
    for shape, ladder in _ladders(fitting, session, fixed):
        setting = ladder.near(rest)
        if setting is not None:
            return _Session((*session.items[:fixed], *timed(ladder, setting)), shape)
        about = ladder.rough or ladder
        found.append((max(about.shortest - rest, rest - about.longest, 0), shape, ladder))
    if not found:
        return session
    _, shape, ladder = min(found, key=lambda each: each[0])
    return _Session((*session.items[:fixed], *timed(ladder, nearest(ladder, rest)[1])), shape)


def _ladders(fitting: Fitting, session: _Session, fixed: int) -> Iterator[tuple[Shape, Ladder]]:
    """The ladders of the items that may follow: those of the same shape, then of ever smaller ones, then of larger
    ones."""
    done = [each.item for each in session.items[:fixed]]
    numbers = frozen(session.items, fixed - 1)
    larger = (fitting.shapes[index] for index in range(len(fitting.shapes))[:FEW])
    for shape in chain([session.shape], _smaller(fitting, session.shape, done), larger):
        tail = _tail(done, fitting.outliner.items(shape))
        if tail:
            keys = {item.instance.key for item in tail if isinstance(item, Do)}
            kept = {key: fitted for key, fitted in numbers.items() if key in keys}
            yield shape, Ladder(shape, fitting.outliner, tail, before=done[-1], frozen=kept)


def _smaller(fitting: Fitting, shape: Shape, done: Sequence[Item]) -> Iterator[Shape]:
    """The shape with ever fewer of the optional steps and rounds that have not begun, in the order in which fitting
    gives them up."""
    begun = [item.instance for item in done if isinstance(item, Do)]
    lines, routine = {instance.step.line for instance in begun}, shape.routine
    for group in fitting.shapes.drops:
        there = {step.line for phase in routine.phases for step in phase.steps}
        if there & set(group) and not lines & set(group):
            routine = without_lines(routine, group)
            yield Shape(routine, shape.rounds)
    rounds = list(shape.rounds)
    for index in reversed(range(len(rounds))):
        least = max([routine.phases[index].rounds.least, *(one.round for one in begun if one.phase == index)])
        while rounds[index] > least:
            rounds[index] -= 1
            yield Shape(routine, tuple(rounds))


def _tail(done: Sequence[Item], items: Sequence[Item]) -> list[Item] | None:
    """The items of a shape that follow those that were done; None where its steps begin otherwise. Words that were
    said are not said again."""
    steps = [item for item in done if isinstance(item, Do)]
    others = [item for item in items if isinstance(item, Do)]
    if [one.instance for one in steps] != [one.instance for one in others[: len(steps)]]:
        return None
    if steps and (steps[-1].coming, steps[-1].last) != (others[len(steps) - 1].coming, others[len(steps) - 1].last):
        return None  # the step under way names the next one, or ends the session
    start = next((number + 1 for number, item in enumerate(items) if steps and item is others[len(steps) - 1]), 0)
    last = max((number for number, item in enumerate(done) if isinstance(item, Do)), default=-1)
    said = done[last + 1 :]
    before_steps = not steps and bool(said)
    tail = list(items[start:])
    while tail and not isinstance(tail[0], Do) and (tail[0] in said or (before_steps and _opens(tail[0], said))):
        tail.pop(0)
    return tail


def _opens(item: Item, said: Sequence[Item]) -> bool:
    """True for an opening cue of a kind that was said, in other words: the title, and the things to have at hand."""
    kinds = {one.kind for one in said if isinstance(one, Say)}
    return isinstance(item, Say) and item.kind in ("title", "reach") and item.kind in kinds


def _laid(fitting: Fitting, session: _Session) -> Layout:
    layout = Layout(fitting.outliner, session.shape.routine)
    layout.lay(session.items)
    return layout


def _plan(fitting: Fitting, session: _Session, requested: float, ends: tuple[int, int] | None) -> Plan:
    laid, routine = _laid(fitting, session), fitting.chosen.routine
    why = f"to fit {load('en').duration(rounded_seconds(laid.now))}"
    numbers = {each.item.instance.key: each.fitted for each in session.items if isinstance(each.item, Do)}
    natural = fitting.shapes[fitting.shapes.natural]
    changes = changes_of(natural, Ladder(session.shape, fitting.outliner, []), Setting(numbers, 0, 0), why)
    return Plan(
        routine=routine.name,
        title=routine.title,
        language=routine.language,
        requested=requested,
        length=laid.now,
        ends=ends,
        chapters=laid.chapters,
        steps=tuple(laid.steps),
        cues=tuple(laid.cues),
        changes=(*fitting.chosen.changes, *changes, *laid.changes),
        client=fitting.choices.client,
        note=fitting.choices.note,
    )
