"""Scripts that once ended in a traceback. Each has a finding now, or a plan."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.fuzz import alarm
from tests.needs import need
from tests.script_help import errors_of
from tests.strategies import steady_voice
from voiceguide.fit import fit
from voiceguide.script import check, parse
from voiceguide.script.actions import SENTENCE


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("## A (2 rounds, rest 90 minutes)\n- Press 5 s\n", "over an hour"),
        ("## A (2 rounds, rest 0 s)\n- Press 5 s\n", "a time must be more than 0"),
        ("## A (2 rounds)\n- Press 5 s\n- Rest 90 minutes between rounds\n", "over an hour"),
        ("## A (2 rounds)\n- Press 5 s\n- Rest 0 s between rounds\n", "a time must be more than 0"),
        ("## A (1.5 reps)\n- Press 5 s\n- Pull 5 s\n", "only whole numbers can be counted"),
        ("## A (3-2 reps)\n- Press 5 s\n- Pull 5 s\n", "the range is upside down"),
        ("## A (0 reps)\n- Press 5 s\n- Pull 5 s\n", "a number of times must be more than 0"),
        ("In 1,1,exhale 1,1\n", "a time must be more than 0"),
        ("- Breathe in for 6 s, out for -10 s, 6 times\n", "a time must be more than 0"),
        ("- 5-2-5-1-5 breathing\n", "may be a ladder, a breath or a tempo"),
        ("---\nlanguage: nl\n---\n-Box- 3-3-3 6 ronde\n-pauze: nog 3x\n", "not how often"),
        ("---\nlanguage: en\nsettle: .5\nc: \n---\n", "`.5`"),
    ],
)
def test_a_dose_that_cannot_be_is_an_error_of_its_line(script: str, message: str) -> None:
    found = errors_of(script)
    assert any(message in each for each in found), found


@pytest.mark.parametrize(
    ("language", "script"),
    [("fr", "Pause 5s(facultatif)\n"), ("it", "Pausa 5s(facoltativo)\n"), ("en", "- Rest 5 s (optional)\n")],
)
def test_a_session_of_rests_alone_keeps_them(language: str, script: str) -> None:
    routine = parse(f"---\nlanguage: {language}\n---\n{script}", "r.md", "r").routine
    assert routine is not None
    shortest = fit(routine, "shortest", steady_voice)
    assert [step.rest for step in shortest.steps] == [True]


def test_a_script_whose_name_is_not_utf_8_has_a_title_that_is(tmp_path: Path) -> None:
    need(sys.platform == "linux", "other systems have no such names")
    path = tmp_path / os.fsdecode(b"fu\xdf.md")
    path.write_text("- Press for 5 seconds\n")
    routine = check(path).routine
    assert routine is not None
    assert (routine.name, routine.title) == ("fu\ufffd", "fu\ufffd")


def test_sentences_are_found_in_linear_time_behind_covered_text() -> None:
    with alarm():
        assert SENTENCE.search("." * 40_000) is None
        assert [match.end() for match in SENTENCE.finditer("." * 40_000 + " Sit.. Lie?) Go")] == [
            40_001,
            40_007,
            40_013,
        ]
