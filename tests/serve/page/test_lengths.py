"""The lengths that the page tells: each is possible as it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.serve.page.browser import Screen
from tests.serve.page.test_faults import answer

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LENGTHS = Path(__file__).parents[3] / "voiceguide" / "serve" / "page" / "lengths.js"


def called(browser: Browser, name: str, row: dict[str, Any]) -> Any:
    """The result of a function of the module."""
    page = browser.new_page()
    try:
        module = f"data:text/javascript,{quote(LENGTHS.read_text('utf-8'))}"
        return page.evaluate(f"import({json.dumps(module)}).then((its) => its.{name}({json.dumps(row)}))")
    finally:
        page.close()


def test_the_slider_ends_at_whole_seconds_that_are_possible(browser: Browser) -> None:
    row = {"shortest": 271.234, "natural": 300, "longest": 338.9}
    assert called(browser, "stopsOf", row) == [272, 300, 330, 338]
    assert called(browser, "inwards", row) == {"shortest": 272, "longest": 338}


def test_ends_without_a_whole_second_between_stay_exact(browser: Browser) -> None:
    row = {"shortest": 271.2, "natural": 271.4, "longest": 271.8}
    assert called(browser, "stopsOf", row) == [271.4]
    assert called(browser, "inwards", row) == {"shortest": 271.2, "longest": 271.8}


def test_a_refused_length_is_told_with_ends_that_are_possible(phone: Screen) -> None:
    phone.choose("Sole release")
    for ends, told in (
        ((271.234, 538.9), "It can be from 4 minutes 32 seconds to 8 minutes 58 seconds long."),
        ((271.3, 271.9), "It can be from 4 minutes 32 seconds to 4 minutes 32 seconds long."),
    ):
        body = json.dumps({"message": "no", "hint": None, "shortest": ends[0], "longest": ends[1]})
        phone.page.route("**/plan.json*", answer(422, body))
        phone.at("#length").fill("9")
        phone.at("#length").fill("8")
        phone.at("#choose-fault").filter(has_text=told).wait_for()
        phone.page.unroute("**/plan.json*")
