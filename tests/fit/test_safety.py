"""Daily talk is full talk for a listener who has not heard the safety lines of now."""

from __future__ import annotations

import pytest

from voiceguide.fit import Choices, fit
from voiceguide.fit.safety import safety_digest
from voiceguide.routine import Routine
from voiceguide.script import parse

SCRIPT = "# Sole\n\nStop if it hurts.\n\n- Rub for 9 seconds\n"


def routine(script: str = SCRIPT) -> Routine:
    found = parse(script, "sole.md", "sole").routine
    assert found is not None
    return found


def says_all(choices: Choices, of: Routine) -> bool:
    plan = fit(of, None, lambda text: 0.3 + 0.05 * len(text), choices)
    return "Stop if it hurts." in " ".join(cue.text for cue in plan.cues)


def test_daily_talk_is_full_without_a_word_from_the_listener() -> None:
    assert says_all(Choices(talk="daily"), routine())
    assert not says_all(Choices(talk="daily", knows_safety=safety_digest(routine())), routine())


def test_it_is_full_again_where_the_lines_have_changed() -> None:
    before = safety_digest(routine(SCRIPT.replace("hurts", "tingles")))
    assert says_all(Choices(talk="daily", knows_safety=before), routine())


def test_the_wish_of_a_script_needs_the_same() -> None:
    wish = routine(f"---\ntalk: daily\n---\n{SCRIPT}")
    assert says_all(Choices(), wish)
    assert not says_all(Choices(knows_safety=safety_digest(wish)), wish)


@pytest.mark.parametrize("other", ["- Rub for 30 seconds\n", "- Pull for 9 seconds\n"])
def test_other_words_leave_the_digest_alone(other: str) -> None:
    assert safety_digest(routine()) == safety_digest(routine(SCRIPT.replace("- Rub for 9 seconds\n", other)))
