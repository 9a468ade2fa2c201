"""What the page says when the server cannot do what is asked, or is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Route


@pytest.fixture
def page(phone: Screen) -> Screen:
    """A session that is chosen."""
    phone.choose("Sole release")
    return phone


def answer(status: int, body: str = "{}", **headers: str) -> Callable[[Route], None]:
    """Answers every request so."""
    return lambda route: route.fulfill(status=status, body=body, headers={"Retry-After": "7", **headers})


def test_a_busy_server_is_told_of_and_tried_again(page: Screen) -> None:
    page.page.route("**/session.mp3*", answer(429))
    page.at("#start").click()
    page.at("#player-fault").wait_for()
    assert page.text("#player-fault") == "The server is busy with other sessions. Try again in 7 s."
    assert page.at("#toggle").get_attribute("aria-label") == "Play"
    page.page.unroute("**/session.mp3*")
    page.button("Try again").click()
    page.until("document.querySelector('audio').currentTime > 0.2")
    assert page.at("#player-fault").is_hidden()


def test_a_busy_server_is_told_of_while_choosing(page: Screen) -> None:
    page.page.route("**/plan.json*", answer(429))
    page.at("#length").fill("9")
    page.at("#choose-fault").filter(has_text="Try again in 7 s.").wait_for()
    page.page.unroute("**/plan.json*")
    page.at("#length").fill("8")
    page.until("document.querySelector('#choose-fault').textContent === ''")
    assert page.at("#picture .bar").count() == 6


def test_a_length_that_cannot_be_is_explained(page: Screen) -> None:
    body = '{"message": "this routine cannot be <b>that</b> long", "hint": "choose another length", "language": "en"}'
    page.page.route("**/plan.json*", answer(422, body))
    page.at("#length").fill("9")
    page.at("#choose-fault").filter(has_text="cannot be").wait_for()
    assert page.text("#choose-fault") == "This routine cannot be <b>that</b> long. Choose another length."


def test_a_remembered_length_that_is_out_of_reach_by_now_becomes_the_nearest(page: Screen) -> None:
    page.page.evaluate(
        """() => {
          const choices = JSON.parse(localStorage.getItem("voiceguide.choices"));
          const kept = JSON.stringify({...choices, length: 9000, side: "left"});
          for (const storage of [localStorage, sessionStorage]) storage.setItem("voiceguide.choices", kept);
        }"""
    )
    page.open()
    page.until("document.querySelector('#choose-fault').textContent === ''")
    assert page.at("#length").input_value() == page.at("#length").get_attribute("max")


def test_a_server_that_is_gone_is_told_of(page: Screen) -> None:
    page.context.set_offline(True)
    page.at("#length").fill("0")
    page.at("#choose-fault").filter(has_text="The server cannot be reached.").wait_for()
    page.context.set_offline(False)


def test_a_server_that_is_gone_is_told_of_once(page: Screen) -> None:
    page.context.set_offline(True)
    page.at("#length").fill("0")
    page.at("#choose-fault").filter(has_text="The server cannot be reached.").wait_for()
    page.at("#start").click()
    page.at("#start-fault").filter(has_text="The server cannot be reached.").wait_for()
    assert page.text("#choose-fault") == ""
    page.context.set_offline(False)
    page.at("#length").fill("1")
    page.settle()
    assert page.text("#start-fault") == ""


def test_a_server_that_is_gone_before_the_sound_came_is_told_of(page: Screen) -> None:
    page.page.route("**/session.mp3*", lambda route: route.abort())
    page.at("#start").click()
    page.at("#player-fault").filter(has_text="The server cannot be reached.").wait_for()


def test_what_is_remembered_may_be_nonsense(page: Screen) -> None:
    keep = "kept => Object.entries(kept).forEach(([name, value]) => localStorage.setItem(`voiceguide.${name}`, value))"
    for place, choices in (("[1", "7"), ("{}", "null"), ('"x"', '{"routine": "soles", "without": 5, "length": "x"}')):
        page.page.evaluate(keep, {"place.soles": place, "choices": choices})
        page.open()
        assert page.at("#resume").is_hidden()
        assert page.at("#picture .bar").count() > 3


def test_words_that_did_not_come_are_asked_for_again(phone: Screen) -> None:
    phone.page.route("**/words/de.js*", lambda route: route.abort())
    phone.unfold()
    phone.page.get_by_role("radio", name="Fersen lockern").check()
    phone.at("#choose-fault:not(:empty)").wait_for()
    assert phone.text("#choose-fault").startswith("The server cannot be reached.")
    phone.page.unroute("**/words/de.js*")
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.until("document.querySelectorAll('#picture .bar').length > 0")
    assert phone.text("#choose-fault") == ""


def test_a_step_stays_left_out_while_the_server_is_gone(page: Screen) -> None:
    page.unfold()
    page.page.route("**/plan.json*", lambda route: route.abort())
    page.at("#steps-list input").nth(2).click()
    page.at("#choose-fault:not(:empty)").wait_for()
    page.page.unroute("**/plan.json*")
    page.page.evaluate("dispatchEvent(new Event('online'))")
    page.until("document.querySelectorAll('.step-choice.out').length === 1")
    assert page.text("#choose-fault") == ""
