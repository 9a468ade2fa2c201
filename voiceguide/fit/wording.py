"""The words for each step with its fitted numbers, cut into utterances that can be spoken once and used again.

The number of a dose is an utterance of its own wherever the language allows, so that another length of session needs
only a few new words."""

from __future__ import annotations

from functools import lru_cache
from typing import assert_never

from voiceguide.fit.doses import Part, hold_samples, parts_of
from voiceguide.fit.numbers import Fitted, Single, each_value, own
from voiceguide.fit.step_instance import StepInstance
from voiceguide.language import Pack
from voiceguide.language.sentences import sentences
from voiceguide.routine import (
    BreathPattern,
    Breaths,
    Coaching,
    Count,
    Dose,
    Hold,
    Intervals,
    Line,
    Series,
    Sets,
    Side,
    Step,
    Wait,
)
from voiceguide.units import to_seconds

Parts = tuple[str, ...]

FEW_CYCLES = 12
"""Up to this many cycles of a breath pattern are announced as cycles, more of them as a time."""


def ends(text: str) -> bool:
    """True if the text ends a sentence."""
    return text.endswith((".", "!", "?", "…"))


def sentence(text: str) -> str:
    """The text as a whole sentence."""
    return text if ends(text) else text + "."


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


def instruction(instance: StepInstance, fitted: Fitted, pack: Pack) -> Parts:
    """The side, the instruction and its dose: `Left foot.` `Press the heel spot` `for 45 seconds.`"""
    step, numbers = instance.step, own_numbers(instance, fitted)
    if step.quiet:
        return ()
    side = side_words(instance, pack)
    opening = pack.phrase("other-way") if instance.way == 2 else sentence(side) if side else None
    if instance.again and opening:
        short = opening if instance.way == 2 else pack.phrase("same-again", side=side)
        return (short, *_capital(_ended(dose_parts(instance.dose, numbers, pack, bare=True))))
    body = (*instruction_words(instance, numbers, pack), *_dose_behind(instance, numbers, pack))
    return (opening, *body) if opening else body


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
    following = dose_behind(instance, numbers, pack)
    if not following:
        return (*before, sentence(last))
    flows = isinstance(instance.dose, Hold) and not has_slot(words)
    return (*before, last if ends(last) or instance.step.rest or flows else last + ",")


def fill(words: str, dose: Dose | None, numbers: Fitted, pack: Pack) -> str:
    """The words of an instruction with the fitted numbers in their places."""
    parts = parts_of(dose, numbers) if has_slot(words) else ()
    if not parts:
        return words
    one = parts[0]
    seconds = one.value if isinstance(one.dose, Hold | Wait) else one.seconds_each
    return words.replace("{number}", f"{one.value:.0f}").replace("{duration}", pack.duration(seconds))


def _dose_behind(instance: StepInstance, numbers: Fitted, pack: Pack) -> Parts:
    """The dose as it is said behind the instruction, as a sentence of its own where the instruction has ended."""
    following = _ended(dose_behind(instance, numbers, pack))
    before = instruction_words(instance, numbers, pack)
    return _capital(following) if not before or ends(before[-1]) else following


def dose_behind(instance: StepInstance, numbers: Fitted, pack: Pack) -> Parts:
    """The part of a dose that does not stand in the words of the instruction."""
    words, dose = spoken_words(instance, pack), instance.dose
    bare = ends(words) or not words
    behind = _beyond(words, dose, numbers, pack) if has_slot(words) else dose_parts(dose, numbers, pack, bare=bare)
    if instance.turns and behind:
        behind = (*behind[:-1], behind[-1] + ",")
    return (*behind, *_in_turn(instance, pack))


def _in_turn(instance: StepInstance, pack: Pack) -> Parts:
    if not instance.turns:
        return ()
    first, second = (pack.phrase(side) for side in instance.turns)
    return (pack.phrase("in-turn", first=first, second=second),)


def _beyond(words: str, dose: Dose | None, numbers: Fitted, pack: Pack) -> Parts:
    """The part of a dose that is said behind words with slots."""
    if isinstance(dose, Sets):
        said: Parts = ()
        if "{number}" not in words:
            many = isinstance(dose.of, Count | Breaths)
            said = _sets_words(dose, numbers, pack) if many else (pack.phrase("count", number=dose.times),)
        return _with_rest(said, dose, numbers, pack)
    if isinstance(dose, Count) and "{number}" not in words:
        return (pack.phrase("count", number=int(numbers.value)),)
    return ()


def _ended(parts: Parts) -> Parts:
    return (*parts[:-1], sentence(parts[-1])) if parts else ()


def _capital(parts: Parts) -> Parts:
    return (parts[0][:1].upper() + parts[0][1:], *parts[1:]) if parts else ()


@lru_cache(maxsize=1 << 16)
def dose_parts(dose: Dose | None, numbers: Fitted, pack: Pack, *, bare: bool = False) -> Parts:
    """A dose in round words; `bare` is without `for`, where it stands alone."""
    match dose:
        case None:
            return ()
        case Hold():
            words = pack.duration(numbers.value)
            return (words if bare else pack.phrase("hold", duration=words),)
        case Wait():
            return (_wait_words(dose, numbers, pack),)
        case Count():
            times = pack.phrase("count", number=int(numbers.value))
            if dose.pace_written and not bare:
                return (times + ", " + pack.phrase("pace", duration=pack.duration(dose.pace)),)
            return (times,)
        case Breaths():
            return (pack.phrase("breaths", number=int(numbers.value)),)
        case BreathPattern():
            return (_pattern_words(dose, numbers, pack),)
        case Sets():
            return _with_rest(_sets_words(dose, numbers, pack), dose, numbers, pack)
        case Series():
            return _with_rest((_series_words(dose, numbers, pack, bare=bare),), dose, numbers, pack)
        case Intervals():
            return tuple(_interval_words(dose, numbers, pack))
        case _:
            assert_never(dose)


def _wait_words(wait: Wait, numbers: Fitted, pack: Pack) -> str:
    return pack.phrase("wait-limit" if wait.limit else "wait", duration=pack.duration(numbers.value))


def _pattern_words(dose: BreathPattern, numbers: Fitted, pack: Pack) -> str:
    cycles = int(numbers.value)
    if cycles <= FEW_CYCLES:
        return pack.phrase("cycles", number=cycles)
    seconds = to_seconds(hold_samples(dose, numbers))
    nearest = 15.0 * round(seconds / 15)
    return pack.phrase("hold" if nearest == seconds else "wait", duration=pack.duration(nearest))


def _sets_words(dose: Sets, numbers: Fitted, pack: Pack) -> Parts:
    one: Single = dose.of
    match one:
        case Hold():
            return (pack.phrase("sets-hold", times=dose.times, duration=pack.duration(numbers.value)),)
        case Count():
            return (pack.phrase("sets-count", times=dose.times, number=int(numbers.value)),)
        case Breaths() | BreathPattern():
            breaths = pack.phrase("breaths", number=int(numbers.value))
            return (pack.phrase("sets-breaths", times=dose.times, breaths=breaths),)
        case Wait():
            return (pack.phrase("sets-wait", times=dose.times, wait=_wait_words(one, numbers, pack)),)
        case _:
            assert_never(one)


def _series_words(dose: Series, numbers: Fitted, pack: Pack, *, bare: bool) -> str:
    each = [value for _, value in each_value(dose, numbers)]
    if isinstance(dose.of[0], Count):
        return pack.phrase("series-count", numbers=pack.join([f"{value:.0f}" for value in each]))
    plain = all(value < 60 and value == int(value) for value in each)
    *others, last = [pack.duration(value) for value in each]
    words = pack.join([*(f"{value:.0f}" for value in each[:-1]), last] if plain else [*others, last])
    return words if bare else pack.phrase("hold", duration=words)


def _interval_words(dose: Intervals, numbers: Fitted, pack: Pack) -> list[str]:
    """`high knees, 20 seconds,` `10 seconds rest,` `8 rounds`"""
    found = []
    for part in dose.parts:
        time = pack.duration(part.hold.natural)
        if part.text:
            found += [f"{part.text},", f"{time},"]
        else:
            found.append((pack.phrase("interval-rest", duration=time) if part.rest else time) + ",")
    return [*found, pack.phrase("rounds", number=int(numbers.value))]


def _with_rest(said: Parts, dose: Sets | Series, numbers: Fitted, pack: Pack) -> Parts:
    """The words for some sets, with those for the rest between them."""
    times = dose.times if isinstance(dose, Sets) else len(dose.of)
    if times < 2 or not numbers.rest:
        return said
    rest = pack.phrase("sets-rest", duration=pack.duration(numbers.rest))
    return (*said[:-1], *(words + "," for words in said[-1:]), rest)


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
