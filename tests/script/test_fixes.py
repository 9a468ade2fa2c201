"""Fixes are applied if the result reads right and no other line changes its meaning."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.errors import Finding, Fix
from voiceguide.script import Reading, parse
from voiceguide.script.fixes import MOST_READINGS, mend
from voiceguide.script.manuscript import Manuscript

Cure = Callable[[Finding, list[str]], Fix | None]


def reader(cure: Cure) -> Callable[[str], Reading]:
    """The reader of scripts, with a cure for some findings."""

    def read(text: str) -> Reading:
        reading = parse(text, "test.md", "test")
        lines = Manuscript.of(text).text.removeprefix("\ufeff").splitlines()
        found = [dataclasses.replace(one, fix=cure(one, lines) or _setting(one)) for one in reading.findings]
        return dataclasses.replace(reading, findings=tuple(found))

    return read


def _setting(finding: Finding) -> Fix | None:
    """The reader's own cure of a setting. The other cures are those of the test."""
    return finding.fix if "there is no setting" in finding.message else None


def spelling(finding: Finding, lines: list[str]) -> Fix | None:
    """The unit that a misspelt one means."""
    meant = re.search(r"cannot be read as a time: did you mean `(\w+)`", finding.message)
    word = re.match(r"\w+", lines[finding.line - 1][finding.column - 1 :])
    if not meant or not word:
        return None
    return Fix(finding.line, finding.column, finding.line, finding.column + len(word[0]), meant[1])


def replacing(old: str, new: str, *, sure: bool = True) -> Cure:
    """The same change for each finding of a line that has the old words."""

    def cure(finding: Finding, lines: list[str]) -> Fix | None:
        at = lines[finding.line - 1].find(old)
        return None if at < 0 else Fix(finding.line, at + 1, finding.line, at + 1 + len(old), new, sure)

    return cure


def test_a_misspelt_unit_is_mended() -> None:
    mended = mend("- Press for 5 secnds\n- Roll for 2 minuets\n", reader(spelling))
    assert mended.text == "- Press for 5 seconds\n- Roll for 2 minutes\n"
    assert [(done.finding.line, done.old, done.new) for done in mended.applied] == [
        (1, "secnds", "seconds"),
        (2, "minuets", "minutes"),
    ]
    assert not mended.reading.findings


def test_an_unknown_setting_that_is_nearly_a_known_one_is_mended() -> None:
    script = "---\ntitel: Heel\n---\n\n- Press for 5 seconds\n"
    mended = mend(script, lambda text: parse(text, "test.md", "test"))
    assert mended.text == script.replace("titel", "title")
    assert mended.reading.routine
    assert mended.reading.routine.title == "Heel"


def test_a_text_without_findings_stays_as_it_is() -> None:
    assert mend("- Press for 5 seconds", reader(spelling)).text == "- Press for 5 seconds"


def test_line_endings_mark_and_letters_stay() -> None:
    script = "\ufeff# U\u0308bung\r\n\r\n- Press for 5 secnds\r- Roll for 5 seconds\n- Last for 6 secnds"
    assert mend(script, reader(spelling)).text == script.replace("secnds", "seconds")


def test_what_is_not_sure_is_left() -> None:
    read = reader(replacing("secnds", "seconds", sure=False))
    assert not mend("- Press for 5 secnds", read).applied
    assert mend("- Press for 5 secnds", read, unsure=True).text == "- Press for 5 seconds"


@pytest.mark.parametrize("wrong", ["secnd", "", "seconds for 10 secnds", "seconds\n- Lean for 3 secnds"])
def test_what_does_not_read_right_is_left(wrong: str) -> None:
    mended = mend("- Press for 5 secnds", reader(replacing("secnds", wrong)))
    assert mended.text == "- Press for 5 secnds"
    assert not mended.applied


def test_what_changes_another_line_is_left() -> None:
    script = "## Two\n\n- Lean for 5 seconds\n- Roll for 7 secnds\n"

    def read(text: str) -> Reading:
        reading = reader(spelling)(text)
        fix = Fix(1, 7, 1, 7, " (each leg)")
        told = () if "each" in text else (Finding("test.md", 1, 1, "warning", "say the side", None, fix),)
        return dataclasses.replace(reading, findings=told + reading.findings)

    assert mend(script, read).text == script.replace("secnds", "seconds")


def test_a_fix_that_removes_the_line_of_another_step_is_left() -> None:
    def cure(finding: Finding, lines: list[str]) -> Fix | None:
        fix = spelling(finding, lines)
        return fix and Fix(2, 1, 3, 1, "- Press for 5 seconds\n")

    assert not mend("- Press for 5 secnds\n- Roll for 7 seconds\n", reader(cure)).applied


def test_fixes_in_each_others_way_are_tried_alone() -> None:
    script = "".join(f"- Press for {number} secnds\n" for number in range(2, 22))

    def cure(finding: Finding, lines: list[str]) -> Fix | None:
        fix = spelling(finding, lines)
        return fix and (dataclasses.replace(fix, text="") if finding.line in (3, 17) else fix)

    mended = mend(script, reader(cure))
    wrong = [number for number, line in enumerate(mended.text.splitlines(), 1) if line.endswith("secnds")]
    assert wrong == [3, 17]


def test_two_fixes_of_one_line_are_applied_together() -> None:
    script = "---\ntitel: A\nvoic: x\n---\n- Press for 5 secnds, then rest for 3 secnds\n- Roll for 4 secnds\n"
    mended = mend(script, reader(spelling))
    assert mended.text.startswith("---\ntitle: A\nvoice: x\n---\n")
    assert mended.text.endswith("- Roll for 4 seconds\n")


def test_an_error_that_hid_all_others_is_mended_and_then_the_others() -> None:
    script = "---\ntitel: Heel\n\n- Press for 5 secnds\n"

    def cure(finding: Finding, lines: list[str]) -> Fix | None:
        return Fix(3, 1, 3, 1, "---\n") if "not closed" in finding.message else spelling(finding, lines)

    assert mend(script, reader(cure)).text == "---\ntitle: Heel\n---\n\n- Press for 5 seconds\n"


def test_lines_may_be_put_in_above_without_touching_a_step() -> None:
    def cure(finding: Finding, lines: list[str]) -> Fix | None:
        return Fix(1, 1, 1, 1, "# Heel\n") if "are these steps" in finding.message and len(lines) == 2 else None

    def read(text: str) -> Reading:
        reading = reader(cure)(text)
        kept = tuple(one for one in reading.findings if "# Heel" not in text)
        return dataclasses.replace(reading, findings=kept)

    assert mend("- Press\n- Roll\n", read).text == "# Heel\n- Press\n- Roll\n"


def test_a_reader_that_is_never_content_is_not_asked_for_ever() -> None:
    asked = 0

    def read(text: str) -> Reading:
        nonlocal asked
        asked += 1
        count = len(text.splitlines())
        fixes = [Fix(line, 1, line, 1, "") for line in range(1, count + 1)]
        findings = [Finding("a", fix.line, 1, "error", f"never {fix.line}", None, fix) for fix in fixes]
        return Reading(None, tuple(findings))

    assert not mend("a\n" * 500, read).applied
    assert asked <= MOST_READINGS + 1


@given(st.lists(st.tuples(st.text("ab é", max_size=6), st.sampled_from(["\n", "\r\n", "\r"])), max_size=6), st.data())
def test_every_text_is_kept_whole_and_spliced_where_a_fix_says(
    lines: list[tuple[str, str]], data: st.DataObject
) -> None:
    text = "".join(words + ending for words, ending in lines)
    script = Manuscript.of(text)
    assert script.text == text
    line = data.draw(st.integers(1, len(script.lines)))
    column = data.draw(st.integers(1, len(script.lines[line - 1][0]) + 1))
    mended = script.mended([Fix(line, column, line, column, "X\nY")])
    plain = [words for words, _ in script.lines]
    plain[line - 1 : line] = (plain[line - 1][: column - 1] + "X\nY" + plain[line - 1][column - 1 :]).split("\n")
    assert [words for words, _ in mended.lines] == plain
