"""The lengths of sessions with the words for their own length."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import steady_voice
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Fitting
from voiceguide.fit.title import Span, joined
from voiceguide.script import parse

LENGTHS = st.integers(0, 60)


@given(spans=st.lists(st.tuples(LENGTHS, LENGTHS), max_size=8))
def test_joined_spans_hold_the_same_lengths_and_lie_apart(spans: list[Span]) -> None:
    found = joined(spans)
    assert {one for least, most in found for one in range(least, most + 1)} == {
        one for least, most in spans for one in range(least, most + 1)
    }
    assert all(most + 1 < following for (_, most), (following, _) in pairwise(found))


def test_the_many_heights_of_a_long_session_are_few_lengths() -> None:
    steps = "- Press the heel spot for 5 seconds, each foot\n- Rest for 5 seconds\n\n"
    routine = parse("".join(f"## Part {part} (9 rounds)\n\n{steps}" for part in range(30)), "long.md", "long").routine
    assert routine
    search = Fitting(routine, steady_voice, Choices()).search
    spans = search.ladder(search.shapes.natural).spans
    assert len(spans) > 400
    assert len(joined(spans)) == 1
