"""Recording at the desk while the microphone is granted late, or a take is kept late."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.page.window import PRESS, Window
from tests.serve.page.held import SETTLED, Held

MakeWindow = Callable[..., Window]
MICROPHONE = """
window.streams = [];
window.granted = [];
const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = async (...wanted) => {
  await new Promise(resolve => granted.push(resolve));
  streams.push(await ask(...wanted));
  return streams.at(-1);
};
null"""
LIVE = "streams.filter(stream => stream.getTracks().some(track => track.readyState === 'live')).length"


def show_lines(desk: Window) -> None:
    """Open "Say it yourself", and wait for its first line."""
    desk.at("#own > summary").click()
    desk.at("#own-now:not([hidden])").wait_for()


def slow_to_grant(window: MakeWindow) -> Window:
    """The lines of a script in a browser that grants the microphone when the test does."""
    desk = window()
    desk.page.evaluate(MICROPHONE)
    desk.open("soles")
    show_lines(desk)
    return desk


def test_two_presses_take_the_microphone_once(window: MakeWindow) -> None:
    desk = slow_to_grant(window)
    desk.page.evaluate(PRESS, ["own-record", "own-record"])
    desk.page.evaluate("granted.forEach(grant => grant())")
    desk.until("document.querySelector('#own-record').textContent === 'Stop'")
    assert desk.page.evaluate(LIVE) == 1


def test_the_line_shown_when_the_microphone_is_asked_for_is_the_one_recorded(window: MakeWindow) -> None:
    desk = slow_to_grant(window)
    words = desk.text("#own-words")
    desk.at("#own-record").click()
    desk.page.evaluate(PRESS, ["own-next", "own-list li:nth-child(3) button"])
    desk.page.evaluate("granted.forEach(grant => grant())")
    desk.until("document.querySelector('#own-record').textContent === 'Stop'")
    assert desk.text("#own-words") == words


def test_a_take_that_is_kept_late_leaves_the_lines_waiting_for_the_next_take(window: MakeWindow) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/own-keep.json*")
    show_lines(desk)
    desk.at("#own-record").click()
    desk.until("document.querySelector('#own-record').textContent === 'Stop'")
    desk.at("#own-record").click()
    held.wait()
    desk.at("#own-next").click()
    words = desk.text("#own-words")
    desk.at("#own-record").click()
    desk.until("document.querySelector('#own-record').textContent === 'Stop'")
    held.routes[0].fulfill(json={"seconds": 1.0})
    desk.until("document.querySelector('#own-count').textContent.includes('Recorded: 1')")
    desk.page.evaluate(PRESS, ["own-list li:nth-child(3) button"])
    assert desk.text("#own-words") == words


def test_a_microphone_that_is_refused_lets_the_lines_go_on(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.page.evaluate("navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('refused')); null")
    show_lines(desk)
    words = desk.text("#own-words")
    desk.at("#own-record").click()
    desk.until("document.querySelector('#own-said').textContent.includes('no access')")
    desk.at("#own-next").click()
    assert desk.text("#own-words") != words


def test_a_microphone_that_is_granted_after_the_script_was_left_is_let_go(window: MakeWindow) -> None:
    desk = slow_to_grant(window)
    desk.at("#own-record").click()
    desk.at("#to-begin").click()
    desk.at("#begin:not([hidden])").wait_for()
    desk.page.evaluate("granted.forEach(grant => grant())")
    desk.until("streams.length === 1")
    desk.until(f"{LIVE} === 0")


def test_the_line_that_is_recorded_stays_when_its_section_is_closed_and_opened(window: MakeWindow) -> None:
    desk = window().open("soles")
    show_lines(desk)
    desk.at("#own-next").click()
    words = desk.text("#own-words")
    desk.at("#own-record").click()
    desk.until("document.querySelector('#own-record').textContent === 'Stop'")
    for _ in range(2):
        desk.at("#own > summary").click()
    desk.page.evaluate(SETTLED)
    desk.page.wait_for_load_state("networkidle")
    assert desk.text("#own-words") == words
    desk.at("#own-record").click()
    desk.until("document.querySelector('#own-said').textContent !== ''")
    assert desk.text("#own-words") == words


def test_a_section_that_is_closed_and_opened_still_waits_for_the_microphone(window: MakeWindow) -> None:
    desk = slow_to_grant(window)
    desk.at("#own-record").click()
    for _ in range(2):
        desk.at("#own > summary").click()
    desk.page.evaluate(SETTLED)
    desk.page.evaluate("granted.forEach(grant => grant())")
    desk.until("document.querySelector('#own-record').textContent === 'Stop'")
