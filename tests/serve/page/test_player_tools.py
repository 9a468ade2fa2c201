"""What people know of players: a list to jump in, 15 seconds, speed, a timer, a small player, a finish."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import Screen, scripts
from tests.serve.running import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

MakeScreen = Callable[..., Screen]


@pytest.fixture
def paused(phone: Screen) -> Screen:
    """A session that was started and paused."""
    phone.choose("Sole release")
    phone.play()
    phone.button("Pause").click()
    return phone


def test_the_list_of_steps_is_there_to_jump_in(paused: Screen) -> None:
    step = paused.plan()["steps"][2]
    paused.panel("steps")
    paused.at("#steps-all .step-button").nth(2).click()
    assert paused.at("#steps-panel").is_hidden()
    assert paused.now() == pytest.approx(step["start"], abs=0.05)
    assert paused.text("#step") == step["text"] == "Roll the sole over the ball"
    assert paused.text("#step-of") == "Step 3 of 5"  # rests are not counted
    paused.panel("steps")
    assert paused.at("#steps-all [aria-current=step]").count() == 1


def test_fifteen_seconds_back_and_on(paused: Screen) -> None:
    paused.jump(40)
    paused.button("15 seconds on").click()
    assert paused.now() == pytest.approx(55, abs=0.1)
    paused.button("15 seconds back").click()
    paused.button("15 seconds back").click()
    assert paused.now() == pytest.approx(25, abs=0.1)


def test_the_picture_of_the_session_can_be_tapped(paused: Screen) -> None:
    box = paused.at("#player-picture").bounding_box()
    assert box
    paused.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert paused.now() == pytest.approx(paused.audio("duration") / 2, abs=5)


def test_the_speed_is_kept_for_the_next_session(paused: Screen) -> None:
    paused.panel("speed")
    paused.page.get_by_role("radio", name="1.25×").check()
    assert paused.audio("playbackRate") == 1.25
    paused.open()
    paused.play()
    assert paused.audio("playbackRate") == 1.25
    assert paused.text("#rate") == "1.25×"


def test_the_sleep_timer_pauses_before_anything_is_said_after_the_step(paused: Screen) -> None:
    step = paused.plan()["steps"][0]
    paused.jump(step["end"] - 2)
    paused.panel("timer")
    paused.page.get_by_role("radio", name="End of the step").check()
    assert paused.text("#timer-told") == "Pauses after this step"
    paused.button("Play").click()
    paused.until("document.querySelector('audio').paused && document.querySelector('#timer-told').textContent === ''")
    assert step["end"] - 0.6 < paused.now() < step["end"]


SETS = """---
title: Bridges
---

- Bridge, 3 sets of 5, rest 10 seconds between
"""
"""A step whose sets are listed one by one."""


@pytest.fixture
def sets(browser: Browser, tmp_path: Path) -> Iterator[Screen]:
    """The player of a routine of sets, which pauses."""
    with scripts(tmp_path):
        (tmp_path / "bridges.md").write_text(SETS)
        with served() as server:
            screen = Screen(browser, f"{server.address}/")
            screen.page.goto(f"{screen.address}?routine=bridges")
            screen.settle()
            screen.play()
            screen.button("Pause").click()
            yield screen
            screen.context.close()
            assert screen.faults == []


def test_each_set_of_a_step_is_jumped_to_and_paused_after(sets: Screen) -> None:
    first, second, third = [step for step in sets.plan()["steps"] if step["hold"]][:3]
    sets.panel("steps")
    sets.at("#steps-all button").nth(2).click()
    assert sets.now() == pytest.approx(third["start"], abs=0.1)
    sets.jump(second["end"] - 2)
    sets.panel("timer")
    sets.page.get_by_role("radio", name="End of the step").check()
    sets.button("Play").click()
    sets.until("document.querySelector('audio').paused && document.querySelector('#timer-told').textContent === ''")
    assert second["end"] - 0.6 < sets.now() < second["end"]
    assert first["end"] < second["end"] < third["end"]


def test_the_sleep_timer_counts_minutes_down_and_lowers_the_sound(screen: MakeScreen) -> None:
    page = screen().open()
    page.choose("Lie still")
    page.play()
    page.page.clock.install()
    page.panel("timer")
    page.page.get_by_role("radio", name="5 min", exact=True).check()
    page.page.clock.fast_forward(296_000)
    page.until("document.querySelector('audio').volume < 0.6")
    assert page.text("#timer-told").startswith("Pauses in 0:0")
    page.page.clock.fast_forward(5_000)
    page.until("document.querySelector('audio').paused")
    assert page.audio("volume") == 1


def test_escape_closes_the_window_then_the_player(paused: Screen) -> None:
    paused.panel("steps")
    paused.page.keyboard.press("Escape")
    assert paused.at("#steps-panel").is_hidden()
    assert paused.at("#player").is_visible()
    paused.page.keyboard.press("Escape")
    paused.at("#choose").wait_for()


def test_it_plays_on_in_a_small_player_while_looking_at_something_else(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.play()
    phone.button("Back").click()
    assert phone.text("#mini-title") == "Sole release"
    assert not phone.audio("paused")
    phone.choose("Lie still")
    assert not phone.audio("paused")
    phone.at("#mini-toggle").click()
    assert phone.audio("paused")
    phone.at("#open-player").click()
    assert phone.text("#player-title") == "Sole release"
    phone.page.go_back()
    phone.button("Stop and close").click()
    assert phone.at("#mini").is_hidden()


def test_the_finish_tells_what_was_done_and_goes_on(paused: Screen) -> None:
    paused.finish()
    assert paused.text("#finish-title") == "Done"
    assert paused.text("#finish-words").startswith("Sole release: ")
    assert paused.at("#finish-dots .part").count() == 1  # once; the script asks for twice a day
    paused.button("To the routines").click()
    assert paused.at("#resume").is_hidden()  # it is done, so there is no place to go on at
    assert paused.text("#history-days") == "Done on 1 of the last 14 days"


def test_a_step_that_waits_is_left_by_a_tap(phone: Screen) -> None:
    def waits(route: Route) -> None:
        plan = route.fetch().json()
        plan["steps"][0]["ready"] = {"limit": False}
        route.fulfill(body=json.dumps(plan), content_type="application/json")

    phone.page.route("**/plan.json*", waits)
    phone.choose("Sole release")
    phone.play()
    hold = phone.plan()["steps"][0]["hold"]
    phone.jump(hold["end"] - 2)
    phone.until("document.querySelector('audio').paused")
    assert phone.audio() == pytest.approx(hold["end"] - 0.2, abs=0.3)
    assert phone.text("#said") == "Take the time you need"
    phone.button("I am ready").click()
    phone.until("!document.querySelector('audio').paused")
    assert phone.now() == pytest.approx(hold["end"], abs=1)
    assert phone.at("#ready").is_hidden()


def test_a_picture_of_a_step_is_shown_with_it(phone: Screen) -> None:
    phone.choose("Lie still")
    phone.unfold()
    phone.until("document.querySelector('#steps-list .thumb').naturalWidth > 0")
    phone.play()
    phone.button("Next step").click()
    phone.until("document.querySelector('#photo img').naturalWidth > 600")
    assert phone.at("#photo img").get_attribute("alt") == "A person on the back"
    assert phone.text("#step") == "Lie on your back"
    buttons = phone.at(".buttons").bounding_box()
    assert buttons
    assert buttons["y"] + buttons["height"] <= 844  # on the screen, without scrolling


@pytest.mark.parametrize(("locale", "step"), [("de-DE", "Schritt 12 von 18"), ("fr-FR", "Étape 12 sur 18")])
def test_the_tools_of_the_player_stand_in_one_row_on_a_phone(screen: MakeScreen, locale: str, step: str) -> None:
    phone = screen(locale=locale).open()
    phone.choose("Sole release")
    phone.play()
    phone.at("#toggle").click()
    phone.page.evaluate("step => { document.querySelector('#step-of').textContent = step; }", step)
    phone.page.evaluate("document.querySelector('#open-bed').hidden = false")
    tops = phone.page.evaluate("[...document.querySelectorAll('.tool')].map(one => one.getBoundingClientRect().top)")
    assert len(tops) == 5
    assert len(set(tops)) == 1
    phone.panel("bed")
    wide = "[...document.querySelectorAll('#levels-list span')].filter(one => one.scrollWidth > one.clientWidth)"
    inside = f"{wide}.length === 0 && document.querySelectorAll('#levels-list span').length > 0"
    assert phone.page.evaluate(inside)


def test_the_windows_of_the_player_have_close_beside_their_title(paused: Screen) -> None:
    paused.page.evaluate("document.querySelector('#open-bed').hidden = false")
    for name in ("steps", "speed", "timer", "bed", "length"):
        paused.panel(name)
        title, close = (paused.at(f"#{name}-panel {one}").bounding_box() for one in ("h2", ".close"))
        assert title
        assert close
        assert close["x"] >= title["x"] + title["width"]
        paused.page.keyboard.press("Escape")


def test_the_page_says_that_the_sound_is_on_its_way(phone: Screen) -> None:
    phone.choose("Sole release")
    held: list[Route] = []
    phone.page.route("**/session.mp3*", lambda route: held.append(route))
    phone.at("#start").click()
    phone.at("#fetching").filter(has_text="The sound is on its way").wait_for()
    for route in held:
        route.continue_()
    phone.page.unroute("**/session.mp3*")
    phone.until("document.querySelector('#fetching').textContent === ''")


def test_the_length_is_changed_while_it_plays(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.play()
    phone.jump(20)
    phone.now()  # the browser knows the duration by then
    before = phone.audio("duration")
    phone.panel("length")
    phone.at("#new-lengths").wait_for()
    phone.at("#new-length").fill(phone.at("#new-length").get_attribute("max") or "")
    wanted = phone.text("#new-length-shown")
    with phone.page.expect_request(lambda request: "change=" in request.url and "session.mp3" in request.url):
        phone.at("#change").click()
    phone.at("#length-panel").wait_for(state="hidden")
    phone.until(f"document.querySelector('audio').duration > {before} + 20")
    assert wanted.endswith(("minutes", "seconds"))
    assert not phone.audio("paused")
    assert 20 <= phone.now() < 60  # it goes on where it was
    assert phone.plan()["length"] == pytest.approx(phone.audio("duration"), abs=0.05)
    phone.until("location.hash.includes('length=')")
    for load in (phone.page.reload, phone.open):  # also after a restart, with or without the choices in the address
        load()
        phone.settle()
        assert phone.text("#length-shown") == wanted
        chip = phone.at("#chips-list :checked").input_value()
        assert float(chip) == pytest.approx(phone.plan()["length"], abs=1)
    phone.at("#resume-go").click()
    phone.until(f"document.querySelector('audio').duration > {before} + 20")
