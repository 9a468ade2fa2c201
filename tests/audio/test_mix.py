"""Mixing a timeline: the samples depend neither on the block size nor on the start."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audio.timelines import Level, whole_mix
from voiceguide.audio import mix
from voiceguide.audio.timeline import Placement, Timeline


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    length = draw(st.integers(0, 300))
    placements = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, length))
        placements.append(
            Placement(start, Level(draw(st.integers(-32768, 32767)), draw(st.integers(0, length - start))))
        )
    return Timeline(length, tuple(sorted(placements, key=lambda placement: placement.start)))


def summed(timeline: Timeline) -> np.ndarray:
    """The mix, computed in one step."""
    total = np.zeros(timeline.length, int)
    for placement in timeline.placements:
        total[placement.start : placement.end] += placement.sound.samples()
    return total.clip(-32768, 32767)


@given(timelines(), st.integers(1, 100), st.integers(0, 320))
def test_blocks_are_the_sum_of_the_sounds_from_anywhere_on(timeline: Timeline, size: int, start: int) -> None:
    blocks = list(mix.blocks(timeline, start, size))
    assert all(len(block) == size for block in blocks[:-1])
    assert all(block.dtype == np.int16 for block in blocks)
    np.testing.assert_array_equal(np.concatenate([np.zeros(0), *blocks]), summed(timeline)[start:])


@pytest.mark.parametrize(("one", "other", "heard"), [(20000, 20000, 32767), (-20000, -20000, -32768), (5, -7, -2)])
def test_loud_sounds_over_each_other_stay_at_full_scale(one: int, other: int, heard: int) -> None:
    both = Timeline(10, (Placement(0, Level(one, 10)), Placement(0, Level(other, 10))))
    assert set(whole_mix(both)) == {heard}


def test_a_sound_is_read_only_when_its_time_comes() -> None:
    read = []

    class Watched(Level):
        def samples(self) -> np.ndarray:
            read.append(self.value)
            return super().samples()

    blocks = mix.blocks(Timeline(100, (Placement(0, Watched(1, 10)), Placement(50, Watched(2, 40)))), size=20)
    next(blocks)
    assert read == [1]
    list(blocks)
    assert read == [1, 2]
