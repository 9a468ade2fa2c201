"""Times that are round in speech."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from voiceguide.grid import allowed_seconds, rounded_middle
from voiceguide.routine import Hold


def test_whole_seconds_under_twenty_and_fives_from_there() -> None:
    assert allowed_seconds(Hold(20, 17, 32, (20, 20))) == (17, 18, 19, 20, 25, 30)


def test_what_is_written_is_allowed_as_it_stands() -> None:
    assert allowed_seconds(Hold(22, 20, 33, (22, 33))) == (20, 22, 25, 30, 33)
    assert allowed_seconds(Hold(7.5, 6.2, 8.9, (7.5, 7.5))) == (7, 7.5, 8)


def test_a_fixed_hold_has_one_time() -> None:
    assert allowed_seconds(Hold(33, 33, 33, (33, 33))) == (33,)


def test_a_rest_may_grow_beyond_its_bound() -> None:
    assert allowed_seconds(Hold(10, 5, 10, (10, 10)), most=30)[-3:] == (20, 25, 30)


def test_a_middle_is_rounded_down() -> None:
    ranges = [(45, 90), (60, 120), (10, 15), (21, 24), (30, 32), (20, 30)]
    assert [rounded_middle(*ends) for ends in ranges] == [65, 90, 12, 21, 30, 25]


@given(st.floats(0.5, 3600), st.floats(0, 1000))
def test_all_that_is_allowed_is_within_the_bounds_and_includes_the_natural_time(least: float, more: float) -> None:
    most = least + more
    natural = rounded_middle(least, most)
    allowed = allowed_seconds(Hold(natural, least, most, (least, most)))
    assert list(allowed) == sorted(set(allowed))
    assert least <= allowed[0] <= natural <= (least + most) / 2 + 1e-9
    assert natural in allowed
    assert allowed[-1] <= most
