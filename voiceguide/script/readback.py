"""The meaning of a script, line by line. Its writer can check it before a listener hears it."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.language import Pack
from voiceguide.routine import (
    BreathPattern,
    Breaths,
    Count,
    Dose,
    Hold,
    Intervals,
    Phase,
    Routine,
    Series,
    Sets,
    Step,
    Wait,
)


def readback(routine: Routine, pack: Pack) -> list[tuple[int, str]]:
    """The lines that have a meaning, each with its meaning: `(13, "60 s, stretches 30 to 90 s: “Press”")`."""
    found = [(line.line, "introduction") for line in routine.introduction]
    found += [(line.line, "safety, before everything") for line in routine.safety]
    found += [(line.line, "closing word") for line in routine.closing]
    for phase in routine.phases:
        found += _phase(routine, phase, pack)
    return sorted(found, key=lambda entry: entry[0])


def _phase(routine: Routine, phase: Phase, pack: Pack) -> Iterator[tuple[int, str]]:
    if phase.heading:
        said = [f"phase “{phase.title}”"]
        rounds = phase.rounds
        if (rounds.least, rounds.most) != (1, 1):
            said.append(_many(rounds.natural, "round") + _from_to(rounds.least, rounds.most, ""))
        if rounds.rest:
            said.append(f"{_seconds(rounds.rest.natural)} rest between")
        if phase.sides:
            said.append(f"left then right ({pack.side(phase.sides, 'left')} first)")
        said += [f"after “{routine.phases[index].title}”" for index in phase.after]
        if not phase.steps:
            said.append("no steps")
        yield phase.line, ", ".join(said)
    yield from ((line.line, "spoken at the start of its phase") for line in phase.paragraphs)
    yield from ((line.line, "safety, before the first hold of its phase") for line in phase.safety)
    for step in phase.steps:
        yield step.line, _step(step, bool(step.sides or phase.sides))
        yield from ((line.line, "detail") for line in step.details)
        if step.place:
            yield step.place.line, "place, before its step"
        yield from ((line.line, "safety, before its step") for line in step.safety)
        yield from ((cue.line, f"cue {_when(cue.when, cue.seconds)}") for cue in step.coaching)


def _step(step: Step, sides: bool) -> str:
    dose = _dose(step.dose)
    said = [f"quiet, {dose}" if step.quiet else f"rest, {dose}" if step.rest else dose]
    if step.strokes:
        said.append(f"{step.strokes} strokes a minute")
    if sides:
        said.append("left then right" if step.first == "left" else "right then left")
    if step.alternating:
        said.append("sides in turn")
    if step.both_ways:
        said.append("one way, then the other")
    stretch = _stretch(step.dose)
    said += [stretch] if stretch else []
    said += ["optional"] if step.optional else []
    said += [f"needs {thing}" for thing in step.needs]
    said += [f"in short “{step.short}”"] if step.short else []
    return f"{', '.join(said)}: “{_words(step)}”"


def _words(step: Step) -> str:
    """The instruction as it is spoken."""
    dose = step.dose.of if isinstance(step.dose, Sets) else step.dose
    seconds = dose.pace if isinstance(dose, Count) else getattr(dose, "natural", 0)
    words = (step.spoken or step.text).replace("{duration}", _seconds(seconds))
    return words.replace("{number}", str(getattr(dose, "count", 0) or getattr(dose, "natural", "")))


def _dose(dose: Dose | None) -> str:
    if dose is None:
        return "no time: spoken, then a moment to do it"
    if isinstance(dose, Hold):
        return _seconds(dose.natural)
    if isinstance(dose, Count):
        return f"{dose.natural} times, {_seconds(dose.pace)} each ({_seconds(dose.natural * dose.pace)})"
    if isinstance(dose, Breaths):
        return f"{_many(dose.natural, 'breath')}, {_seconds(dose.seconds_in)} in and {_seconds(dose.seconds_out)} out"
    if isinstance(dose, Wait):
        done = f"{dose.count} times, " if dose.count else ""
        return f"{done}waits until ready, {'at most' if dose.limit else 'about'} {_seconds(dose.seconds)}"
    if isinstance(dose, BreathPattern):
        phases = ", ".join(f"{phase.kind} {_seconds(phase.seconds)}" for phase in dose.phases)
        return f"{_many(dose.natural, 'cycle')} of {phases}"
    if isinstance(dose, Series):
        return f"{', '.join(_dose(one) for one in dose.of)}, {_seconds(dose.rest.natural)} rest between"
    if isinstance(dose, Intervals):
        parts = ", ".join(f"{_seconds(part.hold.natural)} {part.text or 'rest'}" for part in dose.parts)
        return f"{_many(dose.rounds.natural, 'round')} of {parts}"
    return f"{dose.times} sets of {_dose(dose.of)}, {_seconds(dose.rest.natural)} rest between"


def _stretch(dose: Dose | None) -> str:
    if dose is None or isinstance(dose, Wait):
        return ""
    if isinstance(dose, Sets):
        return _stretch(dose.of)
    if isinstance(dose, Series | Intervals):
        return ""
    if dose.least == dose.most:
        return "fixed"
    return "stretches" + _from_to(dose.least, dose.most, " s" if isinstance(dose, Hold) else "", sign="")


def _when(when: str, seconds: float) -> str:
    if when == "halfway":
        return when
    texts = {
        "after": "{} after the start",
        "before-end": "{} before the end",
        "every": "every {}",
    }
    return texts[when].format(_seconds(seconds))


def _from_to(least: float, most: float, unit: str, sign: str = ",") -> str:
    if least == most:
        return ""
    return f"{sign} {least:g} to {most:g}{unit}"


def _seconds(seconds: float) -> str:
    return f"{seconds:g} s"


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
