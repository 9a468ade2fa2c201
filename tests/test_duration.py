"""Lengths as they are typed and shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.duration import clock, clocks, parse_length, typed_length


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("10m", 600),
        ("10 minutes", 600),
        ("1 minute", 60),
        ("10min", 600),
        ("9m30s", 570),
        ("9m 30s", 570),
        ("9 minutes 30 seconds", 570),
        ("10:00", 600),
        ("90:30", 5430),
        ("600", 600),
        ("600.25", 600.25),
        ("600s", 600),
        ("1h", 3600),
        ("1.5h", 5400),
        ("1h5m", 3900),
        ("1h30", 5400),
        ("1 h 05", 3900),
        ("1:00:00", 3600),
        ("24h", 86400),
        (" 10M ", 600),
        ("shortest", "shortest"),
        ("Longest", "longest"),
    ],
)
def test_a_length_is_read(typed: str, seconds: float | str) -> None:
    assert parse_length(typed) == seconds


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("0", "longer than zero"),
        ("0m", "longer than zero"),
        ("-5", "longer than zero"),
        ("-10m", "longer than zero"),
        ("abc", "cannot be read"),
        ("", "cannot be read"),
        ("nan", "cannot be read"),
        ("inf", "cannot be read"),
        ("1e3", "cannot be read"),
        ("10 years", "cannot be read"),
        ("10:75", "cannot be read"),
        ("1:2", "cannot be read"),
        ("10m10m", "cannot be read"),
        ("٣", "cannot be read"),
        ("9" * 500, "cannot be read"),
        ("99999h", "at most 24 hours"),
        ("999999999", "at most 24 hours"),
    ],
)
def test_what_is_no_length_is_refused_with_its_reason(typed: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_length(typed)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("10", "10"),
        ("45.0", "45"),
        ("45.00", "45"),
        ("1.25", "1.25"),
        ("0.75", "0.75"),
        ("10,5", "10.5"),
        ("9.0000", "9"),
    ],
)
def test_a_number_that_may_be_minutes_is_asked_back(typed: str, number: str) -> None:
    asked = f"`{typed}`: {number} minutes or {number} seconds? Write {number}m or {number}s"
    with pytest.raises(ValueError, match=re.escape(asked)):
        typed_length(typed)


def test_one_is_asked_back_in_the_singular() -> None:
    for typed in ("1", "1.0"):
        with pytest.raises(ValueError, match=f"`{typed}`: 1 minute or 1 second\\? Write 1m or 1s"):
            typed_length(typed)


@pytest.mark.parametrize(
    ("typed", "seconds"), [("29.883", 29.883), ("45.000", 45), ("600", 600), ("120.5", 120.5), ("45.0s", 45)]
)
def test_a_number_that_can_only_be_seconds_is_seconds(typed: str, seconds: float) -> None:
    assert typed_length(typed) == seconds


@given(st.text(max_size=30))
def test_any_text_is_a_length_or_a_clear_no(typed: str) -> None:
    try:
        length = parse_length(typed)
    except ValueError as error:
        assert str(error)
    else:
        assert isinstance(length, str) or 0 < length <= 86400


@given(st.integers(1, 86400))
def test_a_clock_reads_back(seconds: int) -> None:
    assert parse_length(clock(seconds)) == seconds


def test_a_clock_rounds_down() -> None:
    assert [clock(0), clock(9.9), clock(725), clock(3725)] == ["0:00", "0:09", "12:05", "1:02:05"]


@pytest.mark.parametrize(
    ("lengths", "shown"),
    [
        ((71.2, 95.9, 198.7), ("1:12", "1:35", "3:18")),
        ((21.6, 21.6, 40.2), ("0:22", "0:22", "0:40")),
        ((10.0, 40.2, 40.2), ("0:10", "0:40", "0:40")),
        ((21.6, 21.6, 21.6), ("0:22", "0:22", "0:22")),
    ],
)
def test_a_length_is_never_shown_outside_its_ends(
    lengths: tuple[float, float, float], shown: tuple[str, str, str]
) -> None:
    assert clocks(*lengths) == shown
