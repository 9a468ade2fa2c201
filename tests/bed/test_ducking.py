"""Ducking: down at the first syllable, up after the last, faded at both ends of the session."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bed.sounds import Steady
from voiceguide.bed.ducking import (
    DOWN_SAMPLES,
    DUCK_DECIBELS,
    FADE_IN,
    FADE_OUT,
    NEIGHBOUR_SAMPLES,
    UP_SAMPLES,
    Ducked,
    merged,
)
from voiceguide.units import RATE, to_samples

LENGTH = 60 * RATE
Spans = list[tuple[int, int]]


def decibels(spoken: Spans, *seconds: float, length: int = LENGTH) -> list[float]:
    under = Ducked.under(Steady(), length, spoken)
    return [20 * np.log10(float(under.gains(to_samples(second), 1)[0])) for second in seconds]


def span(start: float, end: float) -> tuple[int, int]:
    return to_samples(start), to_samples(end)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    found, at = [], draw(st.integers(0, RATE))
    for gap, length in draw(st.lists(st.tuples(st.integers(1, 4 * RATE), st.integers(1, 3 * RATE)), max_size=6)):
        found.append((at + gap, at + gap + length))
        at += gap + length
    return found


def test_it_is_down_at_the_first_syllable_and_up_half_a_second_behind_the_last() -> None:
    before, at, last, behind = decibels([span(20, 22)], 20 - 0.15, 20, 22, 22.5)
    assert (before, behind) == pytest.approx((0, 0), abs=0.01)
    assert (at, last) == pytest.approx((DUCK_DECIBELS, DUCK_DECIBELS), abs=0.01)
    assert decibels([span(20, 22)], 20 - 0.075, 22.25) == pytest.approx(
        [DUCK_DECIBELS / 2, DUCK_DECIBELS / 2], abs=0.05
    )


def test_between_neighbours_it_stays_down() -> None:
    assert decibels([span(20, 21), span(21.8, 23)], 21.4) == pytest.approx([DUCK_DECIBELS], abs=0.01)
    assert decibels([span(20, 21), span(22.8, 23)], 22) == pytest.approx([0], abs=0.01)


def test_words_within_words_keep_the_later_end() -> None:
    assert merged([(0, 1000), (200, 300), (900, 1500)]) == [(0, 1500)]


def test_the_session_begins_and_ends_softly() -> None:
    under = Ducked.under(Steady(), LENGTH, [])
    gains = under.gains(0, LENGTH)
    assert gains[0] == 0
    assert gains[-1] < 0.001
    assert np.all(np.diff(gains[:FADE_IN]) >= 0)
    assert np.all(np.diff(gains[-FADE_OUT:]) <= 0)
    assert np.all(gains[FADE_IN:-FADE_OUT] == 1)


def test_a_session_of_a_second_has_both_fades() -> None:
    gains = Ducked.under(Steady(), RATE, []).gains(0, RATE)
    assert gains[0] == 0
    assert gains[RATE // 2] == 1
    assert gains[-1] < 0.001


@given(spans(), st.integers(0, 40 * RATE), st.integers(1, RATE))
def test_it_is_never_louder_than_itself_and_down_wherever_there_is_speech(
    spoken: Spans, start: int, count: int
) -> None:
    gains = Ducked.under(Steady(), LENGTH, spoken).gains(start, count)
    assert np.all((gains >= 0) & (gains <= 1))
    at = np.arange(start, start + count)
    for begin, end in spoken:
        assert np.all(gains[(at >= begin) & (at < end)] <= 10 ** (DUCK_DECIBELS / 20) + 1e-9)


@given(spans())
@settings(max_examples=30)
def test_it_never_jumps(spoken: Spans) -> None:
    gains = Ducked.under(Steady(), LENGTH, spoken).gains(FADE_IN, LENGTH - FADE_IN - FADE_OUT)
    steps = np.diff(20 * np.log10(gains))
    assert steps.min(initial=0) >= DUCK_DECIBELS / DOWN_SAMPLES - 1e-9
    assert steps.max(initial=0) <= -DUCK_DECIBELS / UP_SAMPLES + 1e-9
    assert DOWN_SAMPLES + UP_SAMPLES < NEIGHBOUR_SAMPLES


@given(spans(), st.lists(st.integers(1, 5000), min_size=1, max_size=8), st.integers(0, 30 * RATE))
def test_it_is_the_same_in_whatever_pieces(spoken: Spans, sizes: list[int], start: int) -> None:
    under = Ducked.under(Steady(channels=2), LENGTH, spoken)
    whole, at, parts = under.samples(start, sum(sizes)), start, []
    for size in sizes:
        parts.append(under.samples(at, size))
        at += size
    np.testing.assert_array_equal(np.concatenate(parts), whole)
