"""From an exercise to its steps: the pieces of its lines put together, and what is said for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from voiceguide.language import load
from voiceguide.routine import (
    BreathPattern,
    Coaching,
    Count,
    Dose,
    Hold,
    Interval,
    Intervals,
    Line,
    Rounds,
    Series,
    Sets,
    Step,
    Wait,
)
from voiceguide.script.amounts import Amount
from voiceguide.script.coaching import outside
from voiceguide.script.doses import (
    BREATH,
    DoseError,
    Elastic,
    Pieces,
    dose_of,
    hold_of,
    rest_of,
    rounds_of,
    wait_of,
    whole_of,
)
from voiceguide.script.exercises import Exercise
from voiceguide.script.grammar import any_word
from voiceguide.script.lines import Reader, ScriptLine, note
from voiceguide.script.links import recording
from voiceguide.script.parts import Parts
from voiceguide.script.sides import first_of
from voiceguide.script.source import Remark
from voiceguide.script.templates import NUMBER
from voiceguide.script.unsaid import SEQUENCE
from voiceguide.script.words import Doing, Words

FEW_WORDS = 4
"""Words of a rest that says more than that it is one."""
NO_REST = Hold(10.0, 5.0, 10.0, (10.0, 10.0))
"""The rest between sets of which none is written."""
LIMIT = 45.0
"""Seconds of a wait whose writer says `as many as you can` and no time."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A step to be: its words and its dose."""

    text: str
    spoken: str
    dose: Dose | None
    rest: bool = False
    sided: bool = True
    spoken_again: str | None = None
    second: Dose | None = None


def steps_of(reader: Reader, exercise: Exercise) -> list[Step]:
    """The steps of an exercise; what is wrong with it goes to the findings."""
    line = exercise.main or exercise.lines[-1]
    for each in exercise.lines if line.role != "pause" else ():
        _remark(reader, exercise, each)
    if line.role == "pause":
        seconds = line.seconds or 0.0
        hold = Hold(seconds, seconds / 2, seconds, (seconds, seconds))
        return [Step(line.line, load(reader.language).phrase("rest"), "", hold, rest=True, quiet=True)]
    if line.role == "fact":
        note(reader, line.line)
        return []
    try:
        parts = list(_parts(reader, exercise, line))
    except DoseError as error:
        _told(reader, line, error)
        parts = [_Part(line.words.text, line.words.text, None)]
    return list(_built(reader, exercise, line, parts))


def _told(reader: Reader, line: ScriptLine, error: DoseError) -> None:
    excerpt = line.text[error.amount.start : error.amount.end] if error.amount else ""
    hint = error.hint.format(**load(reader.language).data["examples"]) if error.hint else None
    if not reader.source.failed(range(line.line, line.last + 1)):
        reader.source.add(Remark("error", error.message, excerpt, hint), line.line, line.last)


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
    """What an exercise does, one after the other."""
    words = line.words
    pieces = [doing.pieces for doing in words.doings]
    others = [other for other in exercise.lines if other is not line and other.role != "say"]
    extra = _together(others)
    if special := _special(words, pieces, extra):
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
    """The words of intervals that have no name: those of their parts."""
    said = ", ".join(part.text for part in parts.of)
    return said[:1].upper() + said[1:]


def _together(lines: list[ScriptLine]) -> Pieces:
    """The pieces of the lines beside that of the dose. DoseError where two are of one name."""
    together = Pieces()
    for line in lines:
        for doing in line.words.doings:
            together = merged(together, doing.pieces)
    return together


def merged(one: Pieces, other: Pieces) -> Pieces:
    """The pieces of two lines. DoseError where both have one of a name; a second `again` makes sets."""
    both = one.names & other.names
    if both == {"again"} and one.sets is None and one.names <= {"again", "rest"}:
        return replace(one, sets=other.again, **{name: getattr(other, name) for name in other.names - {"again"}})
    if both:
        raise DoseError("two doses in one exercise", "make it two steps", getattr(other, next(iter(both))))
    return replace(one, **{name: getattr(other, name) for name in other.names})


def _special(words: Words, pieces: list[Pieces], extra: Pieces) -> Dose | None:
    """A breath pattern or a ladder, with what the rest of the lines say of it."""
    runs = words.runs
    if words.parts.of:
        return _intervals(words, pieces, extra)
    if words.failure and not any(each.names - {"rest"} for each in pieces):
        rests = [each.rest for each in pieces if each.rest]
        wait = Wait(LIMIT, limit=True)
        if words.failure_sets is None:
            return wait
        least, natural, _, _ = whole_of(words.failure_sets, LIMIT)
        between = rest_of(rests[0]) if rests and rests[0] else Hold(10.0, 5.0, 10.0, (10.0, 10.0))
        return Sets(natural, wait, between) if natural > 1 else wait
    if words.failure and not any("hold" in each.names for each in pieces):
        raise DoseError("a number, and as many as one can", "make it two steps, or leave one of them out")
    if runs.pattern:
        every = extra
        for each in pieces:
            every = merged(every, each)
        cycles = every.again or every.times or every.breaths or every.sets
        length = sum(phase.seconds for phase in runs.pattern)
        if cycles and every.names <= {"again", "times", "breaths", "sets"} and len(every.names) == 1:
            least, natural, most, written = whole_of(cycles, length)
            return BreathPattern(runs.pattern, natural, least, most, written)
        if every.names == {"hold"} and every.hold:
            number = max(1, int(every.hold.low // length))
            top = max(number, int(every.hold.high // length))
            middle = (number + top) // 2
            return BreathPattern(
                runs.pattern, middle, min(number, max(1, middle // 2)), max(top, middle * 3 // 2), (number, top)
            )
        if runs.once and not every.names:
            return BreathPattern(runs.pattern, 1, 1, 1, (1, 1))
        raise DoseError(
            "a breath pattern, but not how often", "say how often, `5 rounds`, or how long, `{for}`", cycles
        )
    if runs.ladder:
        every = extra
        for each in pieces:
            every = merged(every, each)
        rest = rest_of(every.rest) if every.rest else Hold(10.0, 5.0, 10.0, (10.0, 10.0))
        if every.names - {"rest"}:
            raise DoseError("two doses in one step", "make it two steps")
        return Series(tuple(_rung(value, runs.timed) for value in runs.ladder), rest)
    return None


def _intervals(words: Words, pieces: list[Pieces], extra: Pieces) -> Intervals:
    """Intervals with words of their own, in the rounds that the line or those beside it say."""
    every = extra
    for each in pieces:
        every = merged(every, each)
    amount = words.parts.rounds or every.again or every.times or every.sets
    if every.names - {"again", "times", "sets"} or (words.parts.rounds and every.names) or len(every.names) > 1:
        raise DoseError("two doses in one step", "make it two steps")
    rounds = rounds_of(amount) if amount else Rounds()
    parts = (Interval(hold_of(part.amount, Elastic()), part.text, part.rest) for part in words.parts.of)
    return Intervals(tuple(parts), rounds)


def _rung(value: float, timed: bool) -> Hold | Count:
    if timed:
        return Hold(value, value, value, (value, value))
    return Count(int(value), int(value), int(value), (int(value), int(value)))


def _of(reader: Reader, exercise: Exercise, line: ScriptLine, doing: Doing, extra: Pieces) -> Iterator[_Part]:
    """What one act does: its dose, and a rest that only follows it."""
    pieces = merged(doing.pieces, extra)
    tempo = line.words.runs.tempo
    for other in exercise.how:
        tempo = tempo or next((each.pieces.tempo for each in other.words.doings if each.pieces.tempo), None)
    if tempo and not pieces.tempo and (pieces.times or pieces.again):
        pieces = replace(pieces, tempo=tempo)
    if pieces.names == {"pace"} and (line.words.ways or line.words.two_ways):
        pieces = Pieces(hold=pieces.pace)
    elif pieces.names == {"pace"} and any(each.words.sides for each in exercise.lines):
        pieces = Pieces(hold=pieces.pace)  # `30 seconds each, both sides`
    text, spoken = _said(exercise, line, doing, pieces)
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
        # Of the breath or the count that each of them takes: `for one deep breath`.
        written = line.text[each.value if each is pieces.counted else each.start : each.end]
        spoken = spoken.replace("{number}", written)
        text = spoken if spoken == f"{text} {written}" else text
    second = _second_dose(reader, line.words, pieces) if line.words.unequal else None
    yield _Part(text, spoken, dose, sided=doing.sided, spoken_again=doing.spoken_again, second=second)
    if rest:
        yield _Part(load(reader.language).phrase("rest"), "", rest_of(rest), rest=True)


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
    """The breaths or counts that are those of each repetition."""
    repeated = pieces.times or pieces.again or pieces.sets
    return (pieces.breaths or pieces.counted) if repeated else None


def _second_dose(reader: Reader, words: Words, pieces: Pieces) -> Dose:
    """The dose of the second side: that of the first, with its own time or number."""
    other = replace(pieces, hold=words.unequal) if pieces.hold else replace(pieces, times=words.unequal)
    return dose_of(other, reader.elastic)


def _follows(pieces: Pieces) -> bool:
    """True if a rest is between nothing, and so follows."""
    repeated = {"sets", "again"} & pieces.names or (pieces.times and (pieces.hold or pieces.pace))
    return pieces.rest is not None and not pieces.between and not repeated and bool(pieces.names & {"hold", "times"})


def _said(exercise: Exercise, line: ScriptLine, doing: Doing, pieces: Pieces) -> tuple[str, str]:
    """The words of an act; where they say nothing by themselves, the exercise's name, or the line above."""
    held = pieces.names & {"hold", "breaths", "counted", "pace"}
    if line.role == "dose" and not held and not exercise.name and not exercise.how:
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
    """Acts that are done in turn."""
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
    """The steps of the parts, with what belongs to the whole exercise."""
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
            strokes=words.strokes if part.dose and not part.rest else None,
            recording=recording(reader.source, line.links, part.spoken, line.line, line.last) if begin else None,
        )


def _is_each(words: Words) -> bool:
    """True if the dose is a time of each of two ways: `outward and then inward for five minutes each`."""
    return all(doing.pieces.names == {"pace"} for doing in words.doings)


def _first(every: list[Words]) -> Literal["left", "right"]:
    """The side to begin with: not the one that is said to come second; or the one that the words name."""
    second = next((each.second for each in every if each.second), None)
    if second:
        return "left" if second == "right" else "right"
    return first_of([side for each in every for side in each.named])


def _how(reader: Reader, exercise: Exercise, said: str) -> tuple[Line, ...]:
    """The lines that are said before the instruction: how to get into place, and what to do."""
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
    """The cues of an exercise that are inside its hold; others are errors."""
    for cue in (cue for line in exercise.lines for cue in line.nested.coaching):
        fault = outside(cue, part.dose)
        if part.rest and not fault:
            fault = "a rest is quiet: there are no cues in it"
        failed = any(reader.source.failed(range(line.line, line.last + 1)) for line in exercise.lines)
        if fault and not failed:
            reader.source.error(fault, cue.line, "move the cue, or make the hold longer")
        if not fault:
            yield cue
