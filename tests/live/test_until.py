"""`--until 7:45`: how long that is from now."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.needs import need
from voiceguide.live.until import seconds_until

BERLIN = ZoneInfo("Europe/Berlin")
MORNING = datetime(2026, 5, 4, 7, 15, 30, 500_000, BERLIN)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("7:45", 29 * 60 + 29.5),
        ("07.45", 29 * 60 + 29.5),
        ("7:45:30", 30 * 60 - 0.5),
        ("7:45 AM", 29 * 60 + 29.5),
        ("7:45a.m.", 29 * 60 + 29.5),
        ("8am", 44 * 60 + 29.5),
        ("19.45", 12 * 3600 + 29 * 60 + 29.5),
        (" 7:45pm ", 12 * 3600 + 29 * 60 + 29.5),
        ("12pm", 4 * 3600 + 44 * 60 + 29.5),
        ("12am", 16 * 3600 + 44 * 60 + 29.5),
        ("24:00", 16 * 3600 + 44 * 60 + 29.5),
        ("0:00", 16 * 3600 + 44 * 60 + 29.5),
        ("7:00", 23 * 3600 + 44 * 60 + 29.5),
        ("7:15:30", 24 * 3600 - 0.5),
        ("7:15:31", 0.5),
    ],
)
def test_the_clock_shows_it_next(text: str, seconds: float) -> None:
    assert seconds_until(text, MORNING) == pytest.approx(seconds, abs=1e-4)


def test_a_time_that_is_now_is_meant_tomorrow() -> None:
    assert seconds_until("7:45", datetime(2026, 5, 4, 7, 45, tzinfo=BERLIN)) == 24 * 3600


@pytest.mark.parametrize(
    "text",
    ["", "7", "soon", "7:5", "7:60", "25:00", "24:01", "24:00:01", "-7:45", "13pm", "0am", "7:45xm", "7:45:", "٧:٤٥"],
)
def test_anything_else_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="time of day"):
        seconds_until(text, MORNING)


@given(st.text())
def test_no_text_does_anything_else(text: str) -> None:
    try:
        assert 0 < seconds_until(text, MORNING) <= 24 * 3600
    except ValueError as error:
        assert len(str(error)) < 200


@pytest.mark.parametrize(
    ("now", "text", "hours"),
    [
        (datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN), "3:30", 1),  # an hour is skipped at 2:00
        (datetime(2026, 3, 29, 1, 30, tzinfo=BERLIN), "2:30", 1),  # never shown
        (datetime(2026, 3, 28, 22, 0, tzinfo=BERLIN), "7:00", 8),
        (datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN), "3:30", 3),  # an hour is shown twice from 2:00
        (datetime(2026, 10, 25, 1, 30, tzinfo=BERLIN), "2:30", 1),
        (datetime(2026, 10, 25, 2, 45, tzinfo=BERLIN), "2:30", 0.75),
        (datetime(2026, 10, 25, 2, 45, tzinfo=BERLIN, fold=1), "2:30", 24 - 0.25),
        (datetime(2026, 10, 24, 22, 0, tzinfo=BERLIN), "7:00", 10),
    ],
)
def test_the_night_that_the_clocks_are_changed_has_its_own_length(now: datetime, text: str, hours: float) -> None:
    assert seconds_until(text, now) == hours * 3600


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    need(hasattr(time, "tzset"), "the machine's time zone cannot be set here")
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("berlin")
def test_without_a_time_zone_it_is_the_machines() -> None:
    assert seconds_until("7:00", datetime(2026, 3, 28, 22, 0)) == 8 * 3600
    assert seconds_until("7:00", datetime(2026, 5, 28, 22, 0)) == 9 * 3600


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(BERLIN)), st.times())
def test_the_clock_shows_what_was_asked_for(now: datetime, time_of_day: object) -> None:
    text = str(time_of_day)[:8]
    then = datetime.fromtimestamp(now.timestamp() + seconds_until(text, now) + 1e-4, BERLIN)
    skipped = (then.month, then.hour) == (3, 3)
    assert str(then.time())[:8] == text or skipped
