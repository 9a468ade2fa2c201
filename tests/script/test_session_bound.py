"""The bound of a session, and reading in linear time."""

from __future__ import annotations

import time
import timeit

import pytest

from benchmarks.fuzz import alarm
from tests.strategies import steady_voice
from voiceguide.errors import FitError
from voiceguide.fit import fit
from voiceguide.script import parse
from voiceguide.script.pieces import find_pieces
from voiceguide.script.scan import scanned
from voiceguide.units import MOST_SECONDS, RATE


def error_of(text: str) -> tuple[int, str] | None:
    """The line and the message of the first error."""
    errors = [found for found in parse(text, "test.md", "test").findings if found.severity == "error"]
    return (errors[0].line, errors[0].message) if errors else None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- Tap, 1000 sets of 1000", 1),
        ("## A (1000 rounds)\n\n- Tap, 1000 sets of 1000, each side", 3),
        ("## A (1000 rounds)\n\n- Rest for 5 minutes", 3),
        ("## A (1 to 1000 rounds)\n\n- Hold for 5 minutes", 3),
        ("- Hold for 60 minutes\n" * 30, 24),
        ("## A (1000 rounds, 60 minutes rest between)\n\n- Squat for 10 seconds", 3),
        ("- Take 300 breaths, each foot\n" * 30, 15),
    ],
)
def test_a_session_of_more_than_a_day_is_an_error_at_its_line(text: str, line: int) -> None:
    found = error_of(text)
    assert found is not None
    assert found[0] == line
    assert "a session lasts at most 24 hours" in found[1]


def test_a_long_session_within_a_day_is_read_and_planned() -> None:
    routine = parse("- Hold for 60 minutes\n" * 15, "test.md", "test").routine
    assert routine is not None
    assert 15 * 3600 < fit(routine, None, steady_voice).length / RATE < MOST_SECONDS


def test_a_length_beyond_a_day_is_refused_before_anything_is_laid_out() -> None:
    routine = parse("- Hold for 60 minutes\n" * 20, "test.md", "test").routine
    assert routine is not None
    assert fit(routine, None, steady_voice).longest / RATE <= MOST_SECONDS
    with pytest.raises(FitError):
        fit(routine, MOST_SECONDS + 60, steady_voice)


def processor_seconds(text: str) -> float:
    """The least of three readings: the cleaning of a large process's memory is no part of it."""
    return min(timeit.repeat(lambda: parse(text, "test.md", "test"), timer=time.thread_time, number=1, repeat=3))


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("head", "unit", "tail"),
    [
        ("- Press ", "0", ""),
        ("- Press ", "1,", ""),
        ("- Press ", "1.", ""),
        ("- Press ", "1, ", ""),
        ("- Press ", "1 ", ""),
        ("- Press", " ", "for 30 s"),
        ("- Press ", "1'", ""),
        ("- Press for 30 s", "; hold 3 s", ""),
        ("", "- Hold for 5 seconds\n", ""),
        ("", "- Repeat 3 times\n", ""),
        ("", "- 10 reps\n", ""),
        ("", "- 3 sets\n", "- Hold 3 s"),
        ("", "- Breathe in for 4 seconds\n", ""),
        ("", '- Foo for 1" 5 [\n', ""),
    ],
)
def test_a_long_text_is_read_in_linear_time(head: str, unit: str, tail: str) -> None:
    size = 4_000
    processor_seconds("- Hold 3 s")
    half = processor_seconds(head + unit * (size // 2 // len(unit)) + tail)
    whole = processor_seconds(head + unit * (size // len(unit)) + tail)
    assert whole < 3.2 * half + 0.25
    assert whole < 4


@pytest.mark.no_cover
@pytest.mark.parametrize("unit", ["<!--", "<!-- a -->", "<a ", "[a](b) ", "`a` ", "%%", "**a"])
def test_a_long_run_of_marks_is_read_in_linear_time(unit: str) -> None:
    assert processor_seconds(unit * 20_000 + "\n- Hold for 5 seconds\n") < 2


@pytest.mark.no_cover
def test_few_long_lines_take_about_as_long_as_many_short_ones() -> None:
    many = processor_seconds(("- halfway " + "1 " * 600 + ": turn\n") * 32)
    few = processor_seconds(("- halfway " + "1 " * 2400 + ": turn\n") * 8)
    assert few < 1.6 * many + 0.2


@pytest.mark.no_cover
@pytest.mark.parametrize("end", ["x)", ""], ids=["closed", "left open"])
def test_one_bracket_of_many_conditions_takes_about_as_long_as_many_brackets(end: str) -> None:
    head, step = "---\nlanguage: es\n---\n\n", "\n- Presiona 5 s\n\n"
    processor_seconds(head + "## A (1, x)\n" + step)
    many = processor_seconds(head + ("## A (" + "1, " * 75 + f"{end}\n" + step) * 20)
    few = processor_seconds(head + "## A (" + "1, " * 1_500 + f"{end}\n" + step)
    assert few < 1.6 * many


@pytest.mark.no_cover
def test_many_doses_in_a_line_are_found_in_linear_time() -> None:
    scan = scanned("Pressé " + "1x" * 10_000, "en")
    with alarm():
        assert len(find_pieces(scan)) == 5_000


def test_a_session_that_a_slow_voice_makes_longer_than_a_day_is_refused_as_written() -> None:
    script = "# Day\n\n- Hold for 60 minutes\n" + "- Press the heel for 60 minutes\n" * 22
    routine = parse(script, "day.md", "day").routine
    assert routine is not None
    slow = lambda text: 10.0 * len(text)  # noqa: E731 - a voice in a line
    with pytest.raises(FitError, match="its longest 24:00:00"):
        fit(routine, None, slow)
    assert fit(routine, "shortest", slow).longest == MOST_SECONDS * RATE


def test_a_session_that_no_choice_makes_shorter_than_a_day_names_its_shortest_length() -> None:
    script = "# Day\n\n## Press (100 rounds)\n\n- Press the heel for 20 seconds\n"
    routine = parse(script, "day.md", "day").routine
    assert routine is not None
    slow = lambda text: 100.0 * len(text)  # noqa: E731 - a voice in a line
    for length in (None, 600.0):
        with pytest.raises(FitError, match="at least, and a session lasts at most 24 hours"):
            fit(routine, length, slow)
