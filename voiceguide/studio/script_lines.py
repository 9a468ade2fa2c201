"""Finds the line of a script that an utterance comes from, without fitting the routine."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.routine import Coaching, Line, Phase, Routine, Step

FEWEST_WORDS = 3
"""Shorter utterances, such as a number, occur anywhere."""
_ENDS = " .,;:!?…"


def line_of(routine: Routine, text: str) -> int | None:
    """The first line whose words contain this utterance; None for words that no writer wrote."""
    wanted = text.strip(_ENDS).casefold()
    if len(wanted.split()) < FEWEST_WORDS:
        return None
    return next((line for line, words in _written(routine) if wanted in words.casefold()), None)


def _written(routine: Routine) -> Iterator[tuple[int, str]]:
    for line in (*routine.introduction, *routine.safety, *routine.closing):
        yield line.line, line.text
    for phase in routine.phases:
        yield from _of_phase(phase)


def _of_phase(phase: Phase) -> Iterator[tuple[int, str]]:
    yield phase.line, phase.title
    for line in (*phase.paragraphs, *phase.safety):
        yield line.line, line.text
    for step in phase.steps:
        yield from _of_step(step)


def _of_step(step: Step) -> Iterator[tuple[int, str]]:
    yield step.line, step.spoken
    yield step.line, step.spoken_again or ""
    lines: tuple[Line | Coaching, ...] = (*step.details, *step.coaching, *step.safety)
    for line in lines:
        yield line.line, line.text
