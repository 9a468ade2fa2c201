"""The example scripts give the expected steps."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path

import pytest

from voiceguide.errors import ScriptError
from voiceguide.routine import Breaths, Count, Dose, Routine, Sets
from voiceguide.script import check, read

EXAMPLES = Path(__file__).parents[1] / "examples"
GOOD = json.loads((EXAMPLES / "good" / "expected.json").read_text(encoding="utf-8"))
BAD = json.loads((EXAMPLES / "bad" / "expected.json").read_text(encoding="utf-8"))


def holds_of(dose: Dose) -> list[float]:
    """The natural seconds of each hold of a dose."""
    if isinstance(dose, Sets):
        return holds_of(dose.of) * dose.times
    if isinstance(dose, Count):
        return [dose.natural * dose.pace]
    if isinstance(dose, Breaths):
        return [dose.natural * (dose.seconds_in + dose.seconds_out)]
    return [dose.seconds if not hasattr(dose, "natural") else dose.natural]


def natural_holds(routine: Routine) -> dict[str, list[float]]:
    """The natural seconds of each doing of each step with a dose, by its line."""
    holds: dict[str, list[float]] = defaultdict(list)
    for phase in routine.phases:
        for step in phase.steps if phase.steps else ():
            if step.dose:
                sides = (2 if phase.sides else 1) * (2 if step.sides else 1)
                holds[str(step.line)] += holds_of(step.dose) * sides * phase.rounds.natural
    return dict(holds)


@pytest.mark.parametrize("name", sorted(path.name for path in (EXAMPLES / "good").glob("*.md")))
def test_a_good_example_has_the_holds_that_a_person_would_read(name: str) -> None:
    assert natural_holds(read(EXAMPLES / "good" / name)) == GOOD[name]


@pytest.mark.parametrize("name", sorted(path.name for path in (EXAMPLES / "good").glob("*.md")))
def test_a_good_example_gives_no_cause_for_doubt(name: str) -> None:
    findings = check(EXAMPLES / "good" / name).findings
    assert [str(found) for found in findings if found.severity != "note"] == []


@pytest.mark.parametrize("name", sorted(path.name for path in (EXAMPLES / "bad").glob("*.md")))
def test_a_bad_example_is_refused_at_its_line_with_its_words(name: str) -> None:
    with pytest.raises(ScriptError) as caught:
        read(EXAMPLES / "bad" / name, shown_as=name)
    errors = [found for found in caught.value.findings if found.severity == "error"]
    assert [found.line for found in errors] == [BAD[name]["line"]]
    for word in BAD[name]["words"]:
        assert word in str(caught.value)


def test_every_example_is_expected() -> None:
    assert sorted(GOOD) == sorted(path.name for path in (EXAMPLES / "good").glob("*.md"))
    assert sorted(BAD) == sorted(path.name for path in (EXAMPLES / "bad").glob("*.md"))
