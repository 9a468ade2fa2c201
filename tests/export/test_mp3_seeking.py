"""Exact seek tables."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.export import mp3_frames
from voiceguide.export.mp3_seeking import AHEAD, MARKS, PLACES, Segment, paddings, table

SPEECH, SILENCE = 200, len(mp3_frames.SILENT)
"""Bytes of a frame."""


def laid(segments: list[Segment]) -> tuple[list[int], int]:
    """The start of each segment, and the length of the file."""
    added = paddings(segments)
    *starts, length = accumulate(
        (segment.least + pad for segment, pad in zip(segments, added, strict=True)), initial=mp3_frames.TAG_LENGTH
    )
    return starts, length


@given(st.lists(st.integers(0, 350), min_size=MARKS, max_size=MARKS))
def test_where_half_is_silent_each_hundredth_begins_at_a_256th(speech: list[int]) -> None:
    segments = [Segment(some * SPEECH, 700 - some) for some in speech]
    starts, length = laid(segments)
    for place, start in zip(table(starts, length), starts, strict=True):
        assert start - AHEAD - place * length / PLACES == pytest.approx(0, abs=20)
    assert length < 1.5 * sum(segment.least for segment in segments) + 10_000


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 30)), min_size=MARKS, max_size=MARKS))
def test_where_silence_is_short_the_table_still_rises_and_nothing_gets_smaller(parts: list[tuple[int, int]]) -> None:
    segments = [Segment(sounds, silent) for sounds, silent in parts]
    added = paddings(segments)
    assert all(0 <= pad <= segment.room for pad, segment in zip(added, segments, strict=True))
    starts, length = laid(segments)
    places = table(starts, length)
    assert places == sorted(places)
    assert all(0 <= place < PLACES for place in places)
    assert all(place * length / PLACES <= start for place, start in zip(places, starts, strict=True))


def test_a_session_that_is_all_sound_keeps_its_size() -> None:
    assert paddings([Segment(5000, 0)] * MARKS) == [0] * MARKS
