"""The shapes of a routine: its steps and rounds, in the order in which fitting gives them up."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from voiceguide.fit.choices import without_lines
from voiceguide.fit.handling import Handling
from voiceguide.fit.step_instance import Shape
from voiceguide.language import load
from voiceguide.routine import Routine, Step

FEW = 64
"""Up to this many shapes are each measured; of more, which are taken to shrink one by one, only some."""
MOST_STEPS = 15_000
"""The shapes are each measured up to this number of steps in all, a step counted in each of its rounds."""


@dataclass(frozen=True)
class Shapes:
    """All shapes of a routine, from the smallest to the largest, each made when it is asked for."""

    routine: Routine
    drops: tuple[tuple[int, ...], ...]
    """Lines of the optional steps that may go, the first to go first. Those of a pair go together, and so do a step and
    those that are there for nothing else."""
    fewer: tuple[tuple[int, ...], ...]
    """Rounds of all phases, ever fewer, once those steps are gone."""
    more: tuple[tuple[int, ...], ...]
    """Rounds of all phases, ever more."""

    @property
    def natural(self) -> int:
        """Index of the shape with everything as written."""
        return len(self.fewer) + len(self.drops)

    def __len__(self) -> int:
        return self.natural + 1 + len(self.more)

    def __getitem__(self, index: int) -> Shape:
        if index < len(self.fewer):
            return Shape(without_lines(self.routine, _lines(self.drops)), self.fewer[-1 - index])
        if index > self.natural:
            return Shape(self.routine, self.more[index - self.natural - 1])
        gone = self.drops[: self.natural - index]
        return Shape(without_lines(self.routine, _lines(gone)) if gone else self.routine, natural_rounds(self.routine))

    def ends(self) -> Sequence[int]:
        """The indexes among which the shortest and the longest session are."""
        return range(len(self)) if len(self) <= self.most_measured else (0, self.natural, len(self) - 1)

    @cached_property
    def most_measured(self) -> int:
        """The number of shapes up to which each is measured: less where they are long, so that a session of half a day
        is planned in a moment."""
        rounds = self.more[-1] if self.more else natural_rounds(self.routine)
        steps = sum(len(phase.steps) * number for phase, number in zip(self.routine.phases, rounds, strict=True))
        return min(FEW, MOST_STEPS // max(1, steps))

    def first_that(self, indexes: Sequence[int], fits: Callable[[int], bool]) -> int | None:
        """The first of these indexes whose shape fits. Of many, all behind one that fits are taken to fit as well."""
        if len(indexes) <= self.most_measured:
            return next((index for index in indexes if fits(index)), None)
        place = bisect.bisect_left(indexes, True, key=fits)
        return indexes[place] if place < len(indexes) else None


def natural_rounds(routine: Routine) -> tuple[int, ...]:
    """The rounds of each phase as written."""
    return tuple(phase.rounds.natural for phase in routine.phases)


def shapes_of(routine: Routine) -> Shapes:
    """To be shorter, optional steps go, the last first, then rounds, of the last phase first; to be longer, each
    phase in turn gets a round more. A phase that another one comes after is never emptied."""
    drops = _drops(routine)
    left = {step.line for phase in routine.phases for step in phase.steps} - _lines(drops)
    fewer, rounds = [], list(natural_rounds(routine))
    for index in reversed(range(len(rounds))):
        phase = routine.phases[index]
        while rounds[index] > phase.rounds.least and any(step.line in left for step in phase.steps):
            rounds[index] -= 1
            fewer.append(tuple(rounds))
    return Shapes(routine, drops, tuple(fewer), tuple(_more(routine)))


def _lines(groups: Iterable[tuple[int, ...]]) -> set[int]:
    return {line for group in groups for line in group}


def _drops(routine: Routine) -> tuple[tuple[int, ...], ...]:
    pack = load(routine.language)
    guarded = {index for phase in routine.phases if phase.steps for index in phase.after}
    left = [sum(not step.rest for step in phase.steps) for phase in routine.phases]
    drops = []
    for index in reversed(range(len(left))):
        steps = routine.phases[index].steps
        handling, gone = Handling(steps, pack), set[int]()
        for group in reversed(_groups(steps)):
            if gone.issuperset(group) or _is_needed(handling, group, gone):
                continue
            together = {*group, *handling.idle(group, gone)} - gone
            exercises = sum(not steps[place].rest for place in together)
            last_one = left[index] == exercises
            needed = last_one and (index in guarded or sum(left) == exercises)
            if needed or not _may_go([steps[place] for place in together]):
                continue
            drops.append(tuple(dict.fromkeys(steps[place].line for place in sorted(together))))
            left[index] -= exercises
            gone |= together
    return tuple(drops)


def _is_needed(handling: Handling, group: Sequence[int], gone: Collection[int]) -> bool:
    """True if a step of the group prepares, or cleans up behind, a step that stays."""
    all_gone = {*gone, *group}
    return any(handling.needed_for(place, all_gone) is not None for place in group)


def _may_go(group: Sequence[Step]) -> bool:
    return any(step.optional for step in group) and all(step.optional or step.rest for step in group)


def _groups(steps: Sequence[Step]) -> list[list[int]]:
    """The places of the steps that go together: those of one line, and optional ones of one pair. In the order of their
    ends."""
    groups: dict[int, list[int]] = {}
    group_of: dict[tuple[str, int], int] = {}
    for number, step in enumerate(steps):
        names = [("line", step.line)]
        names += [("pair", step.pair)] if step.pair is not None and step.optional else []
        joined = dict.fromkeys(group_of[name] for name in names if name in group_of)
        groups[number] = [*(other for group in joined for other in groups.pop(group)), number]
        renamed = [name for name, group in group_of.items() if group in joined] if joined else []
        group_of.update(dict.fromkeys((*renamed, *names), number))
    return list(groups.values())


def _more(routine: Routine) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    rounds = list(natural_rounds(routine))
    while True:
        before = len(found)
        for index, phase in enumerate(routine.phases):
            if phase.steps and rounds[index] < phase.rounds.most:
                rounds[index] += 1
                found.append(tuple(rounds))
        if len(found) == before:
            return found
