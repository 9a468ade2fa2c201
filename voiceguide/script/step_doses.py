"""The words and the dose of each step of an exercise. A line with several doses makes several steps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from voiceguide.language import load
from voiceguide.routine import Count, Dose, Hold, Interval, Intervals, Rounds, Sets, Wait
from voiceguide.script.amounts import Amount
from voiceguide.script.dose_numbers import DoseError, rest_of, rounds_of, wait_of, whole_of
from voiceguide.script.doses import BREATH, Pieces, counted_wait_of, dose_of
from voiceguide.script.exercises import Exercise
from voiceguide.script.grammar import any_word
from voiceguide.script.lines import Reader, ScriptLine
from voiceguide.script.parts import Parts
from voiceguide.script.source import Remark
from voiceguide.script.special import merged, special_dose, together
from voiceguide.script.templates import NUMBER
from voiceguide.script.unsaid import SEQUENCE
from voiceguide.script.words import Doing, Words

FEW_WORDS = 4
"""Words from which a rest has an instruction of its own."""
NO_REST = Hold(10.0, 5.0, 10.0, (10.0, 10.0))
"""The rest between sets if none is written."""


@dataclass(frozen=True, slots=True)
class DosedWords:
    """The words of a step, and its dose."""

    text: str
    spoken: str
    dose: Dose | None
    rest: bool = False
    sided: bool = True
    spoken_again: str | None = None
    second: Dose | None = None


def dosed_words(reader: Reader, exercise: Exercise, line: ScriptLine) -> Iterator[DosedWords]:
    """The words and doses of an exercise's steps, in order. Raises DoseError."""
    words = line.words
    pieces = [doing.pieces for doing in words.doings]
    others = [other for other in exercise.lines if other is not line and other.role != "say"]
    extra = together(others)
    if special := special_dose(words, pieces, extra):
        said = words.text or exercise.name or _named_by(words.parts)
        yield DosedWords(said, said, special, sided=True)
        return
    if not words.doings:
        yield DosedWords(words.text, words.text, None)
        return
    if words.again is not None and len(words.doings) == 1:
        raise DoseError(
            "it is not sure what is repeated: the last of these, or all", "make it several steps", words.again
        )
    again = words.again or (extra.again if len(words.doings) > 1 else None)
    if again is not None and len(words.doings) > 1:
        yield from _repeated(reader, words, rounds_of(again))
        return
    for number, doing in enumerate(words.doings):
        last = number == len(words.doings) - 1
        yield from _of(reader, exercise, line, doing, extra if last else Pieces())


def _named_by(parts: Parts) -> str:
    """The words for intervals without a name: those of their parts."""
    said = ", ".join(part.text for part in parts.of)
    return said[:1].upper() + said[1:]


def _of(reader: Reader, exercise: Exercise, line: ScriptLine, doing: Doing, extra: Pieces) -> Iterator[DosedWords]:
    """The parts of one action: its dose, and a rest after it."""
    pieces = _of_line(merged(doing.pieces, extra), exercise, line)
    text, spoken = _said(exercise, line, doing, pieces)
    if doing.wait and pieces.times:
        yield DosedWords(text, spoken, counted_wait_of(pieces), sided=doing.sided)
        return
    if doing.wait and pieces.hold:
        yield DosedWords(text, spoken, wait_of(pieces.hold), sided=doing.sided)
        return
    if doing.rest and pieces.names == doing.pieces.names:
        time = pieces.rest or pieces.hold
        assert time is not None
        said = load(reader.language).phrase("rest") if len(doing.text.split()) < FEW_WORDS else doing.text
        yield DosedWords(said, said, rest_of(time), rest=True)
        return
    if pieces.names == {"hold", "rest"} and _has_eight_rounds(reader, exercise):
        pieces = replace(pieces, again=Amount(0, 0, NUMBER, 8, 8))
    rest = pieces.rest if _follows(pieces) else None
    if rest and line.role == "dose" and not exercise.how:
        raise DoseError("a time and a rest, but not how often", "say how often, `{hold_sets}`", rest)
    if (
        {"times", "again"} & pieces.names
        and not {"hold", "pace", "tempo", "breaths", "sets"} & pieces.names
        and line.words.breath
    ):
        pieces = replace(pieces, tempo=_a_breath(pieces))
    dose = (
        _waits(pieces)
        if line.words.sequence
        else dose_of(replace(pieces, rest=None) if rest else pieces, reader.elastic)
    )
    if line.words.each_turn and isinstance(dose, Count):
        dose = replace(
            dose,
            natural=2 * dose.natural,
            least=2 * dose.least,
            most=2 * dose.most,
            written=(2 * dose.written[0], 2 * dose.written[1]),
        )
    if pieces.sets and pieces.sets.ranged and isinstance(dose, Sets):
        message = f"a range of sets is taken as its middle, rounded down: {dose.times} sets"
        reader.source.add(Remark("note", message), line.line)
    if line.words.sequence and (times := pieces.times or pieces.again):
        spoken = spoken.replace("{number}", line.text[times.start : times.end])
    if (each := _of_each(pieces)) and not line.words.runs.pattern:
        # the breath or the count of each repetition, as in `for one deep breath`
        written = line.text[each.value if each is pieces.counted else each.start : each.end]
        spoken = spoken.replace("{number}", written)
        text = spoken if spoken == f"{text} {written}" else text
    second = _second_dose(reader, line.words, pieces) if line.words.unequal else None
    yield DosedWords(text, spoken, dose, sided=doing.sided, spoken_again=doing.spoken_again, second=second)
    if rest:
        yield DosedWords(load(reader.language).phrase("rest"), "", rest_of(rest), rest=True)


def _of_line(pieces: Pieces, exercise: Exercise, line: ScriptLine) -> Pieces:
    """The pieces of an action, with the tempo of its line, and with a pace that is a time as one."""
    tempo = line.words.runs.tempo
    for other in exercise.how:
        tempo = tempo or next((each.pieces.tempo for each in other.words.doings if each.pieces.tempo), None)
    if tempo and not pieces.tempo and (pieces.times or pieces.again):
        pieces = replace(pieces, tempo=tempo)
    if pieces.names == {"pace"} and (line.words.ways or line.words.two_ways):
        return Pieces(hold=pieces.pace)
    if pieces.names == {"pace"} and any(each.words.sides for each in exercise.lines):
        return Pieces(hold=pieces.pace)  # such as `30 seconds each, both sides`
    return pieces


def _has_eight_rounds(reader: Reader, exercise: Exercise) -> bool:
    """True for intervals whose name says how often they are done: tabata."""
    said = [exercise.name, *(line.text for line in exercise.lines)]
    return any(any_word(reader.language, "exercise", "eight_rounds").search(text) for text in said)


def _waits(pieces: Pieces) -> Dose:
    """A wait for each of the sequences, whose length is unsaid."""
    amount = pieces.times or pieces.again
    assert amount is not None
    _, natural, _, _ = whole_of(amount, SEQUENCE)
    wait = Wait(SEQUENCE)
    return Sets(natural, wait, rest_of(pieces.rest) if pieces.rest else NO_REST) if natural > 1 else wait


def _a_breath(pieces: Pieces) -> Amount:
    return replace(
        pieces.times or pieces.again or Amount(0, 0, ""), low=BREATH, high=BREATH, bound="", ranged=False, fault=""
    )


def _of_each(pieces: Pieces) -> Amount | None:
    """The breaths or counts of each repetition."""
    repeated = pieces.times or pieces.again or pieces.sets
    return (pieces.breaths or pieces.counted) if repeated else None


def _second_dose(reader: Reader, words: Words, pieces: Pieces) -> Dose:
    """The dose of the second side: that of the first with another time or number."""
    other = replace(pieces, hold=words.unequal) if pieces.hold else replace(pieces, times=words.unequal)
    return dose_of(other, reader.elastic)


def _follows(pieces: Pieces) -> bool:
    """True if a rest is not between sets or repetitions, and so follows the dose."""
    repeated = {"sets", "again"} & pieces.names or (pieces.times and (pieces.hold or pieces.pace))
    return pieces.rest is not None and not pieces.between and not repeated and bool(pieces.names & {"hold", "times"})


def _said(exercise: Exercise, line: ScriptLine, doing: Doing, pieces: Pieces) -> tuple[str, str]:
    """The plain and the spoken words of an action. If they give no instruction, those of the exercise's name or of the
    line above."""
    held = pieces.names & {"hold", "breaths", "counted", "pace"}
    if line.role == "dose" and not held and not exercise.name and not exercise.how:
        if doing.rest:
            return doing.text, doing.spoken
        raise DoseError("the step does not say what to do", "put words before the time")
    if line.role == "action" or (doing.text and held and "{" in doing.spoken):
        return doing.text, doing.spoken
    if held and doing.text and len(doing.text.split()) > 1:
        return doing.text, doing.spoken
    if exercise.name:
        return exercise.name, exercise.name
    if exercise.how:
        return exercise.how[-1].words.text, exercise.how[-1].words.text
    return doing.text, doing.spoken


def _repeated(reader: Reader, words: Words, rounds: Rounds) -> Iterator[DosedWords]:
    """The part of actions that are done in turn."""
    parts = []
    for doing in words.doings:
        if doing.rest:
            parts.append(Interval(rest_of(doing.pieces.rest or doing.pieces.hold), rest=True))  # type: ignore[arg-type]
            continue
        dose = dose_of(doing.pieces, reader.elastic)
        if not isinstance(dose, Hold):
            raise DoseError("counts that are done in turn", "write them as steps under a heading, `({rounds})`")
        parts.append(Interval(dose, doing.text))
    yield DosedWords(words.text, words.text, Intervals(tuple(parts), rounds))
