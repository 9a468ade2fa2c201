"""The settings of a script, and its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.script_help import form_of
from voiceguide.errors import Finding, ScriptError
from voiceguide.language import available
from voiceguide.preferences import Countdown
from voiceguide.routine import Hold, Preferences
from voiceguide.script import check, parse, read
from voiceguide.script.starter import starter


def findings_of(front: str) -> list[tuple[int, int, str]]:
    found = parse(f"---\n{front}\n---\n\n- x for 60 s\n", "test.md", "test").findings
    return [(finding.line, finding.column, finding.message) for finding in found]


def test_all_settings() -> None:
    text = """---
title: "Feet: a routine"
language: de-AT
voice: Anna
rate: 150
settle: 1:30
elastic: 80%-120%
author: A. B.
description: x
pronounce:
  fascia: fasha
  no: nein
---
- x für 60 s
"""
    routine = parse(text, "test.md", "test").routine
    assert routine is not None
    assert (routine.title, routine.language, routine.voice, routine.rate) == ("Feet: a routine", "de-AT", "Anna", 150)
    assert (routine.settle, routine.author, routine.description) == (90, "A. B.", "x")
    assert routine.pronounce == {"fascia": "fasha", "no": "nein"}
    assert routine.phases[0].steps[0].dose == Hold(60, 48, 72, (60, 60))


@pytest.mark.parametrize("settle", ["4", "4 seconds", "4s", "0:04", "four seconds"])
def test_settle_is_a_time(settle: str) -> None:
    routine = parse(f"---\nsettle: {settle}\n---\n- x\n", "test.md", "test").routine
    assert routine is not None
    assert routine.settle == 4


@pytest.mark.parametrize(
    ("front", "place", "words"),
    [
        ("title: A\nlangage: en", (3, 1), "did you mean `language`?"),
        ("title: A\ntitle: B", (3, 1), "`title` is set twice"),
        ("title: A\nlanguage: tlh", (3, 11), "`tlh`"),
        ("language: no", (2, 11), "`no`"),
        ("title:", (2, 7), "no value"),
        ("rate: fast", (2, 7), "no rate"),
        ("rate: 5", (2, 7), "no rate"),
        ("settle: soon", (2, 9), "cannot be read as a time"),
        ("settle: 2 to 4 seconds", (2, 9), "not one time"),
        ("settle: 1 hour", (2, 9), "0 to 10 minutes"),
        ("elastic: much", (2, 10), "two parts of the whole"),
        ("elastic: 150%-50%", (2, 10), "must go from"),
        ("elastic: 0%-150%", (2, 10), "must go from"),
        ("pronounce: fascia", (2, 12), "words and their respellings"),
        ("pronounce:\n  a: b\n  a: c", (3, 3), "respelt twice"),
        ("title: [a, b]", (2, 8), "one value"),
        ("title: a: b", (2, 9), "cannot be read"),
        ("title: 'a", (2, 10), "cannot be read"),
        ("- a", (2, 3), "no list of settings"),
        ("title: " + "[" * 500, (2, 1), "nested too deep"),
        ("a: &a [b]\nc: *a", (2, 1), "no setting `a`"),
    ],
)
def test_a_bad_setting_is_an_error_at_its_place(front: str, place: tuple[int, int], words: str) -> None:
    found = findings_of(front)
    assert any((line, column) == place and words in message for line, column, message in found), found


def test_front_matter_that_is_not_closed() -> None:
    (found, *_) = parse("---\ntitle: A\n- x for 60 s\n", "test.md", "test").findings
    assert (found.line, found.message) == (1, "the front matter is not closed")


def error_of(path: Path) -> Finding:
    with pytest.raises(ScriptError) as caught:
        read(path, shown_as="given.md")
    (found,) = caught.value.findings
    assert check(path, shown_as="given.md").findings == (found,)
    assert found.path == "given.md"
    return found


def test_a_file_that_is_missing_or_a_folder(tmp_path: Path) -> None:
    assert "no such file" in error_of(tmp_path / "missing.md").message
    assert "folder" in error_of(tmp_path).message
    assert error_of(Path("a\0b")).line == 1


def test_a_file_that_is_not_utf8_is_refused_at_the_bad_byte(tmp_path: Path) -> None:
    path = tmp_path / "bad.md"
    for start in (b"", b"\xef\xbb\xbf"):
        path.write_bytes(start + "# é\r\n\r\n- é".encode() + b"\xff x\n")
        found = error_of(path)
        assert (found.line, found.column) == (3, 4)
        assert "UTF-8" in found.message


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    assert "over 500 kB" in error_of(path).message


@pytest.mark.no_cover
def test_a_script_of_three_thousand_steps_is_read() -> None:
    steps = [f"- Press spot {number}a for {1 + number % 5} seconds, each foot (needs a ball)" for number in range(100)]
    reading = parse("\n".join(steps * 30), "test.md", "test")
    assert reading.routine is not None
    assert len(reading.routine.phases[0].steps) == 3_000


@pytest.mark.parametrize("name", ["my-routine", "Fuß", 'a "b" \\ c', "", "---", ": x", "no", "{number}"])
def test_the_starter_is_without_fault(name: str) -> None:
    reading = parse(starter(name), "test.md", "test")
    assert {found.severity for found in reading.findings} == {"note"}
    assert reading.routine is not None


@pytest.mark.parametrize("language", available())
def test_the_starter_is_the_same_session_in_every_language(language: str) -> None:
    reading = parse(starter("morning", language), "test.md", "test")
    english = parse(starter("morning"), "test.md", "test").routine
    assert {found.severity for found in reading.findings} == {"note"}
    assert reading.routine is not None
    assert english is not None
    assert reading.routine.language == language
    assert [form_of(step) for phase in reading.routine.phases for step in phase.steps] == [
        form_of(step) for phase in english.phases for step in phase.steps
    ]
    assert [len(step.needs) for step in reading.routine.phases[0].steps] == [0, 1, 0]
    assert len(reading.routine.safety) == 1


def test_the_starter_is_called_what_it_was_named() -> None:
    routine = parse(starter("heel-pain_morning"), "test.md", "test").routine
    assert routine is not None
    assert routine.title == "Heel pain morning"


def test_the_session_that_the_writer_intends() -> None:
    front = "title: silent\nlength: 20 min\ntalk: brief\nbed: rain\nbells: soft\ncountdown: none\nclosing: none"
    text = f"---\n{front}\nfrequency: Twice a day.\n---\n\n# Heel\n\n- x for 60 s\n"
    routine = parse(text, "test.md", "test").routine
    assert routine is not None
    assert routine.preferences == Preferences(1200.0, "brief", "rain", "soft", Countdown(0))
    assert (routine.title, routine.silent_title, routine.silent_closing) == ("Heel", True, True)
    assert routine.frequency == "Twice a day."


@pytest.mark.parametrize(
    ("front", "message", "mended"),
    [
        ("length: 20", "`20` has no unit", "20 minutes"),
        ("bells: Soft", "`Soft` is no value of `bells`", "soft"),
        ("talk: breif", "`breif` is no value of `talk`", "brief"),
        ("countdown: 99", "`99` is not a countdown: write 0 to 10, or `5 spoken`", None),
        ("closing: Goodbye", "`Goodbye` is no value of `closing`", None),
        ("length: soon", "`soon` is not one time", None),
    ],
)
def test_a_bad_preference_shows_what_is_meant(front: str, message: str, mended: str | None) -> None:
    (finding,) = parse(f"---\n{front}\n---\n\n- x for 60 s\n", "test.md", "test").findings
    assert finding.message == message
    assert (finding.fix and finding.fix.text) == mended
