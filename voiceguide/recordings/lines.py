"""Lists everything that the sessions of a routine may say, at any length, in the order of first use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from voiceguide.fit import Choices
from voiceguide.fit.adjustable import adjustables, adjusted
from voiceguide.fit.doses import Part
from voiceguide.fit.fitting import Fitting
from voiceguide.fit.holds import HALFWAY_FROM, TIME_LEFT_FROM
from voiceguide.fit.numbers import Fitted, natural
from voiceguide.fit.outline import Do, Outliner, Say
from voiceguide.fit.step_instance import Shape, StepInstance, StepKey
from voiceguide.fit.title import next_rounding
from voiceguide.fit.wording import name_words, words_of
from voiceguide.language import Pack, load
from voiceguide.recordings.kit import ESSENTIAL, kit
from voiceguide.recordings.utterances import atoms, key
from voiceguide.routine import BreathPattern, Breaths, Count, Hold, Routine, Step, Wait
from voiceguide.units import to_samples

MOST_MINUTES = 30
"""The longest session with a line for each length in its title."""


def lines(routine: Routine) -> list[str]:
    """The lines to record for a routine besides the first ones of the kit.

    With both, its sessions need no engine, except for titles of sessions over half an hour and answers to keys.
    """
    pack = load(routine.language)
    said = {key(line) for line in kit(pack)[:ESSENTIAL]}
    found: dict[str, str] = {}
    for text in utterances(routine):
        for atom in atoms(pack, text):
            if key(atom) not in said:
                found.setdefault(key(atom), atom)
    return list(found.values())


def utterances(routine: Routine) -> Iterator[str]:
    """All utterances that do not name a client: first those of the session as written, in order, then the others."""
    fitting = Fitting(routine, _usual_length, Choices())
    yield from _of_shape(fitting.outliner, fitting.shapes[fitting.shapes.natural], other_numbers=False)
    for index in fitting.shapes.ends():
        yield from _of_shape(fitting.outliner, fitting.shapes[index], other_numbers=True)
    length, most = fitting.shortest, min(fitting.longest, to_samples(60 * MOST_MINUTES))
    yield from fitting.title.words(fitting.decide(None).total)
    while length <= most:
        yield from fitting.title.words(length)
        length = next_rounding(length)


def _of_shape(outliner: Outliner, shape: Shape, *, other_numbers: bool) -> Iterator[str]:
    for item in outliner.items(shape):
        match item:
            case Say():
                yield from item.parts
            case Do():
                instance, usual = item.instance, natural(item.instance.step.dose)
                for fitted in _numbers(instance.step, instance.key) if other_numbers else [usual]:
                    for say in outliner.lead_in(instance, fitted):
                        yield from say.parts
                if other_numbers:  # the name alone, for talk with bells only
                    yield from name_words(replace(instance, noun=None), outliner.pack)
                yield from (part for cue in instance.step.coaching for part in words_of(cue, outliner.pack))
                for number, part in enumerate(outliner.parts(instance, usual)):
                    yield from outliner.part_words(instance, number, part)
                    yield from _inside(instance, part, outliner.pack)
                yield from (part for coming in item.coming for part in coming.parts)


def _numbers(step: Step, key: StepKey) -> Iterable[Fitted]:
    """The numbers that a step may get, the usual ones first. Those of a set are said in utterances of their own: their
    pairs are not needed."""
    usual = natural(step.dose)
    yield usual
    for adjustable in adjustables(step, key):
        for value in sorted(adjustable.values, key=lambda value: abs(value - adjustable.natural)):
            yield adjusted(usual, adjustable, value)


def _inside(instance: StepInstance, part: Part, pack: Pack) -> Iterator[str]:
    """The words that are heard in one part of a step, beside the writer's own."""
    dose = part.dose
    match dose:
        case Hold():
            most = 0 if instance.step.rest or part.rest else to_samples(max(dose.most, *dose.written))
            if most >= HALFWAY_FROM:
                yield pack.phrase("halfway")
            if most >= TIME_LEFT_FROM:
                yield pack.time_left(10)
        case Count():
            for side in instance.turns:
                yield pack.phrase(side)[:1].upper() + pack.phrase(side)[1:] + "."
            yield from (pack.number(number) for number in range(1, max(dose.most, *dose.written) + 1))
        case Breaths():
            yield from (pack.phrase("breathe-in"), pack.phrase("breathe-out"))
        case BreathPattern():
            yield from (pack.phrase(f"breathe-{phase.kind}") for phase in dose.phases)
        case Wait():
            return
        case _:
            assert_never(dose)


def _usual_length(text: str) -> float:
    return 0.3 + 0.06 * len(text)
