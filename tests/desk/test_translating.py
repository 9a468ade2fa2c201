"""Findings and refusals in each language: a message that the program can say has a translation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import voiceguide
from tests.desk.literals import SLOT, sentences
from tests.script.test_refused import REFUSED
from voiceguide.desk.words import languages
from voiceguide.language import translating
from voiceguide.language.translating import messages, said, translate
from voiceguide.script import parse

ROOMS = Path(voiceguide.__file__).parent
OTHERS = [code for code in languages() if code != "en"]
NOT_TOLD = {
    "script": {"__init__", "cures", "file", "fixes", "library", "other_files", "readback", "rewording", "starter"},
    "desk": {"request_body"},
}
"""Modules whose texts no finding has: texts of the command line, of requests, and patterns of other messages."""
PIECES = {
    "a session lasts at most {} hours",
    "this takes {}, and {}",
    "with this step the session takes {}, and {}",
    ": did you mean `{}`?",
    "the link is not on what is said here: ",
    ": each is about {} seconds, or until a press",
    "it is no YAML",
    "there is no {} `{}` beside the script",
    "a time must be more than 0",
    "{}{} is not UTF-8, so it cannot be opened here.",
    "steps stand on the lines ",
    "the steps need: ",
    "{} cannot stand at this line.",
    "This sound",
    "A picture",
    "This is not a JSON object.",
    "There is no such kind of file.",
    "There is no such part.",
    "Speech has {} to {} words a minute.",
    "voiceguide desk",
    "the workbook",
    "left out",
    "10 seconds",
    "{} minutes",
    "{} seconds",
}
"""Texts that become a part of a message, and refusals of requests that the page never sends."""


def all_sentences() -> Iterator[str]:
    for room in ("script", "desk"):
        for path in sorted((ROOMS / room).glob("*.py")):
            if path.stem not in NOT_TOLD[room]:
                yield from sentences(path)
    for name in ("duration.py", "language/pack.py", "fit/choices.py"):
        yield from sentences(ROOMS / name)


def test_each_message_in_the_source_has_a_translation() -> None:
    known = {SLOT.sub("{}", english) for english in messages("de")}
    missing = [text for text in dict.fromkeys(all_sentences()) if text not in known | PIECES]
    assert missing == []


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_has_the_same_messages_with_the_same_slots(code: str) -> None:
    own = messages(code)
    assert list(own) == list(messages("de"))
    assert [each for each, text in own.items() if sorted(SLOT.findall(each)) != sorted(SLOT.findall(text))] == []
    assert [english for english, text in own.items() if english.count("`") < text.count("`")] == []
    assert [english for english, text in own.items() if not text.strip()] == []


@pytest.mark.parametrize("code", OTHERS)
def test_the_findings_of_lines_that_are_refused_are_translated(code: str) -> None:
    texts = [f"# T\n\n- {line}\n" for line, _ in REFUSED]
    texts += [path.read_text("utf-8", "replace") for path in (ROOMS.parent / "tests" / "examples" / "bad").glob("*.md")]
    told = [one for text in texts for one in parse(text, "t.md", "t").findings]
    english = [one.message for one in told if translate(one.message, code) is None]
    english += [one.hint for one in told if one.hint and translate(one.hint, code) is None]
    assert english == []
    assert len(told) > len(REFUSED)


def test_a_message_keeps_what_the_writer_wrote() -> None:
    message = "`20 secnds` cannot be read as a time: did you mean `seconds`?"
    assert translate(message, "de") == "`20 secnds` ist nicht als Zeit zu lesen: meinst du `seconds`?"
    assert (
        translate("Line 3: a code block means nothing yet", "fr") == "Ligne 3 : un bloc de code ne signifie encore rien"
    )
    assert translate("90 minutes is over an hour, the longest time there can be", "it") == (
        "1 ora e 30 minuti supera un’ora, il tempo più lungo possibile"
    )


def test_a_hint_with_its_cure() -> None:
    hint = "say how often, `3 times`; here: `Hold 30 s, 5 rounds`"
    assert translate(hint, "de") == "sag, wie oft, `3 times`; hier: `Hold 30 s, 5 rounds`"


def test_a_message_may_be_made_a_sentence() -> None:
    assert (
        translate("It is too loud, so it is clipped and crackles.", "de") == "Sie ist zu laut, übersteuert und knackt."
    )
    assert translate("9 seconds is too long for 2 words: at most 6 seconds", "nl") is not None


def test_an_unknown_message_stays_english_and_says_so() -> None:
    assert said("A new message.", "de") == ("A new message.", "en")
    assert said("A new message.", "en") == ("A new message.", "en")
    assert said("raw HTML", "ja") == ("raw HTML", "en")


@given(st.text(max_size=80), st.sampled_from(OTHERS))
def test_any_text_of_the_writer_stays_as_it_is(written: str, code: str) -> None:
    found = translating.translate(f"`{written}` cannot be read as a number", code)
    assert found is not None
    assert f"`{written}`" in found
