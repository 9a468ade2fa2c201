"""The page at twice the usual size of text on the narrowest phone: every state, looked at word by word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import Screen
from tests.serve.page.looking import faults_seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route


@pytest.fixture
def large(large_letters: Browser, address: str) -> Iterator[Screen]:
    """The page on a small phone with large letters."""
    screen = Screen(large_letters, address, "small", locale="de-DE").open()
    yield screen
    screen.context.close()
    assert screen.faults == []


def test_the_letters_are_twice_as_large(large: Screen) -> None:
    assert large.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 32


@pytest.mark.parametrize("title", ["Fersen lockern", "Wiederherstellung"])
def test_choosing_is_whole(large: Screen, title: str) -> None:
    large.choose(title)
    large.unfold()
    assert faults_seen(large) == []


def test_a_refusal_is_whole(large: Screen) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=422, body='{"message": "", "shortest": 100, "longest": 200}')

    large.choose("Sole release")
    large.page.route("**/plan.json*", refuse)
    large.at("#length").fill("7")
    large.at("#choose-fault").filter(has_text="200").or_(large.at("#choose-fault:not(:empty)")).wait_for()
    assert faults_seen(large) == []


@pytest.mark.parametrize("title", ["Sole release", "Wiederherstellung"])
def test_the_player_is_whole_from_beginning_to_end(large: Screen, title: str) -> None:
    large.choose(title)
    large.play()
    large.button("Pause").click()
    assert faults_seen(large) == []
    steps = large.plan()["steps"]
    for step in steps[:3]:
        large.jump(step["start"] + 0.2)
        assert faults_seen(large) == []
    large.jump(steps[0]["hold"]["start"] + 1)
    assert faults_seen(large) == []
    for name in ("steps", "speed", "timer"):
        large.panel(name)
        assert faults_seen(large) == []
        large.page.keyboard.press("Escape")
    large.finish()
    assert faults_seen(large) == []


def test_a_session_that_plays_beside_the_list_covers_nothing(large: Screen) -> None:
    large.choose("Sole release")
    large.play()
    large.button("Zurück").click()
    large.at("#mini").wait_for()
    assert faults_seen(large) == []


def test_what_looks_finds_faults(large: Screen) -> None:
    large.choose("Sole release")
    large.page.evaluate("document.querySelector('#start-words').style.setProperty('width', '3em')")
    large.page.evaluate("document.querySelector('#about').textContent = 'Donaudampfschifffahrtsgesellschaftskapitän'")
    large.page.evaluate("document.querySelector('.wordmark').style.setProperty('margin-inline-start', '-90px')")
    kinds = {fault[0] for fault in faults_seen(large)}
    assert {"broken", "outside"} <= kinds
