"""The browser's Back."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.page.window import Window
from tests.desk.running import SOLES, Running
from tests.serve.page.held import SETTLED

MakeWindow = Callable[..., Window]


def go_back(desk: Window) -> None:
    """Press the browser's Back, and let what follows it end."""
    desk.page.evaluate("history.back()")
    desk.page.evaluate(SETTLED)
    desk.until("location.hash !== ''")


def test_back_closes_a_window_and_stays_at_the_script(window: MakeWindow) -> None:
    desk = window().open("soles")
    for _ in range(2):
        desk.at("#rename").click()
        desk.at("#dialog input").wait_for()
        go_back(desk)
        assert desk.at("#dialog").is_hidden()
        assert desk.at("#desk").is_visible()
    assert desk.text("#desk-name") == "soles.md"
    desk.page.go_back()
    desk.at("#begin").wait_for()


def test_back_closes_one_window_and_not_the_next(window: MakeWindow, running: Running) -> None:
    path = running.folder / "soles.md"
    desk = window().open("soles")
    path.write_text(SOLES + "\nTheirs.\n", "utf-8")
    desk.at("#rename").click()
    desk.at("#dialog input").wait_for()
    desk.page.evaluate(
        """() => {
          const field = document.querySelector("#text");
          field.setRangeText("Mine. ", 0, 0);
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }"""
    )
    desk.until("document.querySelector('#saved').textContent.includes('changed by another program')")
    go_back(desk)
    desk.page.get_by_role("button", name="Keep mine").click()
    desk.on_disk(path, "Mine. ")


def test_forward_closes_a_window_and_leaves_the_next_back_to_the_writer(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#double").click()
    desk.until("document.querySelector('#desk-name').textContent === 'soles-2.md'")
    desk.page.go_back()
    desk.at("#rename").click()
    desk.at("#dialog input").wait_for()
    desk.page.evaluate("history.forward()")
    desk.at("#dialog").wait_for(state="hidden")
    desk.page.evaluate(SETTLED)
    assert desk.page.evaluate("location.hash") == "#soles"
    desk.page.evaluate("history.back()")
    desk.at("#begin").wait_for()


def test_back_from_a_copy_shows_the_first_script_and_forward_the_copy(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#double").click()
    for act, name in (("", "soles-2"), ("history.back()", "soles"), ("history.forward()", "soles-2")):
        desk.page.evaluate(act)
        desk.until(f"document.querySelector('#desk-name').textContent === '{name}.md'")
        assert desk.page.evaluate("location.hash") == f"#{name}"
    desk.page.evaluate("history.go(-2)")
    desk.at("#begin").wait_for()


def test_back_to_a_script_that_is_gone_says_so_and_keeps_the_one_that_is_open(
    window: MakeWindow, running: Running
) -> None:
    desk = window().open("soles")
    desk.at("#double").click()
    desk.until("document.querySelector('#desk-name').textContent === 'soles-2.md'")
    (running.folder / "soles.md").unlink()
    desk.page.evaluate("history.back()")
    desk.at("#trouble:not(:empty)").wait_for()
    assert desk.text("#desk-name") == "soles-2.md"
    assert desk.page.evaluate("location.hash") == "#soles-2"
