"""Requests that fail: the page asks again, or tells it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.desk.page.window import Window
from tests.serve.page.held import Held

if TYPE_CHECKING:
    from playwright.sync_api import Route

MakeWindow = Callable[..., Window]
BUSY = {"message": "Too much is being made at once.", "hint": "Try again in a moment."}


def fail(route: Route) -> None:
    route.abort()


def be_busy(route: Route) -> None:
    route.fulfill(status=429, json=BUSY)


def make_handout(desk: Window) -> None:
    desk.at("#hand > summary").click()
    desk.at("[data-make=handout]").click()


@pytest.mark.parametrize("answer", [fail, be_busy])
def test_a_job_is_looked_at_again_after_looks_that_failed(window: MakeWindow, answer: Callable[[Route], None]) -> None:
    desk = window().open("soles")
    desk.page.route("**/job.json*", answer, times=2)
    make_handout(desk)
    desk.at("#made a").wait_for()


CUT = """() => {
  const whole = fetch;
  let left = 2;
  window.fetch = async (url, options) => {
    const answer = await whole(url, options);
    if (!String(url).includes("job.json") || left-- <= 0) return answer;
    const half = (await answer.text()).slice(0, 20);
    const start = (stream) => {
      stream.enqueue(new TextEncoder().encode(half));
      stream.error(new TypeError("network error"));
    };
    return new Response(new ReadableStream({ start }), { status: 200 });
  };
}"""
"""Cuts the connection in the middle of two answers, as a browser tells it."""


def test_a_job_is_looked_at_again_after_its_answer_was_cut(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.page.evaluate(CUT)
    make_handout(desk)
    desk.at("#made a").wait_for()


def test_a_job_is_given_up_after_a_few_looks_that_failed(window: MakeWindow) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/job.json*")
    desk.page.clock.install()
    make_handout(desk)
    for _ in range(6):
        desk.page.clock.fast_forward(10_000)
        held.wait().fail()
    desk.at("#made .fault").filter(has_text="cannot be reached").wait_for()
    assert desk.at("#made progress, #made button").count() == 0


def test_a_job_that_is_no_longer_there_is_not_looked_at_again(window: MakeWindow) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/job.json*")
    make_handout(desk)
    held.wait().routes.pop().fulfill(status=404, json={"message": "This is no longer here.", "hint": None})
    desk.at("#made .fault").filter(has_text="This is no longer here.").wait_for()
    assert not held.routes


def test_an_answer_that_cannot_be_read_is_a_fault_at_once(window: MakeWindow) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/job.json*")
    make_handout(desk)
    with desk.page.expect_event("pageerror"):
        held.wait().routes.pop().fulfill(body="no JSON")
    assert not held.routes
    assert "not valid JSON" in desk.faults.pop()


def test_a_plan_that_fails_is_told_beside_the_one_before(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#session-shown[aria-busy=false]").wait_for()
    desk.page.route("**/plan.json", fail)
    desk.at("#side").select_option("left")
    desk.at("#session-none").filter(has_text="cannot be reached").wait_for()
    assert desk.at("#session-shown").get_attribute("aria-busy") == "false"
    desk.page.unroute("**/plan.json")
    desk.at("#side").select_option("")
    desk.at("#session-none").wait_for(state="hidden")


def test_a_plan_that_failed_is_not_told_of_a_script_with_a_mistake(window: MakeWindow) -> None:
    desk = window()
    desk.page.route("**/plan.json", fail)
    desk.open("soles")
    desk.at("#session-none").filter(has_text="cannot be reached").wait_for()
    desk.at("#to-begin").click()
    desk.open("knee")
    desk.at("#session-none").filter(has_text="as soon as the script has no mistake").wait_for()
