"""The rule of daily talk: it leaves out the safety lines of the start for a listener who has heard them in full.

A digest of the safety lines stands for them. It changes with their words, so changed lines are said in full again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from voiceguide.fit.choices import Choices
from voiceguide.routine import Line, Routine


def safety_digest(routine: Routine) -> str:
    """A digest of all safety lines of a routine."""
    return hashlib.sha256("\n".join(line.text for line in _safety(routine)).encode()).hexdigest()


def in_full_unless_known(choices: Choices, routine: Routine) -> Choices:
    """The choices with full talk in place of daily talk, unless the listener knows the safety lines of now."""
    if choices.talk != "daily" or choices.knows_safety == safety_digest(routine):
        return choices
    return replace(choices, talk="full")


def _safety(routine: Routine) -> Iterator[Line]:
    yield from routine.safety
    for phase in routine.phases:
        yield from phase.safety
        for step in phase.steps:
            yield from step.safety
