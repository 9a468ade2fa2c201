"""`--until 7:45`: the time from now to a time of day."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import Cli
from tests.needs import need
from voiceguide.live.until import TYPING_SECONDS, seconds_until, times_between

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


@pytest.mark.parametrize(
    ("hour", "minute", "least", "most", "like", "told"),
    [
        (7, 15, 900, 2700, "7:20", "between 7:31 and 8:00"),
        (7, 15, 900, 2700, "7:20am", "between 7:31 am and 8:00 am"),
        (11, 40, 900, 2700, "12 PM", "between 11:56 am and 12:25 pm"),
        (23, 40, 300, 2700, "0:45", "between 23:46 and 0:25 tomorrow"),
        (23, 40, 1800, 2700, "0:05", "between 0:11 and 0:25 tomorrow"),
        (23, 40, 1800, 2700, "12:05am", "between 12:11 am and 12:25 am tomorrow"),
        (7, 15, 900, 960, "7:20", "at 7:31"),
        (7, 15, 900, 930, "7:20", None),
        (7, 15, 900, 200_000, "7:20", "between 7:31 and 7:14 tomorrow"),
        (7, 15, 90_000, 200_000, "7:20", None),
    ],
)
def test_the_times_at_which_a_session_can_end_are_told(
    hour: int, minute: int, least: float, most: float, like: str, told: str | None
) -> None:
    assert times_between(least, most, datetime(2026, 5, 4, hour, minute, tzinfo=BERLIN), like) == told


def test_in_the_night_that_the_clocks_are_changed_the_times_are_what_they_show() -> None:
    now = datetime(2026, 3, 29, 1, 50, tzinfo=BERLIN)
    assert times_between(900, 1800, now) == "between 3:06 and 3:20"


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(BERLIN)),
    st.floats(1, 7200),
    st.floats(0, 7200),
    st.floats(0, TYPING_SECONDS),
    st.sampled_from(["7:45", "7:45pm"]),
)
def test_every_time_that_is_told_can_be_asked_for(
    now: datetime, least: float, more: float, typing: float, like: str
) -> None:
    told = times_between(least, least + more, now, like)
    if told is None or now.month in (3, 10):  # in the nights that the clocks are changed, a time may be shown twice
        return
    later = datetime.fromtimestamp(now.timestamp() + typing, BERLIN)
    for time_of_day in re.findall(r"\d+:\d\d(?: [ap]m)?", told):
        assert least <= seconds_until(time_of_day, later) <= least + more


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


def test_a_time_out_of_reach_is_refused_with_the_times_and_the_lengths_that_can_be(
    cli: Cli, script: Callable[..., Path]
) -> None:
    path = script("# Feet\n\n- Press the heel spot for 4 to 30 minutes\n")
    soon = datetime.now() + timedelta(minutes=3)
    said = cli("play", path, "--until", f"{soon:%H:%M}", "--output", "none", "--plain", "--anyway")
    assert said.status == 1
    assert f"cannot end at {soon:%H:%M}: if it starts now, it can end between " in said.err
    assert re.search(r"between \d+:\d\d and \d+:\d\d", said.err)
    assert re.search(r"It can last from 4:\d\d to 30:\d\d", said.err)
