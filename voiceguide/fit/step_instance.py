"""A routine unrolled: every time that a step is done, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from voiceguide.routine import Dose, Hold, Phase, Routine, Side, Step

StepKey = tuple[int, int, int]
"""The index of a step's phase, its line, and which of the steps on that line it is."""

BETWEEN_ROUNDS = -1
"""Stands in the key of the rest between two rounds, in the place of the step on the phase's line."""
BETWEEN_SIDES = -2
"""The same for the rest between two sides."""


@dataclass(frozen=True, slots=True)
class StepInstance:
    """One time that a step is done: on one side, one way, in one round."""

    step: Step
    key: StepKey
    phase: int
    """Index of its phase."""
    round: int
    """1 is the first."""
    side: Side | None
    noun: str | None
    """The noun to say the side with."""
    half: Side | None
    """The side of its phase that is under way, where the phase has sides."""
    first: bool
    """True the first time that the step is done."""
    again: bool
    """True for the other side or way of the step before, which needs few words."""
    way: int | None = None
    """1 or 2, where it is done one way round, then the other."""
    turns: tuple[Side, ...] = ()
    """The sides that take turns within its dose, in their order."""
    named: bool = True
    """True where its side is said with its instruction."""
    heard: bool = False
    """True where the step was said a few minutes before, so that its short form is enough."""

    @property
    def alike(self) -> tuple[object, ...]:
        """The same for all times that a step is done in the same words and in the same time: all but its round."""
        return (
            self.side,
            self.noun,
            self.half,
            self.first,
            self.again,
            self.way,
            self.turns,
            self.named,
            self.heard,
        )

    @property
    def is_second(self) -> bool:
        """True for the side or way that `second_dose` is for."""
        return self.side != self.step.first if self.step.sides else self.way == 2

    @property
    def dose(self) -> Dose | None:
        """The dose of this side or way."""
        return self.step.second_dose if self.step.second_dose and self.is_second else self.step.dose


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides that a listener does."""

    only: Side | None = None
    """The one that is done alone."""
    first: Side | None = None
    """The one to begin with; None leaves it to the script."""
    rest: int = 0
    """Seconds between two sides."""

    def of(self, written: Side = "left") -> tuple[Side, ...]:
        """The sides in the order in which they are done. `written`: the one that the script begins with."""
        if self.only:
            return (self.only,)
        return ("right", "left") if (self.first or written) == "right" else ("left", "right")


def unroll(phase: Phase, index: int, rounds: int, sides: Sides, rest_words: str) -> Iterator[StepInstance]:
    """Rounds with the rest between them, then the sides of the phase, then steps."""
    steps = list(keyed(phase, index))
    halves = sides.of() if phase.sides else (None,)
    for number in range(1, rounds + 1):
        if number > 1 and steps and phase.rounds.rest is not None:
            yield _rest_between(phase, index, number - 1, rest_words)
        for place, half in enumerate(halves):
            if place and steps and sides.rest:
                yield _rest_of_sides(phase, index, number, halves[place - 1], sides.rest, rest_words)
            for key, step in steps:
                first = number == 1 and place == 0
                done = list(_instances(step, key, number, half, phase.sides, sides, first=first))
                for turn, instance in enumerate(done):
                    if turn and sides.rest and instance.side != done[turn - 1].side:
                        yield _rest_of_sides(phase, index, number, half, sides.rest, rest_words)
                    yield instance


def _instances(
    step: Step, key: StepKey, number: int, half: Side | None, noun: str | None, sides: Sides, *, first: bool
) -> Iterator[StepInstance]:
    """One step in one round: its sides, then its ways."""
    takes_turns = step.alternating is not None and sides.only is None
    own_noun = step.sides or (None if takes_turns else step.alternating)
    own_sides: tuple[Side | None, ...] = sides.of(step.first) if own_noun else (None,)
    for turn, side in enumerate(own_sides):
        for way in (1, 2) if step.both_ways else (None,):
            yield StepInstance(
                step=step,
                key=key,
                phase=key[0],
                round=number,
                side=side or half,
                noun=own_noun if side else noun if half else None,
                half=half,
                first=first and turn == 0 and way in (None, 1),
                again=turn > 0 or way == 2,
                way=way,
                turns=sides.of(step.first) if takes_turns else (),
            )


def _rest_of_sides(phase: Phase, index: int, number: int, half: Side | None, seconds: int, words: str) -> StepInstance:
    step = Step(phase.line, words, words, Hold(seconds, seconds, seconds, (seconds, seconds)), rest=True)
    key = (index, phase.line, BETWEEN_SIDES)
    return StepInstance(step, key, index, number, side=None, noun=None, half=half, first=True, again=False)


def _rest_between(phase: Phase, index: int, number: int, words: str) -> StepInstance:
    step = Step(phase.line, words, words, phase.rounds.rest, rest=True)
    key = (index, phase.line, BETWEEN_ROUNDS)
    return StepInstance(step, key, index, number, side=None, noun=None, half=None, first=True, again=False)


def keyed(phase: Phase, index: int) -> Iterator[tuple[StepKey, Step]]:
    """The steps of a phase with their keys."""
    seen: Counter[int] = Counter()
    for step in phase.steps:
        yield (index, step.line, seen[step.line]), step
        seen[step.line] += 1


@dataclass(frozen=True, slots=True)
class Shape:
    """The steps and rounds of a session. Beside its numbers, only they change its words."""

    routine: Routine
    """With only the steps that are kept."""
    rounds: tuple[int, ...]
    """For each phase."""

    def keyed(self, index: int) -> list[tuple[StepKey, Step]]:
        """The steps of one phase with their keys."""
        return list(keyed(self.routine.phases[index], index))

    def instances(self, index: int, sides: Sides, rest_words: str) -> list[StepInstance]:
        """Every time that a step of one phase is done, in order."""
        return list(unroll(self.routine.phases[index], index, self.rounds[index], sides, rest_words))
