"""Short names for what a step means, so that a table of cases reads like a table."""

from __future__ import annotations

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
from voiceguide.script import Reading, parse


def read_one(words: str, language: str = "en") -> Reading:
    """The reading of a script with one step."""
    return parse(f"---\nlanguage: {language}\n---\n\n- {words}\n", "test.md", "test")


def step_of(words: str, language: str = "en") -> Step:
    """The one step of such a script; it may be warned about, but must be no error."""
    reading = read_one(words, language)
    assert reading.routine is not None, [str(finding) for finding in reading.findings]
    (step,) = reading.routine.phases[0].steps
    return step


def errors_of(text: str) -> list[str]:
    """`LINE: message | hint` of each error of a script."""
    findings = parse(text, "test.md", "test").findings
    return [f"{found.line}: {found.message} | {found.hint}" for found in findings if found.severity == "error"]


def told(dose: Dose | None) -> str:
    """A dose in short: `60 s [30-90]`, `10 x 3 s [5-15]`, `5 breaths [3-7]`, `3 sets of (…), rest 10 s`."""
    if dose is None:
        return "-"
    if isinstance(dose, Hold):
        return f"{dose.natural:g} s [{dose.least:g}-{dose.most:g}]"
    if isinstance(dose, Count):
        return f"{dose.natural} x {dose.pace:g} s [{dose.least}-{dose.most}]"
    if isinstance(dose, Breaths):
        return f"{dose.natural} breaths [{dose.least}-{dose.most}]"
    if isinstance(dose, Sets):
        return f"{dose.times} sets of ({told(dose.of)}), rest {dose.rest.natural:g} s"
    if isinstance(dose, BreathPattern):
        return f"{dose.natural} cycles of {', '.join(f'{part.kind} {part.seconds:g}' for part in dose.phases)}"
    if isinstance(dose, Series):
        return f"series of {', '.join(told(one) for one in dose.of)}"
    if isinstance(dose, Intervals):
        return f"{dose.rounds.natural} rounds of {', '.join(told(part.hold) for part in dose.parts)}"
    assert isinstance(dose, Wait)
    return f"{'at most' if dose.limit else 'about'} {dose.seconds:g} s"


def form_of(step: Step) -> str:
    """A step without its words: `30 s [15-45], right first (leg)`. It is the same in every language."""
    said = [("quiet " if step.quiet else "rest " if step.rest else "") + told(step.dose)]
    said += [f"{step.first} first ({step.sides})"] if step.sides else []
    said += [f"{step.alternating} in turn"] if step.alternating else []
    said += ["turned round"] if step.sides and step.spoken_again else []
    said += ["both ways"] if step.both_ways else []
    said += [f"after {len(step.details)} lines"] if step.details_first else []
    said += [slot for slot in ("{duration}", "{number}") if slot in step.spoken]
    return ", ".join(said)


def forms_of(script: str, language: str) -> list[str]:
    """The steps of a script without their words; its rounds where it has some. No warning may be in it."""
    reading = parse(f"---\nlanguage: {language}\n---\n\n{script}\n", "test.md", "test")
    assert reading.routine is not None, [str(finding) for finding in reading.findings]
    warned = [str(finding) for finding in reading.findings if finding.severity == "warning"]
    assert not [warning for warning in warned if "are these steps?" not in warning], warned
    found: list[str] = []
    for phase in reading.routine.phases:
        found += [form_of(step) for step in phase.steps] + _rounds(phase)
    return found + [f"{len(reading.routine.facts)} facts"] * bool(reading.routine.facts)


def _rounds(phase: Phase) -> list[str]:
    return [f"{phase.rounds.natural} rounds"] if phase.rounds.natural > 1 else []


def meaning(words: str, language: str = "en") -> tuple[str, str, str | None]:
    """What a step means: its text, its dose, its side."""
    step = step_of(words, language)
    return step.text, ("rest " if step.rest else "") + told(step.dose), step.sides


def routine_of(text: str) -> Routine:
    """The routine of a script without an error."""
    reading = parse(text, "test.md", "test")
    assert reading.routine is not None, [str(found) for found in reading.findings]
    return reading.routine


def warnings_of(text: str, severity: str = "warning") -> list[tuple[int, str]]:
    """The lines and the messages of the findings of a severity."""
    findings = parse(text, "test.md", "test").findings
    return [(found.line, found.message) for found in findings if found.severity == severity]
