"""The log of sessions: written line by line, read whatever became of the file, and kept small."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import pytest

from voiceguide.history import log
from voiceguide.history.calendar import calendar, read_time, times_of
from voiceguide.history.dots import periods
from voiceguide.history.frequency import Frequency
from voiceguide.history.log import Done
from voiceguide.storage.state import FOLDER_VARIABLE

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "state"))
    return tmp_path / "state"


def done(days: float = 0.0, routine: str = "heel", *, finished: bool = True, heard: float = 600.0) -> Done:
    at = (NOON + timedelta(days)).isoformat(timespec="seconds")
    return Done(at, routine, heard, finished, "page", 600.0, "left")


def test_what_was_done_is_read_newest_first() -> None:
    for each in (done(1), done(0, "sole"), done(2)):
        log.add(each)
    assert log.read() == [done(2), done(1), done(0, "sole")]
    assert log.read("sole") == [done(0, "sole")]


def test_a_session_that_was_left_at_once_is_passed_over() -> None:
    log.add(done(heard=20, finished=False))
    log.add(done(heard=20))
    log.add(done(heard=70, finished=False))
    assert [each.heard for each in log.read()] == [20, 70]


def test_damaged_lines_are_passed_over(folder: Path) -> None:
    log.add(done())
    with (folder / log.NAME).open("ab") as file:
        file.write(b'{"at":1}\n\xff\xfe\nnull\n[' + b"[" * 10_000 + b'\n{"at":"2026-01-01T00:00:00","routine":"x"}\n')
    log.add(done(1))
    assert log.read() == [done(1), done()]


def test_the_log_is_for_its_owner_alone_and_stays_small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST_BYTES", 2_000)
    for number in range(100):
        log.add(done(number))
    path = folder / log.NAME
    assert path.stat().st_size < 2_500
    assert log.read()[0] == done(99)
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600
    log.forget()
    assert not path.exists()
    assert log.read() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"heard": float("nan")},
        {"heard": -1.0},
        {"length": 1e9},
        {"side": "both"},
        {"where": "moon"},
        {"routine": ""},
        {"routine": ["heel"]},
        {"routine": "x" * 300},
        {"at": "yesterday"},
        {"at": "2026-01-01T00:00:00"},
    ],
)
def test_a_session_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    values = {"at": NOON.isoformat(), "routine": "x", "heard": 60.0, "finished": True, "where": "page", **wrong}
    with pytest.raises(ValueError, match=r"impossible|isoformat"):
        Done(**values)  # type: ignore[arg-type]


TWICE = Frequency(2, 1, 14)


def test_twice_a_day_for_two_weeks_is_a_row_of_dots() -> None:
    sessions = [done(0), done(0.1), done(0.2), done(1), done(1, finished=False), done(3)]
    found = periods(sessions, TWICE, date(2026, 11, 20))
    assert len(found) == 14
    assert [period.done for period in found[:5]] == [2, 1, 0, 1, 0]
    assert (found[0].start, found[13].until) == (date(2026, 11, 16), date(2026, 11, 29))
    assert " ".join(map(str, found[:4])) == "●● ●○ ○○ ●○"
    assert found[0].as_json() == {"from": "2026-11-16", "until": "2026-11-16", "done": 2, "of": 2}


def test_after_its_end_the_plan_begins_again_with_the_next_session() -> None:
    found = periods([done(0), done(20)], TWICE, date(2026, 12, 8))
    assert found[0].start == date(2026, 12, 6)
    assert periods([done(0)], TWICE, date(2027, 11, 16))[0].start == date(2026, 11, 16)


def test_a_plan_without_an_end_shows_the_last_two_weeks() -> None:
    found = periods([done(0), done(39)], Frequency(1, 1), date(2026, 12, 26))
    assert len(found) == 14
    assert found[-1].start == date(2026, 12, 26)
    assert [period.done for period in found][-2:] == [1, 0]
    weeks = periods([done(0)], Frequency(3, 7, 42), date(2026, 11, 18))
    assert len(weeks) == 6
    assert (weeks[0].done, weeks[0].of) == (1, 3)


def test_sessions_of_a_clock_that_was_wrong_are_passed_over() -> None:
    wrong = Done("9999-12-31T23:00:00+00:00", "heel", 600.0, True, "page")
    found = periods([wrong, done(0)], TWICE, date(2026, 11, 16))
    assert (found[0].start, found[0].done) == (date(2026, 11, 16), 1)
    assert periods([wrong], TWICE, date(2026, 11, 16))[0].start == date(2026, 11, 16)


def test_nothing_done_yet_begins_today() -> None:
    assert periods([], TWICE, date(2026, 11, 20))[0].start == date(2026, 11, 20)


def entries(frequency: Frequency, times: tuple[str, ...] = (), title: str = "Heel pain") -> str:
    read = [read_time(each) for each in times]
    return calendar("heel", title, 10, frequency, date(2026, 11, 16), read, NOON)


def test_reminders_are_repeated_as_the_plan_says() -> None:
    text = entries(TWICE)
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == text.count("BEGIN:VALARM") == 2
    assert "DTSTART:20261116T080000\r\n" in text
    assert "DTSTART:20261116T200000\r\n" in text
    assert text.count("RRULE:FREQ=DAILY;INTERVAL=1;COUNT=14\r\n") == 2
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=18\r\n" in entries(Frequency(3, 7, 42))
    assert "RRULE:FREQ=DAILY;INTERVAL=2\r\n" in entries(Frequency(1, 2))
    assert entries(TWICE, ("7:15", "7:15")).count("DTSTART:20261116T071500") == 1
    assert len(set(times_of(Frequency(24, 1)))) == 24
    assert times_of(Frequency(3, 1))[1] == time_of_day(14)


def test_a_calendar_holds_no_address_and_no_line_that_a_title_breaks() -> None:
    text = entries(TWICE, title="Fersen;, \\ schön\r\nX:1 " + "ü" * 100)
    assert "http" not in text
    assert "\nX:1" not in text
    assert r"SUMMARY:Fersen\;\, \\ schön" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.replace("\r\n ", "").count("ü" * 100) == 4
    assert text.endswith("END:VCALENDAR\r\n")


@pytest.mark.parametrize("typed", ["", "25:00", "8", "8:60", "8:00:00", "-1:00", "x"])
def test_a_time_of_day_is_hours_and_minutes(typed: str) -> None:
    with pytest.raises(ValueError, match="not a time of day"):
        read_time(typed)
