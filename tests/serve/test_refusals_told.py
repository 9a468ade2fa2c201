"""Refusals in the language of the browser, with the reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import voiceguide
from tests.desk.literals import told_by_errors
from voiceguide.language.translating import translate

ROOM = Path(voiceguide.__file__).parent / "serve"
NEVER_ASKED = {
    "No routine is named.",
    "routine=NAME; /routines.json has the names.",
    "This names no step.",
    "routine=NAME&line=NUMBER",
    "It is a number of seconds.",
    "It is the line of a step.",
    "change=AT:LENGTH in seconds, {} at most.",
    "These are too many times.",
    "Only the page itself may add to the history.",
    "The session names a routine that is not here.",
    "A part is missing.",
    "length, heard, finished and side describe it.",
    "This is too long.",
    "The request is not JSON.",
    "{} at most.",
    "{} bytes at most.",
    "The history cannot be read.",
    "The history cannot be stored.",
    "Port {} {}.",
    "it is not a row of the list",
}
"""Refusals of requests that the page never sends, or never shows."""


def told() -> Iterator[str]:
    for path in sorted(ROOM.glob("*.py")):
        yield from told_by_errors(path)


def test_each_refusal_that_the_page_shows_has_a_translation() -> None:
    texts = list(dict.fromkeys(told()))
    assert [text for text in texts if text not in NEVER_ASKED and translate(text, "de") is None] == []
    assert len(texts) > 25


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("en", "heel: no step needs 'spoon'"),
        ("de", "heel: kein Schritt braucht 'spoon'"),
        ("nl", "heel: geen stap heeft 'spoon' nodig"),
        ("fr", "heel : aucune étape n’a besoin de 'spoon'"),
        ("es", "heel: ningún paso necesita 'spoon'"),
        ("it", "heel: nessun passo ha bisogno di 'spoon'"),
        ("pt", "heel: nenhum passo precisa de 'spoon'"),
    ],
)
def test_the_reason_is_told_in_the_language_of_the_browser(get: httpx.Client, language: str, reason: str) -> None:
    asked = {"routine": "heel", "without": "spoon"}
    answer = get.get("/plan.json", params=asked, headers={"accept-language": f"{language}-CH, en;q=0.5"})
    assert answer.status_code == 422
    assert answer.json()["message"] == reason
    assert answer.json()["language"] == language


def test_a_reason_without_a_translation_says_that_it_is_english(get: httpx.Client) -> None:
    answer = get.get("/plan.json", headers={"accept-language": "fr"})
    assert answer.json()["message"] == "No routine is named."
    assert answer.json()["language"] == "en"
