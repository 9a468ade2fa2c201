"""The rounds and conditions of a phase, and the dose of its heading."""

from __future__ import annotations

import dataclasses

from voiceguide.language import load
from voiceguide.routine import Hold, Line, Step
from voiceguide.script.dose_numbers import DoseError, rest_of, rounds_of
from voiceguide.script.exercises import Exercise, are_names
from voiceguide.script.lines import Reader, ScriptLine, note, tell
from voiceguide.script.phases import OpenPhase
from voiceguide.script.source import Remark

FEW_ROUNDS = 5
"""Times on a heading up to which they may be the rounds of its phase, if the steps have no times of their own."""
LONG = 120.0
"""Seconds on a heading from which they are the length of its phase, if the steps have their own times."""


def with_dose(
    reader: Reader, phase: OpenPhase, dose: ScriptLine, lines: list[ScriptLine], facts: list[Line]
) -> list[ScriptLine]:
    """The lines of a phase with the dose of its heading, which is an exercise, the rounds, or the length of all
    steps."""
    own = lines[: next((at for at, line in enumerate(lines) if line.titled), len(lines))]
    actions = sum(line.role == "action" for line in own)
    pieces = dose.words.doings[0].pieces
    several = len(dose.words.doings) > 1
    only_times = pieces.names == {"times"} and not several
    few = only_times and pieces.times is not None and pieces.times.high <= FEW_ROUNDS
    short = pieces.hold is not None and pieces.hold.low < LONG and are_names(own)
    if not actions and not (few and own) and not short:
        phase.sides = None
        return [dose, *lines]
    if actions > 1 and only_times and pieces.times and not phase.conditions.rounds:
        try:
            phase.conditions.rounds = rounds_of(pieces.times)
        except DoseError as error:
            tell(reader, dose, error)
    elif actions and pieces.names == {"hold"} and pieces.hold and pieces.hold.low >= LONG and not several:
        note(reader, dose.line)
        facts.append(Line(dose.line, dose.text))
    else:
        hint = "say it on the steps; how often all of them are done is `({rounds})` on the heading"
        hint = hint.format(**load(reader.language).data["examples"])
        reader.source.error("it is not sure what the dose of this heading is of", dose.line, hint)
    return lines


def set_rounds(reader: Reader, phase: OpenPhase, line: ScriptLine) -> None:
    """Set the rounds of the phase: `Repeat the circuit 4 times`."""
    pieces = [doing.pieces for doing in line.words.doings]
    amounts = [each.again or each.times for each in pieces if each.again or each.times]
    rests = [each.rest for each in pieces if each.rest]
    if phase.conditions.rounds or len(amounts) != 1 or amounts[0] is None:
        reader.source.error(
            "it is not sure how often the phase is done", line.line, "write `(2 rounds)` on the heading"
        )
        return
    try:
        rounds = rounds_of(amounts[0])
        rest = rest_of(rests[0]) if rests and rests[0] else None
    except DoseError as error:
        tell(reader, line, error)
        return
    phase.conditions.rounds = dataclasses.replace(rounds, rest=rest)


def conditioned(reader: Reader, phase: OpenPhase, step: Step) -> Step:
    """The step with the conditions of its phase."""
    if phase.sides and step.sides:
        message = "the phase is done left, then right, and in each of them this step is too"
        hint = "say the side on the phase or on its steps, not on both"
        reader.source.add(Remark("warning", message, "", hint), step.line)
    needs = tuple(dict.fromkeys((*phase.conditions.needs, *step.needs)))
    return dataclasses.replace(step, optional=step.optional or phase.conditions.optional, needs=needs)


def between_rounds(reader: Reader, exercise: Exercise) -> Hold | None:
    """Take the rest between rounds from the last line of a phase: `Rest 90 s between rounds`."""
    doings = exercise.lines[0].words.doings
    if len(exercise.lines) != 1 or len(doings) != 1 or doings[0].pieces.names != {"rest"}:
        return None
    pieces = doings[0].pieces
    try:
        return rest_of(pieces.rest) if pieces.rest and pieces.between else None
    except DoseError as error:
        tell(reader, exercise.lines[0], error)
        return None


def rest_between(phase: OpenPhase, rest: str) -> None:
    """Make the rest at the end of the last phase one between its rounds: nothing follows that it would be before.
    A rest with words of its own stays. `rest` is the word for one without."""
    rounds = phase.conditions.rounds
    if not rounds or rounds.most < 2 or rounds.rest or phase.sides or len(phase.steps) < 2:
        return
    last = phase.steps[-1]
    plain = Step(last.line, rest, last.spoken, last.dose, rest=True)
    if isinstance(last.dose, Hold) and last == plain:
        phase.conditions.rounds = dataclasses.replace(rounds, rest=last.dose)
        phase.steps.pop()
