"""The row of a routine in the page's list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.strategies import steady_voice
from voiceguide.fit import fit
from voiceguide.routine import TalkLevel
from voiceguide.script import parse
from voiceguide.serve.rows import row_of


@pytest.mark.parametrize(
    ("written", "shown"), [("full", "full"), ("brief", "brief"), ("bells", "bells"), ("daily", "full")]
)
def test_the_page_says_the_safety_lines_of_a_routine_that_wishes_for_daily_talk(
    written: TalkLevel, shown: TalkLevel
) -> None:
    """Nobody knows if this listener has heard them."""
    routine = parse(f"---\ntalk: {written}\n---\n# Heel\n\n- Rub the heel for 20 seconds\n", "heel.md", "heel").routine
    assert routine is not None
    assert row_of(routine, fit(routine, None, steady_voice), Path("heel.md"), estimated=False).fields["talk"] == shown
