"""Answers that come late, and taps in quick succession: the newest wins, and a closed session stays closed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import SCREEN_LOCKS, Screen
from tests.serve.page.held import Held

if TYPE_CHECKING:
    from playwright.sync_api import Route

MakeScreen = Callable[..., Screen]
PRESS = "names => names.forEach(name => document.querySelector(`#${name}`).click())"
"""Presses buttons one right after the other, as on a page that is slow to answer."""
FORGOTTEN = '{"shortest": 60, "longest": 120}'
"""A refusal after which the page asks for all plans anew."""


def pick(screen: Screen, title: str) -> None:
    """Choose a routine without waiting for its plan."""
    screen.unfold()
    screen.page.get_by_role("radio", name=title).check()


def is_copy(route: Route) -> bool:
    """True for the request that loads the complete file into memory."""
    return route.request.method == "GET" and route.request.resource_type == "fetch"


def forget_plans(screen: Screen) -> None:
    """Have the page forget the plans that it keeps."""
    with screen.page.expect_response("**/plan.json*") as asked:
        screen.page.route(
            "**/plan.json*", lambda route: route.fulfill(status=422, body=FORGOTTEN, content_type="application/json")
        )
        pick(screen, "Lie still")
    assert asked.value.status == 422
    screen.at("#choose-fault:not(:empty)").wait_for()
    screen.page.unroute("**/plan.json*")


@pytest.mark.parametrize("answered", [True, False])
def test_of_two_sessions_the_one_that_was_started_last_plays(phone: Screen, answered: bool) -> None:
    older, newer = Held(phone.page, "**/plan.json?routine=soles*"), Held(phone.page, "**/plan.json?routine=still*")
    pick(phone, "Sole release")
    phone.at("#start").click()
    pick(phone, "Lie still")
    phone.at("#start").click()
    newer.wait().end()
    phone.until("document.querySelector('#player-title').textContent === 'Lie still'")
    older.wait().go() if answered else older.wait().fail()
    assert phone.text("#player-title") == "Lie still"
    assert phone.at("#player").is_visible()
    phone.until("document.querySelector('audio').currentTime > 0.2")
    phone.until("document.querySelector('audio').duration > 1000")


def test_two_taps_on_back_leave_the_player_and_not_the_page(playing: Screen) -> None:
    playing.page.evaluate(PRESS, ["leave", "leave"])
    playing.at("#choose").wait_for()
    playing.page.wait_for_load_state()
    assert playing.page.url.startswith(playing.address)
    assert not playing.audio("paused")


def test_buttons_wait_while_a_session_begins_once_more(playing: Screen) -> None:
    playing.finish()
    playing.button("To the routines").click()
    forget_plans(playing)
    held = Held(playing.page, "**/plan.json*")
    playing.at("#open-player").click()
    playing.page.evaluate(PRESS, ["once-more", "following", "on15", "open-steps", "open-length", "open-speed"])
    assert playing.faults == []
    assert playing.at("dialog[open]").count() == 0
    held.wait()
    held.end()
    playing.until("document.querySelector('audio').currentTime > 0.2")
    assert playing.at("#finish").is_hidden()


def test_a_session_that_cannot_begin_once_more_is_left(playing: Screen) -> None:
    playing.finish()
    playing.button("To the routines").click()
    forget_plans(playing)
    held = Held(playing.page, "**/plan.json*")
    playing.at("#open-player").click()
    playing.button("Once more").click()
    held.wait().fail()
    playing.at("#start-fault").filter(has_text="The server cannot be reached.").wait_for()
    assert playing.at("#player").is_hidden()


def ask_for_the_longest(playing: Screen) -> None:
    """Change the length of the session to its longest, in its window."""
    playing.panel("length")
    playing.at("#new-lengths").wait_for()
    playing.at("#new-length").fill(playing.at("#new-length").get_attribute("max") or "")
    playing.at("#change").click()


def test_a_session_that_is_closed_during_a_change_of_its_length_stays_closed(playing: Screen) -> None:
    held = Held(playing.page, "**/session.mp3*change=*")
    ask_for_the_longest(playing)
    held.wait()
    playing.page.keyboard.press("Escape")
    playing.button("Back").click()
    playing.button("Stop and close").click()
    held.end()
    assert playing.at("#mini").is_hidden()
    assert playing.page.evaluate("document.querySelector('audio').getAttribute('src')") is None


def test_a_change_of_the_bed_waits_for_a_change_of_the_length(playing: Screen) -> None:
    playing.jump(20)
    held = Held(playing.page, "**/session.mp3*change=*")
    ask_for_the_longest(playing)
    held.wait()
    playing.page.keyboard.press("Escape")
    playing.page.evaluate(
        """() => {
          const level = document.createElement("input");
          level.value = "6";
          document.querySelector("#levels").append(level);
          level.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    held.end()
    playing.until("document.querySelector('#bed-told').textContent.includes('%')")
    choices = playing.place()["choices"]
    assert choices["balance"] == "6"
    assert len(choices["change"]) == 1


def test_a_newer_length_does_not_wait_for_the_plan_of_one_that_was_given_up(playing: Screen) -> None:
    held = Held(playing.page, "**/plan.json*change=*")
    for number, end in enumerate(("max", "min"), start=1):
        playing.panel("length")
        playing.until("!document.querySelector('#change').disabled")
        playing.at("#new-length").fill(playing.at("#new-length").get_attribute(end) or "")
        playing.at("#change").click()
        held.wait(number)
        playing.page.keyboard.press("Escape")
    held.end()


def test_an_older_answer_does_not_move_the_slider_of_the_lengths(playing: Screen) -> None:
    held = Held(playing.page, "**/lengths-left.json*")
    playing.panel("length")
    held.wait(1)
    playing.page.keyboard.press("Escape")
    playing.panel("length")
    held.wait(2)
    held.go(1)
    playing.at("#new-lengths").wait_for()
    playing.at("#new-length").fill("0")
    held.go()
    assert playing.at("#new-length").input_value() == "0"


def test_the_list_of_steps_leads_to_its_step_after_a_change_of_the_length(playing: Screen) -> None:
    def one_less(route: Route) -> None:
        plan = route.fetch().json()
        plan["steps"].pop(0)
        route.fulfill(body=json.dumps(plan), content_type="application/json")

    playing.button("Pause").click()
    playing.page.route("**/plan.json*change=*", one_less)
    held = Held(playing.page, "**/session.mp3*change=*")
    ask_for_the_longest(playing)
    held.wait()
    playing.page.keyboard.press("Escape")
    playing.panel("steps")
    held.end()
    playing.until("location.hash.includes('length=')")  # the change is done
    playing.at("#steps-all .step-button").last.click()
    assert playing.text("#step") == "Pull the toes back"
    assert playing.text("#side") == "Right"


def test_a_screen_is_let_go_dark_after_a_pause_in_quick_succession(screen: MakeScreen) -> None:
    page = screen()
    page.context.add_init_script(
        """window.locks = [];
        window.granted = [];
        Object.defineProperty(Navigator.prototype, "wakeLock", {value: {request: () => new Promise(resolve => {
          const lock = {released: false, release: async () => { lock.released = true; }};
          granted.push(() => { locks.push(lock); resolve(lock); });
        })}});"""
    )
    page.open().choose("Sole release")
    page.play()
    page.until("granted.length === 1")
    page.page.evaluate(PRESS, ["toggle"])
    page.until("document.querySelector('audio').paused")
    page.page.evaluate(PRESS, ["toggle"])
    page.until("!document.querySelector('audio').paused")
    page.page.evaluate("new Promise(resolve => setTimeout(resolve))")
    page.page.evaluate("granted.splice(0).forEach(grant => grant())")
    page.page.evaluate(PRESS, ["toggle"])
    page.until("document.querySelector('audio').paused")
    page.page.evaluate("granted.splice(0).forEach(grant => grant())")
    page.until("locks.every(lock => lock.released)")


def test_sound_that_comes_before_its_plan_keeps_the_screen_on(screen: MakeScreen) -> None:
    page = screen()
    page.context.add_init_script(SCREEN_LOCKS)
    copies: list[Route] = []  # none comes: to go over to it would tell of the sound once more
    page.open()
    held = Held(page.page, "**/plan.json*")
    page.page.route("**/session.mp3*", lambda route: copies.append(route) if is_copy(route) else route.continue_())
    pick(page, "Lie still")
    page.at("#start").click()
    page.until("document.querySelector('audio').currentTime > 0.2")
    held.end()
    page.at("#player").wait_for()
    page.until("locks.length === 1 && !locks[0].released")


def test_sound_that_comes_later_than_its_plan_is_told_to_be_on_its_way(phone: Screen) -> None:
    plans, sounds = Held(phone.page, "**/plan.json*"), Held(phone.page, "**/session.mp3*")
    pick(phone, "Lie still")
    phone.at("#start").click()
    sounds.wait()
    plans.wait()
    plans.end()
    phone.at("#fetching").filter(has_text="The sound is on its way").wait_for()
    sounds.end()
    phone.until("document.querySelector('#fetching').textContent === ''")


def test_a_pause_while_the_sound_fades_brings_its_volume_back(phone: Screen) -> None:
    held: list[Route] = []
    phone.page.route("**/session.mp3*", lambda route: held.append(route) if is_copy(route) else route.continue_())
    phone.choose("Lie still")
    phone.at("#start").click()
    phone.until("document.querySelector('audio').currentTime > 0.2")
    phone.jump(100)
    phone.page.evaluate(
        """() => {
          const audio = document.querySelector("audio");
          const pause = () => audio.volume < 1 && !audio.paused && document.querySelector("#toggle").click();
          audio.addEventListener("volumechange", pause);
        }"""
    )
    held[0].continue_()  # it fades for the moment in which the copy takes over
    phone.until("document.querySelector('#toggle').dataset.playing === 'false'")
    phone.until("document.querySelector('audio').volume === 1")


def test_an_address_that_is_typed_wins_over_the_one_that_is_kept(phone: Screen) -> None:
    phone.page.add_init_script(
        """window.later = setTimeout;
        window.setTimeout = (act, wait, ...more) => later(wait === 400 ? (window.keep = act) : act, wait, ...more);"""
    )
    phone.open()
    phone.choose("Sole release")
    phone.page.evaluate("location.hash = '#routine=still'; keep()")
    phone.until("document.querySelector('#setup-title').textContent === 'Lie still'")


def test_choices_after_a_typed_address_are_kept_in_it(phone: Screen) -> None:
    phone.page.evaluate("location.hash = '#routine=soles&talk=brief'")
    phone.until("document.querySelector('#setup-title').textContent === 'Sole release'")
    phone.settle()
    phone.unfold()
    phone.at("input[name=talk][value=bells]").check()
    phone.until("location.hash.includes('talk=bells')")


def test_a_chip_keeps_the_focus_when_other_lengths_are_possible(phone: Screen) -> None:
    def longer(route: Route) -> None:
        plan = route.fetch().json()
        plan["longest"] = 1200
        route.fulfill(body=json.dumps(plan), content_type="application/json")

    phone.page.route("**/plan.json*", longer)
    held: list[Route] = []
    phone.page.route("**/plan.json?routine=soles*", lambda route: held.append(route))
    with phone.page.expect_request("**/plan.json?routine=soles*"):
        pick(phone, "Sole release")
    phone.at("#chips-list input").first.focus()
    before = phone.at("#chips-list input").count()
    for route in held:
        longer(route)
    phone.page.unroute("**/plan.json?routine=soles*")
    phone.settle()
    assert phone.at("#chips-list input").count() != before
    assert phone.page.evaluate("document.activeElement.name") == "minutes"


def test_the_sleep_timer_pauses_at_the_end_of_a_step_that_became_longer(playing: Screen) -> None:
    playing.button("Pause").click()
    step = playing.plan()["steps"][0]
    playing.jump(step["start"] + 1)
    playing.panel("timer")
    playing.page.get_by_role("radio", name="End of the step").check()
    playing.jump(1)
    ask_for_the_longest(playing)
    playing.at("#length-panel").wait_for(state="hidden")
    longer = playing.plan()["steps"][0]
    assert longer["end"] > step["end"] + 5
    playing.jump(step["end"] - 0.2)
    playing.button("Play").click()
    playing.until(f"document.querySelector('audio').currentTime > {step['end'] + 0.5}")
    assert not playing.audio("paused")
    playing.jump(longer["end"] - 1.5)
    playing.until("document.querySelector('audio').paused")
    assert longer["end"] - 0.6 < playing.now() < longer["end"]
