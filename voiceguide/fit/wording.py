"""The words for each step with its fitted numbers, cut into utterances that can be spoken once and used again.

The dose is a sentence of its own wherever the writer's words do not hold it, so that another length of session needs
only a few new words, and each is spoken as a whole sentence."""

from __future__ import annotations

from dataclasses import replace

from voiceguide.fit.dose_words import Parts, dose_parts, sentence, sets_words, with_rest
from voiceguide.fit.doses import Part, parts_of
from voiceguide.fit.numbers import Fitted, own
from voiceguide.fit.step_instance import StepInstance
from voiceguide.language import Pack
from voiceguide.language.sentences import sentences
from voiceguide.routine import (
    Breaths,
    Coaching,
    Count,
    Dose,
    Hold,
    Line,
    Series,
    Sets,
    Side,
    Step,
    Wait,
)


def words_of(said: Line | Coaching, pack: Pack) -> Parts:
    """A writer's words, sentence by sentence, so that one that is cut can be said again. A recording stays
    whole."""
    return (said.text,) if said.recording else sentences(pack, said.text)


def note_words(note: str, pack: Pack) -> Parts:
    """The note to the person that a session is made for."""
    return sentences(pack, sentence(note))


def client_words(client: str, pack: Pack) -> str:
    """The person that the session is made for: the utterance that names somebody."""
    return pack.phrase("for-client", name=client.rstrip("."))


def has_slot(words: str) -> bool:
    """True if a fitted number stands in the words of an instruction."""
    return "{number}" in words or "{duration}" in words


def recorded_words(step: Step) -> str:
    """The words of a recorded instruction. A number that fitting may change is never recorded."""
    return step.text if has_slot(step.spoken) else step.spoken


def instruction(instance: StepInstance, fitted: Fitted, pack: Pack, *, live: bool = False) -> Parts:
    """The side, the instruction and its dose: `Left foot.` `Press the heel spot.` `45 seconds.` A step that was heard
    before has its short form: `The heel spot.` `45 seconds.`"""
    step, numbers = instance.step, own_numbers(instance, fitted)
    if step.quiet:
        return ()
    side = side_words(instance, pack) if instance.named or instance.again else None
    opening = pack.phrase("other-way") if instance.way == 2 else sentence(side) if side else None
    if instance.again and opening:
        short = opening if instance.way == 2 else pack.phrase("same-again", side=side)
        return (short, *_capital(_ended(dose_parts(instance.dose, numbers, pack, bare=True, live=live))))
    if instance.heard and step.short and not step.rest:
        body = (sentence(step.short), *_capital(_ended(dose_parts(instance.dose, numbers, pack, bare=True, live=live))))
    else:
        body = (*instruction_words(instance, numbers, pack), *_dose_behind(instance, numbers, pack, live=live))
    return (opening, *body) if opening else body


def name_words(instance: StepInstance, pack: Pack) -> Parts:
    """The side and the step in the fewest words, without the dose."""
    side = side_words(instance, pack)
    name = instance.step.short or spoken_words(instance, pack)
    name = instance.step.text if has_slot(name) else name
    words = (sentence(name),) if name else ()
    return (sentence(side), *words) if side else words


def side_words(instance: StepInstance, pack: Pack) -> str | None:
    """The side as it is announced; None where there is none, and where the words of the step say it."""
    if instance.step.rest or instance.step.spoken_again or not instance.noun or not instance.side:
        return None
    return pack.side(instance.noun, instance.side)


def own_numbers(instance: StepInstance, fitted: Fitted) -> Fitted:
    """The numbers of this side of a step."""
    if instance.step.second_dose is None or not instance.is_second:
        return fitted
    return own(instance.step.dose, instance.step.second_dose, fitted)


def spoken_words(instance: StepInstance, pack: Pack) -> str:
    """The words of the instruction, with slots for its numbers, open for the dose behind them: a single sentence has no
    full stop."""
    words = _written_words(instance)
    single = words.endswith(".") and len(sentences(pack, words)) == 1
    return words.rstrip(".") if single and not instance.step.recording else words


def _written_words(instance: StepInstance) -> str:
    step = instance.step
    if step.spoken_again and instance.side and instance.side != step.first:
        return step.spoken_again
    return recorded_words(step) if step.recording else step.spoken


def instruction_words(instance: StepInstance, numbers: Fitted, pack: Pack) -> Parts:
    """The instruction without the dose that is said behind it. `numbers` are those of this side."""
    words = spoken_words(instance, pack)
    if not words:
        return ()
    filled = fill(words, instance.dose, numbers, pack)
    *before, last = (filled,) if instance.step.recording else sentences(pack, filled)
    return (*before, sentence(last))


def fill(words: str, dose: Dose | None, numbers: Fitted, pack: Pack) -> str:
    """The words of an instruction with the fitted numbers in their places."""
    parts = parts_of(dose, numbers) if has_slot(words) else ()
    if not parts:
        return words
    one = parts[0]
    seconds = one.value if isinstance(one.dose, Hold | Wait) else one.seconds_each
    number = one.dose.count if isinstance(one.dose, Wait) else one.value
    return words.replace("{number}", f"{number:.0f}").replace("{duration}", pack.duration(seconds))


def _dose_behind(instance: StepInstance, numbers: Fitted, pack: Pack, *, live: bool) -> Parts:
    """The dose as it is said behind the instruction, as a sentence of its own."""
    return _capital(_ended(dose_behind(instance, numbers, pack, live=live)))


def dose_behind(instance: StepInstance, numbers: Fitted, pack: Pack, *, live: bool = False) -> Parts:
    """The part of a dose that does not stand in the words of the instruction."""
    words, dose = spoken_words(instance, pack), instance.dose
    if has_slot(words):
        behind = _beyond(words, dose, numbers, pack, live=live)
    else:
        behind = dose_parts(dose, numbers, pack, bare=True, paced=True, live=live)
    if instance.turns and behind:
        behind = (*behind[:-1], behind[-1] + ",")
    return (*behind, *_in_turn(instance, pack))


def _in_turn(instance: StepInstance, pack: Pack) -> Parts:
    if not instance.turns:
        return ()
    first, second = (pack.phrase(side) for side in instance.turns)
    return (pack.phrase("in-turn", first=first, second=second),)


def _beyond(words: str, dose: Dose | None, numbers: Fitted, pack: Pack, *, live: bool) -> Parts:
    """The part of a dose that is said behind words with slots."""
    if isinstance(dose, Sets):
        said: Parts = ()
        if "{number}" not in words:
            many = isinstance(dose.of, Count | Breaths)
            said = sets_words(dose, numbers, pack) if many else (pack.phrase("count", number=dose.times),)
        return with_rest(said, dose, numbers, pack)
    if isinstance(dose, Wait) and dose.count:
        return dose_parts(replace(dose, count=0) if "{number}" in words else dose, numbers, pack, live=live)
    if isinstance(dose, Count) and "{number}" not in words:
        return (pack.phrase("count", number=int(numbers.value)),)
    return ()


def _ended(parts: Parts) -> Parts:
    return (*parts[:-1], sentence(parts[-1])) if parts else ()


def _capital(parts: Parts) -> Parts:
    return (parts[0][:1].upper() + parts[0][1:], *parts[1:]) if parts else ()


def part_words(instance: StepInstance, number: int, part: Part, pack: Pack) -> Parts:
    """The words just before one part of a dose: its name, or the side whose turn it is. The first part needs
    none, since the instruction has said it."""
    if number == 0:
        return ()
    if part.text:
        return (sentence(part.text[:1].upper() + part.text[1:]),)
    if instance.turns and isinstance(instance.dose, Sets | Series):
        return _capital((sentence(pack.phrase(turn_of(instance, number))),))
    return ()


def turn_of(instance: StepInstance, number: int) -> Side:
    """The side whose turn the part or repetition of this number is; 0 is the first."""
    return instance.turns[number % len(instance.turns)]
