"""The browser's Back and Forward."""

from __future__ import annotations

import pytest

from tests.serve.page.browser import Screen
from tests.serve.page.held import SETTLED

ENTRY = "history.state"
ENTRIES = "history.length"


@pytest.mark.parametrize("panel", ["steps", "length", "speed", "timer"])
def test_back_closes_a_window_and_stays_in_the_player(playing: Screen, panel: str) -> None:
    entries = playing.page.evaluate(ENTRIES)
    playing.panel(panel)
    playing.page.evaluate("history.back()")
    playing.at("dialog[open]").wait_for(state="detached")
    playing.page.evaluate(SETTLED)
    playing.until(f"{ENTRY} === 'player'")
    assert playing.at("#player").is_visible()
    assert playing.page.evaluate(ENTRIES) == entries
    playing.page.go_back()
    playing.at("#choose").wait_for()
    playing.page.go_forward()
    playing.at("#player").wait_for()


def test_a_session_that_is_played_after_forward_has_one_entry(playing: Screen) -> None:
    entries = playing.page.evaluate(ENTRIES)
    playing.button("Back").click()
    playing.button("Stop and close").click()
    playing.page.go_forward()
    playing.page.evaluate(SETTLED)
    playing.at("#start").click()
    playing.at("#player").wait_for()
    assert playing.page.evaluate(ENTRIES) == entries
    playing.page.go_back()
    playing.at("#choose").wait_for()
    assert playing.page.evaluate(ENTRY) == "choose"


def test_a_window_that_is_opened_while_the_player_is_left_does_not_keep_it_open(playing: Screen) -> None:
    playing.page.evaluate("['leave', 'open-steps'].forEach(id => document.getElementById(id).click())")
    playing.page.evaluate(SETTLED)
    playing.at("#choose").wait_for()
    playing.page.evaluate(SETTLED)
    assert playing.page.evaluate(ENTRY) == "choose"
    assert playing.at("dialog[open]").count() == 0
