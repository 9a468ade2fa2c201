"""The page in seven languages: no word is missing, and each blank page reads without a finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from voiceguide.desk import words
from voiceguide.desk.checking import Checker
from voiceguide.desk.meanings import meanings
from voiceguide.desk.new_script import blank_text
from voiceguide.desk.words import languages, preferred, words_of
from voiceguide.language import available, load
from voiceguide.script import parse
from voiceguide.script.starter import starter
from voiceguide.studio.choosing import TALKS

PAGE = Path(words.__file__).parent / "page"
SCRIPTS = "".join(path.read_text("utf-8") for path in PAGE.glob("*.js"))
MARKUP = (PAGE / "index.html").read_text("utf-8")


def test_each_talk_level_can_be_chosen() -> None:
    menu = MARKUP.partition('<select id="talk">')[2].partition("</select>")[0]
    assert tuple(re.findall(r'<option value="(\w+)">', menu)) == TALKS


def slots(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_the_page_speaks_each_language_that_scripts_may_have() -> None:
    assert languages() == available()


@pytest.mark.parametrize("code", languages())
def test_no_word_is_missing_and_each_has_its_slots(code: str) -> None:
    english, own = words_of("en"), words_of(code)
    assert set(own) == set(english)
    assert [key for key in english if slots(english[key]) != slots(own[key])] == []
    assert [key for key in own if not own[key].strip()] == []


def test_the_page_uses_each_word_and_no_other() -> None:
    used = {*re.findall(r'say\("(\w+)"', SCRIPTS), *re.findall(r"words\.(\w+)", MARKUP)}
    known = set(words_of("en").section("page"))
    made = {key for key in known if key.startswith(("change_", "ex_"))} | {"new_title", "saved", "saving", "unsaved"}
    assert used - known == set()
    assert known - used - made == set()


@pytest.mark.parametrize("code", languages())
def test_the_blank_page_reads_without_a_finding(code: str) -> None:
    text = blank_text("", words_of(code))
    checked = Checker(Path()).check("blank", text, words_of(code))
    assert (checked["findings"], checked["language"], checked["steps"]) == ([], code, 4)
    kinds = [line["kind"] for line in checked["lines"]]
    assert sorted(set(kinds)) == ["cue", "note", "phase", "rest", "safety", "say", "step"]
    needed = [step.needs for phase in parse(text, "", "").routine.phases for step in phase.steps]  # type: ignore[union-attr]
    assert [len(things) for things in needed] == [0, 0, 0, 1]


@pytest.mark.parametrize("code", languages())
def test_everything_that_a_script_can_say_has_a_meaning_in_each_language(code: str) -> None:
    routine = parse(starter("all", code), "all.md", "all").routine
    assert routine is not None
    said = meanings(routine, words_of(code))
    assert len(said) > 12
    assert [one.text for one in said if not one.text.strip() or "{" in one.text] == []


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("sv,fr;q=0.5,nl;q=0.7", "nl"),
        ("", "en"),
        ("xx;q=high,,;q=", "en"),
        ("*", "en"),
        ("PT-br", "pt"),
    ],
)
def test_the_language_is_the_browsers(accepted: str, code: str) -> None:
    assert preferred(accepted) == code


def test_the_german_words_before_a_thing_take_the_accusative() -> None:
    """Scripts name things behind `braucht`: `einen Ball`. So each text that shows them has such a verb, too."""
    page = (Path(words.__file__).parents[1] / "serve/page/words/de.js").read_text("utf-8")
    pack = load("de").data
    spoken = [text for texts in pack.values() if isinstance(texts, dict) for text in texts.values()]
    shown = [text for text in [*words_of("de").values(), *spoken] if isinstance(text, str) and "{thing" in text]
    labels = [words_of("de")["page.things"], re.findall(r'atHand: "(.*)"', page)[0], str(pack["written"]["needed"])]
    takes = re.compile("brauch|leg bereit|bereitlegen|habe|hat", re.IGNORECASE)
    assert [text for text in (*shown, *labels) if not takes.search(text)] == []
