"""The words of the page in seven languages: none is missing, none is left over, all of them fit."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import Screen
from tests.serve.page.looking import faults_seen
from voiceguide.language.pack import available

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

PAGE = Path(__file__).parents[3] / "voiceguide" / "serve" / "page"
LANGUAGES = sorted(path.stem for path in (PAGE / "words").glob("*.js"))
ENTRY = re.compile(r"^  (\w+): (.+),$", re.MULTILINE)
BUILT = {"slower", "usual", "faster"} | {"left", "right", "kept", "fetched", "pausesIn"}
"""Names that the scripts put together or pass on: paces, sides, notes."""


def words(language: str) -> dict[str, str]:
    """Name -> what stands behind it in the language's file."""
    return dict(ENTRY.findall((PAGE / "words" / f"{language}.js").read_text("utf-8")))


def scripts() -> str:
    """All scripts and the template."""
    paths = [*PAGE.glob("*.js"), *PAGE.glob("*.html")]
    return "\n".join(path.read_text("utf-8") for path in paths)


def test_the_page_speaks_the_languages_of_the_packs() -> None:
    assert sorted(available()) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_missing(language: str) -> None:
    english, its = words("en"), words(language)
    assert its.keys() == english.keys()
    for name, text in its.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[name])), name
        assert ("other:" in text) == ("other:" in english[name]), name
        assert not re.search(r'""|TODO', text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_word_stands_once(language: str) -> None:
    names = [name for name, _ in ENTRY.findall((PAGE / "words" / f"{language}.js").read_text("utf-8"))]
    assert sorted(names) == sorted(set(names))


def test_no_word_is_left_over() -> None:
    used = set(re.findall(r'"(\w+)"', scripts()))
    assert words("en").keys() - used - BUILT == set()


def test_no_word_stands_in_the_page_itself() -> None:
    body = "".join(
        path.read_text("utf-8").partition("<body>")[2] or path.read_text("utf-8") for path in PAGE.glob("*.html")
    )
    body = re.sub(r"(?s)<noscript>.*?</noscript>|{#.*?#}", "", body)
    texts = [text.strip() for text in re.findall(r">([^<>{}]+)<", body)]
    assert {text for text in texts if re.search(r"[A-Za-z]{2}", text)} == {"voiceguide"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_each_language_fit(language: str, large_letters: Browser, address: str) -> None:
    """Also those of a session, at twice the usual size of letters."""

    def in_its_language(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=json.dumps({**answer.json(), "language": language}))

    screen = Screen(large_letters, address, "small", locale=language)
    screen.page.route("**/plan.json*", in_its_language)
    screen.open().choose("Sole release")
    assert screen.at("html").get_attribute("lang") == language
    screen.unfold()
    assert faults_seen(screen) == []
    screen.play()
    screen.at("#toggle").click()
    screen.jump(screen.plan()["steps"][0]["hold"]["start"] - 0.5)
    assert screen.at("#next").get_attribute("lang") == language
    assert faults_seen(screen) == []
    for name in ("steps", "timer", "length"):
        screen.panel(name)
        assert faults_seen(screen) == []
        screen.page.keyboard.press("Escape")
    screen.finish()
    assert faults_seen(screen) == []
    screen.context.close()


def test_numbers_and_times_are_written_as_the_language_does(browser: Browser, address: str) -> None:
    def shown(language: str) -> list[str]:
        screen = Screen(browser, address, locale=language).open()
        screen.choose("Sole release")
        screen.slide(1)
        texts = [screen.text("#length-shown"), screen.text("#start")]
        screen.play()
        screen.at("#open-speed").click()
        texts.append(screen.text("#rates-list label:last-child"))
        screen.context.close()
        return texts

    assert shown("de-DE") == ["3 Minuten", "Start 3 Min.", "1,5×"]
    assert shown("en-US") == ["3 minutes", "Play 3 min", "1.5×"]
