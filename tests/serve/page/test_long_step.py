"""The player with a long step: it scrolls, and covers nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import Screen
from tests.serve.page.looking import faults_seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

    Open = Callable[[str, bool], Screen]

PIECES = ".player-top, #step, #clock, #next, .position, .tool, .buttons button"
OVERLAPS = """selector => {
  const shown = [...document.querySelectorAll(`#player :is(${selector})`)].filter(one => one.checkVisibility());
  const boxes = shown.map(one => [one.id || one.className, one.getBoundingClientRect()]);
  const meet = (one, other) =>
    Math.max(one.left, other.left) < Math.min(one.right, other.right) - 1
    && Math.max(one.top, other.top) < Math.min(one.bottom, other.bottom) - 1;
  return boxes.flatMap(([name, box], at) =>
    boxes.slice(at + 1).filter(([, other]) => meet(box, other)).map(([other]) => `${name} and ${other}`));
}"""
COVERED = """() => [...document.querySelectorAll("#player :is(.tool, .buttons button)")].filter(one => {
  if (!one.checkVisibility()) return false;
  one.scrollIntoView({block: "nearest"});
  const {left, right, top, bottom} = one.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  const edges = [[x, top + 2], [x, bottom - 2], [left + 2, y], [right - 2, y]];
  return !edges.every(([x, y]) => one.contains(document.elementFromPoint(x, y)));
}).map(one => one.id)"""


@pytest.fixture
def in_long_step(browser: Browser, large_letters: Browser, address: str) -> Iterator[Open]:
    """Opens the player, with all its tools, within a step of about 300 letters: in_long_step("phone", large)."""
    opened: list[Screen] = []

    def make(size: str, large: bool) -> Screen:
        screen = Screen(large_letters if large else browser, address, size).open()
        opened.append(screen)
        screen.choose("Wiederherstellung")
        screen.play()
        screen.at("#toggle").click()
        screen.jump(screen.plan()["steps"][0]["hold"]["start"] + 1)
        screen.page.evaluate("document.querySelector('#open-bed').hidden = false; scrollTo(0, 0)")
        return screen

    yield make
    for screen in opened:
        screen.context.close()


SCREENS = [("phone", False), ("small", False), ("phone", True), ("small", True)]


@pytest.mark.parametrize(("size", "large"), SCREENS)
def test_nothing_lies_over_anything(in_long_step: Open, size: str, large: bool) -> None:
    player = in_long_step(size, large)
    assert player.page.evaluate(OVERLAPS, PIECES) == []
    assert player.page.evaluate(COVERED) == []
    assert faults_seen(player) == []


@pytest.mark.parametrize(("size", "large"), SCREENS)
def test_pause_is_in_the_first_screen(in_long_step: Open, size: str, large: bool) -> None:
    box = in_long_step(size, large).at("#toggle").bounding_box()
    assert box
    height = {"phone": 844, "small": 568}[size]
    assert box["y"] + box["height"] <= height


@pytest.mark.parametrize("letters", [30, 85, 155, 250])
def test_however_long_the_steps_are_the_player_fits_on_a_phone(phone: Screen, letters: int) -> None:
    def lengthen(route: Route) -> None:
        plan = route.fetch().json()
        for step in plan["steps"]:
            step["text"] = ("With your ankle on the other knee, rub across the sore spot. " * 5)[:letters]
        route.fulfill(body=json.dumps(plan), content_type="application/json")

    phone.page.route("**/plan.json*", lengthen)
    phone.choose("Sole release")
    phone.play()
    phone.at("#toggle").click()
    phone.jump(phone.plan()["steps"][0]["hold"]["start"] + 1)
    phone.page.evaluate("document.querySelector('#open-bed').hidden = false; scrollTo(0, 0)")
    box = phone.at(".buttons").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 844
    assert phone.page.evaluate(COVERED) == []


def test_the_next_step_takes_two_lines_at_most(in_long_step: Open) -> None:
    player = in_long_step("phone", False)
    assert player.text("#next").startswith("Danach: Links. Setz dich auf einen Stuhl")
    box = player.at("#next").bounding_box()
    assert box
    assert box["height"] < 60
