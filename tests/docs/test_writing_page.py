"""The page on writing: each script on it is read as the answer beneath it says."""

from __future__ import annotations

import re

import pytest

from tests.documentation import DOCS
from voiceguide.language import load
from voiceguide.script import parse
from voiceguide.script.readback import readback

PAGE = (DOCS / "writing-routines.md").read_text("utf-8")
ANSWERED = re.findall(r"^```markdown\n((?:(?!```).*\n)+)```\n\n```text\n((?:(?!```).*\n)+)```\n", PAGE, re.MULTILINE)


@pytest.mark.parametrize(("script", "answer"), ANSWERED, ids=lambda text: text.partition("\n")[0][:30])
def test_a_script_of_the_page_means_what_stands_beneath_it(script: str, answer: str) -> None:
    reading = parse(script, "page.md", "page")
    assert [str(found) for found in reading.findings if found.severity != "note"] == []
    assert reading.routine is not None
    assert [told for _, told in readback(reading.routine, load(reading.routine.language))] == answer.splitlines()


def test_every_script_but_the_settings_has_its_answer() -> None:
    assert PAGE.count("```markdown\n") == len(ANSWERED) + 1
    assert len(ANSWERED) >= 15
