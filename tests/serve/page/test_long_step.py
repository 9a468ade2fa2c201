"""The player with a long step: it scrolls, and covers nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import Screen
from tests.serve.page.looking import faults_seen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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


def test_the_next_step_is_named_by_its_beginning(in_long_step: Open) -> None:
    told = in_long_step("phone", False).text("#next")
    assert told.startswith("Danach: Links. Setz dich auf einen Stuhl")
    assert told.endswith(" …")
    assert len(told) < 80
