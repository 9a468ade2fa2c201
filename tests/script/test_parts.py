"""Intervals with the words of their parts, sums, repeats in sets, and lines that lead back."""

from __future__ import annotations

import pytest

from voiceguide.language import load
from voiceguide.script import Reading, parse
from voiceguide.script.readback import readback

INTERVALS = [
    ("4 rounds: 30s sprint, 90s easy", "4 rounds of 30 s sprint, 90 s easy: “Sprint, easy”"),
    ("5 x (30 s fast, 30 s slow)", "5 rounds of 30 s fast, 30 s slow: “Fast, slow”"),
    ("Run: 5 x 1 min hills, 90 s recovery", "5 rounds of 60 s hills, 90 s recovery: “Run”"),
    ("Row: 20 s hard, 40 s easy, 6 rounds", "6 rounds of 20 s hard, 40 s easy: “Row”"),
    ("Shuttles - hall (20 sec sprint, 10 sec walk)", "1 round of 20 s sprint, 10 s walk: “Shuttles - hall”"),
]
DOSES = [
    ("en", "Reach back - 2 minutes (1 min each side)", "60 s, left then right, stretches 30 to 90 s: “Reach back”"),
    ("de", "Drück, 3 Mal", "3 times, 3 s each (9 s), stretches 2 to 4: “Drück”"),
    (
        "en",
        "Week 1: 3 x 30 s of planks",
        "3 sets of 30 s, 10 s rest between, stretches 15 to 45 s: “Week 1: 30 s of planks”",
    ),
    (
        "en",
        "Stand on one leg 30 s, then on the other",
        "30 s, left then right, stretches 15 to 45 s: “Stand on one leg”",
    ),
    ("en", "Hold for 3/4 of an hour", "2700 s, stretches 1350 to 3600 s: “Hold”"),
    ("fr", "Pressez 3/4 d'heure", "2700 s, stretches 1350 to 3600 s: “Pressez”"),
    (
        "en",
        "Tabata squats, 20 s on, 10 s off",
        "8 sets of 20 s, 10 s rest between, stretches 10 to 30 s: “Tabata squats”",
    ),
]


def read(lines: str, language: str = "en") -> Reading:
    items = "".join(f"- {line}\n" for line in lines.split(" // "))
    return parse(f"---\nlanguage: {language}\n---\n{items}", "test.md", "test")


def said(reading: Reading, language: str = "en") -> list[str]:
    assert reading.routine is not None, [str(finding) for finding in reading.findings]
    return [words for _, words in readback(reading.routine, load(language))]


@pytest.mark.parametrize(("line", "expected"), INTERVALS)
def test_intervals_with_words_are_read(line: str, expected: str) -> None:
    assert said(read(line)) == [expected]


@pytest.mark.parametrize(("language", "line", "expected"), DOSES)
def test_a_dose_is_read_as_a_person_reads_it(language: str, line: str, expected: str) -> None:
    assert said(read(line, language), language) == [expected]


def test_intervals_without_rounds_are_warned_about() -> None:
    assert ["not how often" in finding.message for finding in read(INTERVALS[-1][0]).findings] == [True]


def test_a_repeat_in_sets_is_of_the_hold_above() -> None:
    one, two = (
        "Hold the plank for 5 seconds and lower. Repeat 10 times and do 2 sets",
        "Plank for 5 seconds // Repeat 10 times and do 2 sets",
    )
    for lines in (one, two):
        assert said(read(lines))[0].startswith("2 sets of 10 times, 5 s each (50 s), 10 s rest between")


def test_both_are_done_once_more_so() -> None:
    found = said(read("Look up (20 times); look left and right (20 times); then do both again with a pen."))
    assert [words.partition(": ")[2] for words in found] == [
        "“Look up”",
        "“Look left and right”",
        "“Look up with a pen”",
        "“Look left and right with a pen”",
    ]


def test_a_repeat_of_the_list_in_a_step_is_refused_and_cured() -> None:
    reading = read("Press for 5 seconds // Roll for 10 seconds, then repeat the circuit 3 times")
    fixes = [finding.fix for finding in reading.findings if finding.severity == "error"]
    assert reading.routine is None
    assert all(fix and fix.sure for fix in fixes)


def test_steps_done_otherwise_are_not_written_out_for_sure() -> None:
    text = "## A\n\n1. Press, 5 times\n2. Roll, 5 times\n\n## B\n\n- Repeat steps 1 and 2{}\n"
    for tail, sure in (("", True), (" with the eyes shut", False)):
        findings = parse(text.format(tail), "test.md", "test").findings
        assert [finding.fix.sure for finding in findings if finding.fix] == [sure]


def test_a_timed_step_over_timed_steps_is_warned_about() -> None:
    reading = parse("- Foot for 60 seconds\n  - Press the heel for 60 seconds\n", "test.md", "test")
    assert [finding.line for finding in reading.findings if finding.severity == "warning"] == [1]


def test_a_sequence_waits_for_the_listener() -> None:
    reading = read("Sun salutation x 3")
    assert said(reading) == ["3 sets of waits until ready, about 60 s, 10 s rest between: “Sun salutation”"]
    assert [finding.severity for finding in reading.findings] == ["warning"]


@pytest.mark.parametrize("words", ["As seen on 12/10/26", "Repeat version 1/2/3"])
def test_other_numbers_with_slashes_are_words(words: str) -> None:
    reading = parse(f"- {words}, 30 s\n", "test.md", "test")
    assert reading.routine
    assert [step.text for step in reading.routine.phases[0].steps] == [words]


def test_a_breath_may_be_written_with_slashes() -> None:
    reading = parse("- Box breathing 4/4/4/4, 2 minutes\n", "test.md", "test")
    assert reading.routine
    (said,) = (sentence for _, sentence in readback(reading.routine, load("en")))
    assert said == "7 cycles of in 4 s, hold 4 s, out 4 s, hold 4 s, stretches 3 to 10: “Box breathing”"
