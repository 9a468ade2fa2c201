"""The reader takes any text without a crash, and no line is lost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.routine import Hold, Routine
from voiceguide.script import Reading, parse
from voiceguide.script.words import read_words

_PIECES = """- |  - |1. |## |# |### |> |---
|```
|<!-- | -->|a \\| b|**|[x](http://y)|Press the heel|Rest|hold|for|60 seconds|30s|20-30s|1:30|x10|10 times|3 x 8
|each foot|L+R|5 deep breaths|until ready|about 15 s|max 90s|(needs a ball)|(optional)|(each leg)|(after A)
|(2 rounds)|Caution: |Stop if|Do not|Note: |halfway: |after 20 seconds: |every 10 s: |10 s before the end: |, |. |: |
|

| |twice|rest 10s between|½|secnds|title: x
|language: de
|für|Sekunden|each|A|\\|&amp;|<b>|\t|{"""
SCRIPTS = st.lists(st.sampled_from(_PIECES.split("|")), max_size=40).map("".join)


def told_lines(reading: Reading) -> set[int]:
    """The lines that the routine or a finding names."""
    lines = {finding.line for finding in reading.findings}
    routine = reading.routine
    assert routine is not None
    lines |= {line.line for line in (*routine.introduction, *routine.safety, *routine.closing, *routine.facts)}
    for phase in routine.phases:
        lines |= {phase.line} | {line.line for line in (*phase.paragraphs, *phase.safety)}
        for step in phase.steps:
            lines |= {step.line} | {line.line for line in (*step.details, *step.safety, *step.coaching)}
    return lines


def assert_sound(routine: Routine) -> None:
    for phase in routine.phases:
        assert all(index < position for position, phase in enumerate(routine.phases) for index in phase.after)
        assert phase.rounds.least <= phase.rounds.natural <= phase.rounds.most
        for step in phase.steps:
            assert step.text.strip()
            assert "\n" not in step.text
            assert not re.search(r"[\x00-\x08{}]", step.text + re.sub("[{](?:number|duration)[}]", "", step.spoken))
            dose = step.dose
            if hasattr(dose, "least"):
                assert 0 < dose.least <= dose.natural <= dose.most <= 3600
            assert not step.rest or isinstance(dose, Hold)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=300), SCRIPTS))
def test_any_text_gives_a_reading(text: str) -> None:
    reading = parse(text, "test.md", "test")
    errors = [finding for finding in reading.findings if finding.severity == "error"]
    assert (reading.routine is None) == bool(errors)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in reading.findings:
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert finding.message
    if reading.routine:
        assert_sound(reading.routine)


@settings(max_examples=300, deadline=None)
@given(SCRIPTS)
def test_nothing_is_lost_in_silence(text: str) -> None:
    """Every line is in the routine, continues such a line, is a comment or front matter, or has a finding."""
    reading = parse("- Press for 60 s\n\n" + text, "test.md", "test")
    if reading.routine is None:
        return
    told = told_lines(reading) | {1}
    title = next(
        (number for number, line in enumerate(reading.routine.source.split("\n"), 1) if line.startswith("# ")), 0
    )
    comment, before, above = False, False, ""
    for number, line in enumerate(reading.routine.source.split("\n"), 1):
        comment = comment or re.match(r"[-# >\d.]*<!--", line) is not None
        blank = not re.search(r"[^\W\d_]", line) or comment or number == title
        quoted = line.lstrip("- ").startswith(">") and ">" in above
        goes_on = before and (quoted or not re.match(r" *(?:[-#>]|\d+\.)\s", line))
        # The first item under a caution is spoken together with its opening words.
        said = " ".join(safety.text for safety in reading.routine.safety)
        joined = set(re.findall(r"[^\W\d_]+", re.sub(r"\(http.*?\)|&amp;", "", line))) <= set(
            re.findall(r"[^\W\d_]+", said)
        )
        assert blank or number in told or goes_on or joined, (number, line)
        before, above = number in told or goes_on, line
        comment = comment and "-->" not in line


STEP_WORDS = "press the heel hold rest for 60 s seconds 3 x 10 times each foot until ready about , ( ) : ."
WORDS = st.lists(st.sampled_from(STEP_WORDS.split()), max_size=14).map(" ".join)


@settings(max_examples=500, deadline=None)
@given(WORDS, st.sampled_from(["en", "de"]))
def test_the_words_of_a_step_are_never_made_up(text: str, language: str) -> None:
    written = text.casefold()
    for doing in read_words(text, language).doings:
        assert all(word in written for word in re.findall(r"\w+", doing.text.casefold()))


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "words",
    ["1" * 4900 + " s", "." * 2000 + " 5 s", "a, " * 1000 + "5 s", "and " * 500 + "5 s", "1 " * 1500, "5 s, " * 400],
)
def test_no_line_takes_long_to_read(words: str) -> None:
    start = time.thread_time()
    parse(f"- Press {words}\n", "test.md", "test")
    assert time.thread_time() - start < 2
