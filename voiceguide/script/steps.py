"""The steps of an exercise: the pieces of its lines put together, with their spoken words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from voiceguide.language import load
from voiceguide.routine import (
    Coaching,
    Count,
    Dose,
    Hold,
    Interval,
    Intervals,
    Line,
    Rounds,
    Sets,
    Step,
    Wait,
)
from voiceguide.script.amounts import Amount
from voiceguide.script.coaching import outside
from voiceguide.script.doses import (
    BREATH,
    DoseError,
    Pieces,
    counted_wait_of,
    dose_of,
    rest_of,
    rounds_of,
    wait_of,
    whole_of,
)
from voiceguide.script.exercises import Exercise
from voiceguide.script.grammar import any_word
from voiceguide.script.lines import Reader, ScriptLine, note, tell
from voiceguide.script.links import recording
from voiceguide.script.parts import Parts
from voiceguide.script.sides import first_of
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
class _Part:
    """The words and the dose of a step to be."""

    text: str
    spoken: str
    dose: Dose | None
    rest: bool = False
    sided: bool = True
    spoken_again: str | None = None
    second: Dose | None = None


def steps_of(reader: Reader, exercise: Exercise) -> list[Step]:
    """The steps of an exercise. Its faults become findings."""
    line = exercise.main or exercise.lines[-1]
    for each in exercise.lines if line.role != "pause" else ():
        _remark(reader, exercise, each)
    if line.role == "pause":
        seconds = line.seconds or 0.0
        if seconds <= 0:
            tell(reader, line, DoseError("a time must be more than 0", None, None))
        hold = Hold(seconds, seconds / 2, seconds, (seconds, seconds))
        return [Step(line.line, load(reader.language).phrase("rest"), "", hold, rest=True, quiet=True)]
    if line.role == "fact":
        note(reader, line.line)
        return []
    try:
        parts = list(_parts(reader, exercise, line))
    except DoseError as error:
        tell(reader, line, error)
        parts = [_Part(line.words.text, line.words.text, None)]
    return list(_built(reader, exercise, line, parts))


def _remark(reader: Reader, exercise: Exercise, line: ScriptLine) -> None:
    named = bool(exercise.name) and line.role == "dose"
    alone = len(exercise.lines) == 1 and not named and line.role != "fact"
    for remark in (*line.words.remarks, *(line.words.alone if alone else ())):
        reader.source.add(remark, line.line, line.last)
    for wrong, hint in ((line.words.conditions.after, "(after …)"), (line.words.conditions.rounds, "rounds")):
        if wrong:
            message = "`after` and rounds are conditions of a phase, not of a step"
            reader.source.error(message, line.line, f"write {hint} on the `##` heading")


def _parts(reader: Reader, exercise: Exercise, line: ScriptLine) -> Iterator[_Part]:
    """The parts of an exercise, in order."""
    words = line.words
    pieces = [doing.pieces for doing in words.doings]
    others = [other for other in exercise.lines if other is not line and other.role != "say"]
    extra = together(others)
    if special := special_dose(words, pieces, extra):
        said = words.text or exercise.name or _named_by(words.parts)
        yield _Part(said, said, special, sided=True)
        return
    if not words.doings:
        yield _Part(words.text, words.text, None)
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


def _of(reader: Reader, exercise: Exercise, line: ScriptLine, doing: Doing, extra: Pieces) -> Iterator[_Part]:
    """The parts of one act: its dose, and a rest after it."""
    pieces = _of_line(merged(doing.pieces, extra), exercise, line)
    text, spoken = _said(exercise, line, doing, pieces)
    if doing.wait and pieces.times:
        yield _Part(text, spoken, counted_wait_of(pieces), sided=doing.sided)
        return
    if doing.wait and pieces.hold:
        yield _Part(text, spoken, wait_of(pieces.hold), sided=doing.sided)
        return
    if doing.rest and pieces.names == doing.pieces.names:
        time = pieces.rest or pieces.hold
        assert time is not None
        said = load(reader.language).phrase("rest") if len(doing.text.split()) < FEW_WORDS else doing.text
        yield _Part(said, said, rest_of(time), rest=True)
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
    yield _Part(text, spoken, dose, sided=doing.sided, spoken_again=doing.spoken_again, second=second)
    if rest:
        yield _Part(load(reader.language).phrase("rest"), "", rest_of(rest), rest=True)


def _of_line(pieces: Pieces, exercise: Exercise, line: ScriptLine) -> Pieces:
    """The pieces of an act, with the tempo of its line, and with a pace that is a time as one."""
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
    """The plain and the spoken words of an act. If they give no instruction, those of the exercise's name or the line
    above."""
    held = pieces.names & {"hold", "breaths", "counted", "pace"}
    if line.role == "dose" and not held and not exercise.name and not exercise.how:
        if doing.rest:
            return doing.text, doing.spoken
        raise DoseError("the step does not say what to do", "put words before the time")
    if line.role == "act" or (doing.text and held and "{" in doing.spoken):
        return doing.text, doing.spoken
    if held and doing.text and len(doing.text.split()) > 1:
        return doing.text, doing.spoken
    if exercise.name:
        return exercise.name, exercise.name
    if exercise.how:
        return exercise.how[-1].words.text, exercise.how[-1].words.text
    return doing.text, doing.spoken


def _repeated(reader: Reader, words: Words, rounds: Rounds) -> Iterator[_Part]:
    """The part of acts that are done in turn."""
    parts = []
    for doing in words.doings:
        if doing.rest:
            parts.append(Interval(rest_of(doing.pieces.rest or doing.pieces.hold), rest=True))  # type: ignore[arg-type]
            continue
        dose = dose_of(doing.pieces, reader.elastic)
        if not isinstance(dose, Hold):
            raise DoseError("counts that are done in turn", "write them as steps under a heading, `({rounds})`")
        parts.append(Interval(dose, doing.text))
    yield _Part(words.text, words.text, Intervals(tuple(parts), rounds))


def _built(reader: Reader, exercise: Exercise, line: ScriptLine, parts: list[_Part]) -> Iterator[Step]:
    """The steps of the parts, with the properties of the whole exercise."""
    words, every = line.words, [each.words for each in exercise.lines]
    sides = next((each.sides for each in every if each.sides), None)
    turns = next((each.alternating for each in every if each.alternating), None)
    first = _first(every)
    how = _how(reader, exercise, parts[0].text if parts else "")
    for number, part in enumerate(parts):
        if not part.text.strip() and not reader.source.failed(range(line.line, line.last + 1)):
            reader.source.error("the step does not say what to do", line.line, "put words before the time")
        begin, sided = number == 0, bool(sides) and part.sided and not part.rest and not turns
        coaching = tuple(_coaching(reader, exercise, part)) if begin else ()
        named = part.spoken_again if sided else None
        yield Step(
            line=line.line,
            text=part.text,
            spoken=part.spoken or part.text,
            dose=part.dose,
            rest=part.rest,
            sides=sides if sided else None,
            first=first if sided else "left",
            spoken_again=named,
            second_dose=part.second if sided and part.second != part.dose else None,
            alternating=turns if not part.rest else None,
            both_ways=not part.rest and (any(each.ways for each in every) or (words.two_ways and _is_each(words))),
            details=(*how, *line.nested.details) if begin else (),
            details_first=bool(how) and begin,
            coaching=coaching,
            safety=tuple(guard for each in exercise.lines for guard in each.nested.safety) if begin else (),
            optional=any(each.conditions.optional for each in every),
            needs=tuple(dict.fromkeys(thing for each in every for thing in each.conditions.needs)),
            short=next((each.nested.short for each in exercise.lines if each.nested.short), None) if begin else None,
            place=next((each.nested.place for each in exercise.lines if each.nested.place), None) if begin else None,
            strokes=words.strokes if part.dose and not part.rest else None,
            recording=recording(reader.source, line.links, part.spoken, line.line, line.last) if begin else None,
        )


def _is_each(words: Words) -> bool:
    """True if the dose is the time of each of two ways: `outward and then inward for five minutes each`."""
    return all(doing.pieces.names == {"pace"} for doing in words.doings)


def _first(every: list[Words]) -> Literal["left", "right"]:
    """The side to begin with: the other of the side that comes second, else the one that the words name."""
    second = next((each.second for each in every if each.second), None)
    if second:
        return "left" if second == "right" else "right"
    return first_of([side for each in every for side in each.named])


def _how(reader: Reader, exercise: Exercise, said: str) -> tuple[Line, ...]:
    """The lines that are spoken before the instruction: the name and the way to do it."""
    found = []
    if exercise.titled and exercise.titled.text.casefold() not in said.casefold():
        found.append(Line(exercise.titled.line, exercise.titled.text))
    for other in exercise.how:
        if other.words.text != said:
            words = recording(reader.source, other.links, other.text, other.line, other.last)
            found.append(Line(other.line, other.text, words))
        found += other.nested.details
    return tuple(found)


def _coaching(reader: Reader, exercise: Exercise, part: _Part) -> Iterator[Coaching]:
    """The cues inside the hold of a part. Other cues are errors."""
    for cue in (cue for line in exercise.lines for cue in line.nested.coaching):
        fault = outside(cue, part.dose)
        if part.rest and not fault:
            fault = "a rest is quiet: there are no cues in it"
        failed = any(reader.source.failed(range(line.line, line.last + 1)) for line in exercise.lines)
        if fault and not failed:
            reader.source.error(fault, cue.line, "move the cue, or make the hold longer")
        if not fault:
            yield cue
