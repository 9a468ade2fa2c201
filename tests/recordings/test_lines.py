"""With the kit's first lines and those of a script, its sessions need no engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.errors import FitError
from voiceguide.fit import Choices, fit
from voiceguide.language import load
from voiceguide.recordings.kit import ESSENTIAL, kit
from voiceguide.recordings.lines import MOST_MINUTES, lines
from voiceguide.recordings.utterances import atoms, key
from voiceguide.routine import Routine
from voiceguide.script import parse, read
from voiceguide.units import to_seconds

SCRIPTS = [*sorted(Path("scripts").glob("*.md")), *sorted(Path("tests/examples/good").glob("*.md"))]


def length_of(text: str) -> float:
    return 0.3 + 0.06 * len(text)


def needed(routine: Routine, length: float | None, talk: str) -> set[str]:
    """The keys of all utterances of a session."""
    pack = load(routine.language)
    try:
        plan = fit(routine, length, length_of, Choices(talk=talk))
    except FitError:
        return set()  # a length between two that can be reached
    cues = [cue for cue in plan.cues if cue.kind not in ("bell", "tick")]
    return {key(atom) for cue in cues for part in cue.parts for atom in atoms(pack, part)}


@pytest.mark.no_cover  # hundreds of plans of the same kind
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_nothing_is_left_for_the_engine(path: Path) -> None:
    routine = read(path)
    there = {key(line) for line in (*kit(load(routine.language))[:ESSENTIAL], *lines(routine))}
    ends = fit(routine, None, length_of)
    low, high = to_seconds(ends.shortest), min(to_seconds(ends.longest), 60.0 * MOST_MINUTES)
    asked: list[float | None] = (
        [None, *(low + (high - low) * part / 7 for part in range(1, 7))] if low < high else [None]
    )
    if to_seconds(ends.length) > 60 * MOST_MINUTES:
        asked.remove(None)
    for length in asked:
        for talk in ("full", "brief", "bells"):
            assert needed(routine, length, talk) <= there


def test_lines_come_in_the_order_of_the_session_and_odd_numbers_last() -> None:
    text = "# Feet\n\nSit down.\n\n- Lunges, 13x, each foot\n  - halfway: Change direction.\n"
    routine = parse(text, "feet.md", "feet").routine
    assert routine is not None
    said = lines(routine)
    assert said[:5] == ["Feet.", "Sit down.", "Lunges.", "13 times.", "Change direction."]
    assert "14 times." in said[5:]
    assert not {"Left foot.", "Right foot,", "the same again."} & set(said)  # the kit has them


def test_a_paragraph_is_recorded_sentence_by_sentence() -> None:
    text = "# Feet\n\nSit down. Ask Dr. Smith.\n\n- Press the heel for 30s\n  - halfway: Good. Go on.\n"
    routine = parse(text, "feet.md", "feet").routine
    assert routine is not None
    assert {"Sit down.", "Ask Dr. Smith.", "Good.", "Go on."} <= set(lines(routine))
