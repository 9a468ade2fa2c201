"""The steps of an exercise: its words and doses, with the sides, details, cues and conditions of all its lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from voiceguide.language import load
from voiceguide.routine import Coaching, Hold, Line, Step
from voiceguide.script.coaching import outside
from voiceguide.script.dose_numbers import DoseError
from voiceguide.script.exercises import Exercise
from voiceguide.script.facts import keeps_no_time
from voiceguide.script.lines import Reader, ScriptLine, note, tell
from voiceguide.script.links import recording
from voiceguide.script.sides import first_of
from voiceguide.script.source import Remark
from voiceguide.script.step_doses import DosedWords, dosed_words
from voiceguide.script.words import Words


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
        _fact(reader, line)
        return []
    try:
        parts = list(dosed_words(reader, exercise, line))
    except DoseError as error:
        tell(reader, line, error)
        parts = [DosedWords(line.words.text, line.words.text, None)]
    return list(_built(reader, exercise, line, parts))


def _fact(reader: Reader, line: ScriptLine) -> None:
    """Tell of a line for the reader. Its time may be that of a step."""
    note(reader, line.line)
    if not line.paragraph and keeps_no_time(line.text, reader.language):
        message = "this line is for the reader: its time is not kept"
        hint = "if it is a step, set off the words that are no part of it, with a comma before them"
        reader.source.add(Remark("warning", message, "", hint), line.line)


def _remark(reader: Reader, exercise: Exercise, line: ScriptLine) -> None:
    named = bool(exercise.name) and line.role == "dose"
    alone = len(exercise.lines) == 1 and not named and line.role != "fact"
    for remark in (*line.words.remarks, *(line.words.alone if alone else ())):
        reader.source.add(remark, line.line, line.last)
    for wrong, hint in ((line.words.conditions.after, "(after …)"), (line.words.conditions.rounds, "rounds")):
        if wrong:
            message = "`after` and rounds are conditions of a phase, not of a step"
            reader.source.error(message, line.line, f"write {hint} on the `##` heading")


def _built(reader: Reader, exercise: Exercise, line: ScriptLine, parts: list[DosedWords]) -> Iterator[Step]:
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


def _coaching(reader: Reader, exercise: Exercise, part: DosedWords) -> Iterator[Coaching]:
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
