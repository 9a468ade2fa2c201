"""Short names for what a step means, so that a table of cases reads like a table."""

from __future__ import annotations

from voiceguide.routine import Breaths, Count, Dose, Hold, Sets, Step
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
    return f"{'at most' if dose.limit else 'about'} {dose.seconds:g} s"


def meaning(words: str, language: str = "en") -> tuple[str, str, str | None]:
    """What a step means: its text, its dose, its side."""
    step = step_of(words, language)
    return step.text, ("rest " if step.rest else "") + told(step.dose), step.sides
