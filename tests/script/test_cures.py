"""Findings with a fix. The script reads right after the fix is applied."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.script.test_refused import REFUSED
from tests.script_help import read_one
from voiceguide.errors import Finding
from voiceguide.language import load
from voiceguide.routine import Routine
from voiceguide.script import Reading, parse
from voiceguide.script.cures import cured
from voiceguide.script.fixes import mend
from voiceguide.script.manuscript import Manuscript
from voiceguide.script.reader import begin

FIRST = "- Lean in for 4 s\n"
"""A step that can be read, before the line."""


def read(text: str) -> Reading:
    """The reading of a text."""
    return parse(text, "test.md", "test")


def faults(reading: Reading) -> list[Finding]:
    """Its errors and warnings."""
    return [found for found in reading.findings if found.severity != "note"]


@pytest.mark.parametrize(
    ("words", "cured"),
    [
        ("Press for 60 secnds", "Press for 60 seconds"),
        ("Press for a minte", "Press for a minute"),
        ("Sit for one hundred and twenty seconds", "Sit for 120 s"),
        ("Sit for one minute thirty", "Sit for 1:30"),
        ("Press 30+ seconds", "Press at least 30 seconds"),
        ("Roll for 90 to 30 seconds", "Roll for 30 to 90 seconds"),
        ("Roll for 1,5 min", "Roll for 1.5 min"),
        ("Do 5 minute circles", "Do circles, 5 minute"),
        ("Roll the sole (optinal)", "Roll the sole (optional)"),
        ("Press (60 s", "Press (60 s)"),
        ("Press for 60 s)", "Press for 60 s"),
        ("Press for 30 s, then for 20 s", "Press for 30 s\n- Press, 20 s"),
        ("Dips, 3 x 10, 90 s", "Dips, 3 x 10, rest 90 s between"),
    ],
)
def test_only_one_meaning_is_applied_without_asking(words: str, cured: str) -> None:
    assert mend(f"{FIRST}- {words}\n", read).text == f"{FIRST}- {cured}\n"


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("Press for 60", "Press for 60 s"),
        ("Press 3 reps slowly, 30 s", "Press 3 reps slowly, 30 s each"),
        ("Sun salutation x 5", "Sun salutation x 5, 60 s each"),
        ("Breathe in for 4, out for 6", "Breathe in for 4, out for 6, 5 rounds"),
        ("Find a seat until ready", "Find a seat until ready, about 15 seconds"),
        ("Heel raises, 3 sets", "Heel raises, 3 sets of 10"),
        ("Press 5 spots lightly", "Press five spots lightly"),
        ("Dips 15 - 20 sec rest", "Dips 15 times, 20 sec rest"),
    ],
)
def test_where_it_is_not_sure_the_cure_is_only_offered(words: str, offered: str) -> None:
    assert mend(f"{FIRST}- {words}\n", read).text == f"{FIRST}- {words}\n"
    assert mend(f"{FIRST}- {words}\n", read, unsure=True).text == f"{FIRST}- {offered}\n"


@pytest.mark.parametrize("words", [words for words, _ in REFUSED])
def test_every_cure_reads_right(words: str) -> None:
    text = f"{FIRST}- {words}\n"
    for finding in read(text).findings:
        if finding.fix is None:
            continue
        mended = read(Manuscript.of(text).mended([finding.fix]).text)
        assert mended.routine is not None
        assert not faults(mended)


def test_the_hint_shows_the_line_as_it_would_be_written() -> None:
    (finding,) = faults(read_one("Dips, 3 x 10, 90 s"))
    assert finding.hint is not None
    assert finding.hint.endswith("here: `Dips, 3 x 10, rest 90 s between`")


@pytest.mark.parametrize(
    ("script", "cured"),
    [
        ("Heel\n====\n\n- Press for 5 s\n", "## Heel\n\n- Press for 5 s\n"),
        ("##Heel\n\n- Press for 5 s\n", "## Heel\n\n- Press for 5 s\n"),
        ("# A\n\n- Press for 5 s\n\n# B\n\n- Roll for 5 s\n", "# A\n\n- Press for 5 s\n\n## B\n\n- Roll for 5 s\n"),
        ("- Press for 60 s\n- halfway: Turn\n", "- Press for 60 s\n  - halfway: Turn\n"),
        ("---\ntitle: Heel\n\n- Press for 5 s\n", "---\ntitle: Heel\n---\n\n- Press for 5 s\n"),
        ("- Press\a for 5 s\n", "- Press for 5 s\n"),
        (
            "## A\n\n- Press for 5 s\n\n## B (after AA)\n\n- Roll for 5 s\n",
            "## A\n\n- Press for 5 s\n\n## B (after AA)\n\n- Roll for 5 s\n",
        ),
        (
            "## Warm up\n\n- Press for 5 s\n\n## B (after Wram up)\n\n- Roll for 5 s\n",
            "## Warm up\n\n- Press for 5 s\n\n## B (after Warm up)\n\n- Roll for 5 s\n",
        ),
    ],
)
def test_the_form_of_a_script_is_mended(script: str, cured: str) -> None:
    assert mend(script, read).text == cured


def test_steps_that_a_line_repeats_are_written_out() -> None:
    script = "1. Press for 5 s\n2. Roll for 6 s\n3. Repeat steps 1 and 2\n"
    assert (
        mend(script, read, unsure=True).text == "1. Press for 5 s\n2. Roll for 6 s\n3. Press for 5 s\n3. Roll for 6 s\n"
    )


def test_a_line_beside_a_thousand_numbers_is_tried_in_few_words() -> None:
    tried = tried_in("- Press 5 spots lightly for 3 sets and 10 reps then 30\n- Lean " + "1 " * 2300)
    assert 1 <= len(tried) <= 2


def test_a_line_of_a_long_phase_is_tried_beside_its_neighbours() -> None:
    rest = "- Rest for 5 seconds\n" * 300
    tried = tried_in(f"{rest}- Press 5 spots lightly for 3 sets and 10 reps then 30\n{rest}")
    assert tried
    assert max(trial.count("\n") for trial in tried) < 100


def test_a_long_script_has_a_cure_for_each_of_its_few_mistakes() -> None:
    steps = "".join(f"- Press spot {'abcdefghij'[number % 10]} for 20 seconds\n" for number in range(60))
    reading = read(f"{steps}- Tap 4 sets and 6 reps then 15\n" * 4)
    assert [one.fix is not None for one in faults(reading)] == [True] * 4


def test_all_trials_together_read_a_bounded_number_of_lines() -> None:
    lines = ["- Stand on one leg 45"] * 400
    text, lengths = "\n".join(lines), []
    findings = begin(text, "test.md", "test", None, None).reading.findings

    def never_cured(trial: str) -> tuple[Routine | None, tuple[Finding, ...]]:
        lengths.append(trial.count("\n") + 1)
        return None, tuple(replace(findings[0], line=line) for line in range(1, lengths[-1] + 1))

    cured(findings, lines, load("en"), never_cured)
    assert 1_000 < sum(lengths) < 3_000


def tried_in(text: str) -> list[str]:
    """The texts that are read to cure this one."""
    first, tried = begin(text, "test.md", "test", None, None), []

    def noted(trial: str) -> tuple[Routine | None, tuple[Finding, ...]]:
        tried.append(trial)
        reading = begin(trial, "", "", None, None).reading
        return reading.understood, reading.findings

    cured(first.reading.findings, text.split("\n"), load("en"), noted)
    return tried
