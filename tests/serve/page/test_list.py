"""The list of routines: compact, the reader's language first, searched, and never in the way."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape, unescape
from typing import TYPE_CHECKING

from tests.serve.page.browser import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Route

MakeScreen = Callable[..., Screen]


def with_many(page: Screen, rows: int = 130) -> None:
    """Have the page list this many routines."""
    page.page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
          const list = document.querySelector("#catalog");
          const [row] = JSON.parse(list.dataset.routines).filter(one => one.name === "soles");
          const more = Array.from({length: COUNT}, (_, n) => ({...row, name: `soles${n}`, title: `Sole number ${n}`}));
          list.dataset.routines = JSON.stringify([...JSON.parse(list.dataset.routines), ...more]);
        }, {capture: true});""".replace("COUNT", str(rows))
    )


def test_the_language_of_the_reader_stands_first_and_others_are_folded(screen: MakeScreen) -> None:
    english = screen().open()
    assert english.at("#catalog-list > div").get_by_text("Sole release").is_visible()
    assert english.at("#catalog-list > details summary").all_inner_texts()[0].split() == ["German", "2"]
    german = screen(locale="de-AT").open()
    assert german.at("#catalog-list > div").get_by_text("Fersen lockern").is_visible()
    assert german.at("#catalog-list > details summary").all_inner_texts()[0].split() == ["Englisch", "3"]
    assert german.at("html").get_attribute("lang") == "de"


def test_many_routines_can_be_searched(screen: MakeScreen) -> None:
    page = screen()
    page.open()
    assert page.at("#find").is_hidden()  # of a few, one sees all
    with_many(page)
    page.open()
    page.at("#search").fill("NUMBER 12")
    names = page.at(".routine-row:visible .row-title").all_inner_texts()
    assert len(names) == 12
    assert names[0] == "Sole number 12"
    page.at("#search").fill("losen")
    assert page.at(".routine-row:visible .row-title").all_inner_texts() == []
    assert page.text("#not-found") == "Nothing was found."
    page.at("#search").fill("fersen")
    assert page.at(".routine-row:visible .row-title").all_inner_texts() == ["Fersen lockern"]


def test_the_search_says_what_it_is_and_that_nothing_was_found(screen: MakeScreen) -> None:
    page = screen()
    with_many(page)
    page.open()
    assert page.at("#search").get_attribute("placeholder") == "Search"
    page.at("#search").fill("losen")
    field, told = page.at("#search").bounding_box(), page.at("#not-found").bounding_box()
    assert field
    assert told
    assert told["y"] >= field["y"] + field["height"] + 8  # clear of the ring round the field


def test_a_link_by_hand_shows_its_routine_first(screen: MakeScreen) -> None:
    page = screen()
    with_many(page)
    page.page.goto(f"{page.address}?routine=soles&length=3m")
    page.settle()
    box = page.at("#start").bounding_box()
    assert box
    assert box["y"] + box["height"] <= 844
    assert page.text("#setup-title") == "Sole release"
    assert page.text("#length-shown") == "3 minutes"


def test_far_down_the_list_the_session_stays_in_sight_at_the_desk(screen: MakeScreen) -> None:
    page = screen("desk")
    with_many(page)
    page.open()
    page.at(".routine-row").nth(120).click()
    for selector in ("#setup-title", "#start"):
        box = page.at(selector).bounding_box()
        assert box
        assert 0 <= box["y"] <= 800 - box["height"]
    page.faults.clear()  # the server does not know these routines


def test_scripts_that_cannot_be_used_are_listed_with_the_reason(screen: MakeScreen) -> None:
    problem = {
        "file": "fuß.md",
        "name": "fuß",
        "line": 3,
        "column": 1,
        "message": "no time",
        "hint": "add one",
        "more": 1,
    }
    page = screen()
    page.page.add_init_script(
        f"""addEventListener("DOMContentLoaded", () => {{
          document.querySelector("#catalog").dataset.problems = {json.dumps(json.dumps([problem]))};
        }}, {{capture: true}});"""
    )
    page.open()
    page.at("#problems-title").click()
    assert page.text("#problems-title") == "1 script cannot be used"
    assert " ".join(page.text("#problems-list").split()) == "fuß.md · line 3 no time add one and 1 more error"


def test_a_length_is_listed_once_it_is_measured_and_is_that_of_the_slider(phone: Screen) -> None:
    def estimate(route: Route) -> None:
        page = route.fetch().text().replace("&#34;estimated&#34;: false", "&#34;estimated&#34;: true")
        route.fulfill(body=page.replace('"estimated": false', '"estimated": true'), content_type="text/html")

    held: list[Route] = []
    phone.choose("Sole release")
    phone.page.route(phone.address, estimate)
    phone.page.route("**/routines.json", lambda route: held.append(route))
    phone.page.goto(phone.address)
    phone.settle()
    row = phone.at("label:has(input[value=soles]) .row-range")
    assert row.inner_text() == ""
    phone.page.unroute("**/routines.json")
    for route in held:
        route.continue_()
    phone.until("document.querySelector('label:has(input[value=soles]) .row-range').textContent !== ''")
    assert row.inner_text() == f"{phone.text('#length-least')} to {phone.text('#length-most')} min"


def test_a_list_that_is_completed_late_stays_as_it_was_unfolded(phone: Screen) -> None:
    def incomplete(route: Route) -> None:
        page = route.fetch().text().replace('data-complete="true"', 'data-complete="false"')
        route.fulfill(body=page, content_type="text/html")

    held: list[Route] = []
    phone.page.route(phone.address, incomplete)
    phone.page.route("**/routines.json", lambda route: held.append(route))
    phone.page.goto(phone.address)
    with phone.page.expect_request("**/routines.json"):
        phone.page.get_by_text("German").click()
        phone.page.get_by_role("radio", name="Fersen lockern").focus()
    phone.at("#catalog-list > div").evaluate("group => group.remove()")  # the list that comes has it again
    phone.page.unroute("**/routines.json")
    held[0].continue_()
    phone.until("document.querySelector('#catalog-list > div') !== null")
    assert phone.at("#catalog-list details").first.get_attribute("open") is not None
    assert phone.page.evaluate("document.activeElement.value") == "fersen"


def test_a_link_to_a_routine_that_is_listed_late_still_chooses_it(phone: Screen) -> None:
    def shorten(route: Route) -> None:
        def without(found: re.Match[str]) -> str:
            rows = [row for row in json.loads(unescape(found[1])) if row["name"] != "soles"]
            return f"data-routines='{escape(json.dumps(rows))}'"

        page = re.sub("data-routines='(.*?)'", without, route.fetch().text(), flags=re.DOTALL)
        route.fulfill(body=page.replace('data-complete="true"', 'data-complete="false"'), content_type="text/html")

    link = f"{phone.address}?routine=soles&talk=brief"
    phone.page.route(link, shorten)
    phone.page.goto(link)
    phone.until("document.querySelector('#setup-title').textContent === 'Sole release'")
    phone.settle()
    assert phone.at("#to-list").is_visible()  # the routine stands before the list
    assert phone.at("input[name=talk][value=brief]").is_checked()
    assert "routine=soles" in phone.at("#link").input_value()


def incomplete(route: Route) -> None:
    """Answers with a page whose list is not complete."""
    page = route.fetch().text().replace('data-complete="true"', 'data-complete="false"')
    route.fulfill(body=page, content_type="text/html")


def test_a_list_that_breaks_off_is_asked_for_again(phone: Screen) -> None:
    answers = ['[{"name": "so', "", None]
    asked: list[str] = []

    def broken(route: Route) -> None:
        asked.append(route.request.url)
        body = answers.pop(0) if answers else None
        route.continue_() if body is None else route.fulfill(body=body, content_type="application/json")

    phone.page.route(phone.address, incomplete)
    phone.page.route("**/routines.json", broken)
    phone.page.goto(phone.address)
    phone.at("#catalog-list > div").evaluate("group => group.remove()")
    phone.until("document.querySelector('#catalog-list > div') !== null")
    assert len(asked) == 3


def test_the_focus_and_a_press_stay_while_the_list_is_completed(phone: Screen) -> None:
    held: list[Route] = []
    phone.page.route(phone.address, incomplete)
    phone.page.route("**/routines.json", lambda route: held.append(route))
    phone.page.goto(phone.address)
    with phone.page.expect_request("**/routines.json"):
        phone.at("#catalog-list summary").first.focus()
    row = phone.at("label:has(input[value=soles])")
    row.scroll_into_view_if_needed()
    phone.at("#catalog-list summary").first.focus()
    box = row.bounding_box()
    assert box
    phone.page.mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
    phone.page.mouse.down()
    phone.at("#catalog-list summary").first.focus()
    rows = json.loads(str(held[0].fetch().text()))
    with phone.page.expect_event("requestfinished", lambda request: request == held[0].request):
        held[0].fulfill(body=json.dumps([*rows, {**rows[0], "name": "more", "title": "One more"}]))
    phone.until("document.querySelector('input[value=more]') !== null")
    assert phone.page.evaluate("document.activeElement.textContent.startsWith('German')")
    phone.page.mouse.up()
    phone.until("document.querySelector('#setup-title').textContent === 'Sole release'")
