"""Lists everything that the sessions of a routine may say, at any length, in the order of first use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from voiceguide.fit import Choices
from voiceguide.fit.adjustable import adjustables, adjusted
from voiceguide.fit.fitting import Fitting
from voiceguide.fit.inside import HALFWAY_FROM, TIME_LEFT_FROM
from voiceguide.fit.outline import Do, Outliner, Say
from voiceguide.fit.step_instance import Shape
from voiceguide.fit.title import next_rounding
from voiceguide.fit.wording import Fitted, natural, words_of
from voiceguide.language import Pack, load
from voiceguide.recordings.kit import ESSENTIAL, kit
from voiceguide.recordings.utterances import atoms, key
from voiceguide.routine import Breaths, Count, Dose, Hold, Routine, Sets, Step
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
                step = item.instance.step
                for fitted in _numbers(step) if other_numbers else [natural(step.dose)]:
                    for say in outliner.lead_in(item.instance, fitted):
                        yield from say.parts
                yield from _inside(step, outliner.pack)
                yield from (part for words in item.coming for part in words)


def _numbers(step: Step) -> Iterable[Fitted]:
    """The numbers that fitting may choose for a step, the usual ones first. The numbers of a set are separate
    utterances, so their combinations are not needed."""
    usual = natural(step.dose)
    yield usual
    for adjustable in adjustables(step):
        for value in sorted(adjustable.values, key=lambda value: abs(value - adjustable.natural)):
            yield adjusted(usual, adjustable, value)


def _inside(step: Step, pack: Pack) -> Iterator[str]:
    """The utterances during a step."""
    yield from (part for cue in step.coaching for part in words_of(cue, pack))
    dose: Dose | None = step.dose.of if isinstance(step.dose, Sets) else step.dose
    match dose:
        case Hold() if not step.rest:
            most = to_samples(max(dose.most, *dose.written))
            if most >= HALFWAY_FROM:
                yield pack.phrase("halfway")
            if most >= TIME_LEFT_FROM:
                yield pack.time_left(10)
        case Count():
            yield from (pack.number(number) for number in range(1, max(dose.most, *dose.written) + 1))
        case Breaths():
            yield from (pack.phrase("breathe-in"), pack.phrase("breathe-out"))


def _usual_length(text: str) -> float:
    return 0.3 + 0.06 * len(text)
