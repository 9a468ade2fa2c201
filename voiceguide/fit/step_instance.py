"""A routine unrolled: every doing of every step, in the one order that nesting allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from voiceguide.routine import Phase, Routine, Step


@dataclass(frozen=True, slots=True)
class StepInstance:
    """One announcement of a step and what follows from it: on one side, in one round."""

    step: Step
    phase: int
    """Index of its phase."""
    round: int
    """1 is the first."""
    side: str | None
    """`left` or `right`."""
    noun: str | None
    """The noun to say the side with."""
    half: str | None
    """The side of its phase that is under way, where the phase has sides."""
    first: bool
    """Whether the step was not done before in this session."""
    again: bool
    """Whether it is the other side of what was done just now, so that few words will do."""


def unroll(phase: Phase, index: int, rounds: int, sides: tuple[str, ...]) -> Iterator[StepInstance]:
    """Rounds, then the sides of the phase, then steps, then the sides of the step."""
    for number in range(1, rounds + 1):
        for half, outer in enumerate(sides if phase.sides else (None,)):
            for step in phase.steps:
                for turn, inner in enumerate(sides if step.sides else (None,)):
                    yield StepInstance(
                        step=step,
                        phase=index,
                        round=number,
                        side=inner or outer,
                        noun=(step.sides if inner else phase.sides) if inner or outer else None,
                        half=outer,
                        first=number == 1 and half == 0 and turn == 0,
                        again=turn > 0,
                    )


@dataclass(frozen=True, slots=True)
class Shape:
    """What of a routine is done, and how often: all that changes a session's words beside its numbers."""

    routine: Routine
    """With only the steps that are kept."""
    rounds: tuple[int, ...]
    """For each phase."""

    def instances(self, index: int, sides: tuple[str, ...]) -> list[StepInstance]:
        """Every doing of one phase, in order."""
        return list(unroll(self.routine.phases[index], index, self.rounds[index], sides))
