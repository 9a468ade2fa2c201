"""Choosing a session on the page: what is shown, and how the picture follows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import SOLES, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Request, Response, Route

MakeScreen = Callable[..., Screen]


def bars(screen: Screen) -> list[tuple[str, float]]:
    """The bars of the picture: what each is, and how wide."""
    drawn = screen.page.evaluate(
        """[...document.querySelectorAll("#picture .bar")]
          .map(bar => [bar.getAttribute("class"), bar.width.baseVal.value])"""
    )
    return [(name.removeprefix("bar "), width) for name, width in drawn]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_a_routine_is_chosen_and_shown(screen: MakeScreen, size: str) -> None:
    page = screen(size).open()
    page.choose("Sole release")
    assert page.text("#setup-title") == "Sole release"
    assert [name for name, _ in bars(page)] == ["left", "right", "neither", "rest", "left", "right"]
    assert [line.split("\n")[0] for line in page.at("#phases li").all_inner_texts()] == ["Release", "Stretch"]


def test_a_routine_that_was_just_picked_shows_no_picture_of_the_one_before(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.page.route("**/plan.json*", lambda route: None)  # no plan comes
    phone.page.get_by_role("radio", name="Lie still").check()
    number, unit = phone.at("#ring-picture text").all_text_contents()
    assert f"Play {number} {unit}" == phone.text("#start-words")
    assert number.startswith("20")
    assert phone.at("#ring-picture path").count() == 1  # the line, without phases and holds
    assert bars(phone) == []
    assert phone.at("#phases li, #steps-list li").count() == 0


def test_the_list_says_what_the_picture_shows(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.page.get_by_text("All steps").click()
    steps = [" ".join(text.split()) for text in phone.at("#steps-list li").all_text_contents()]
    assert len(steps) == len(bars(phone))
    assert steps[0].startswith("Left Press the heel spot0:")
    assert steps[0].endswith(" seconds")
    assert steps[3].startswith("Rest")


def test_the_picture_follows_the_slider(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.slide(0)
    short = bars(phone)
    phone.slide(int(phone.at("#length").get_attribute("max") or 0))
    long = bars(phone)
    assert [name for name, _ in short] == [name for name, _ in long]
    assert long[0][1] > short[0][1]
    assert phone.text("#changes").endswith("lengthened.")


def test_the_slider_stops_at_half_minutes_and_speaks_in_words(phone: Screen) -> None:
    phone.choose("Sole release")
    natural = phone.text("#length-shown")
    said = []
    for stop in range(int(phone.at("#length").get_attribute("max") or 0) + 1):
        phone.at("#length").fill(str(stop))
        said.append(phone.at("#length").get_attribute("aria-valuetext"))
        assert phone.text("#length-shown") == said[-1]
    assert "3 minutes" in said
    assert "4 minutes 30 seconds" in said
    others = [text for text in said[1:-1] if not (text or "").endswith((" minute", " minutes", " 30 seconds"))]
    assert others == [natural]


def test_at_first_the_session_is_the_one_that_needs_no_fitting(phone: Screen) -> None:
    phone.choose("Sole release")
    assert phone.text("#changes") == ""
    with phone.page.expect_request("**/session.mp3*") as asked:
        phone.play()
    assert "length" not in asked.value.url  # so it is the one that was made before anybody asked


def test_the_sound_of_what_is_shown_is_made_before_play_is_pressed(phone: Screen) -> None:
    def made(response: Response) -> bool:
        return "session.mp3" in response.url and "routine=soles" in response.url

    with phone.page.expect_response(made) as first:
        phone.choose("Sole release")
    with phone.page.expect_response(lambda response: made(response) and "length=" in response.url) as second:
        phone.slide(0)
    for response in (first.value, second.value):
        assert (response.request.method, response.status) == ("HEAD", 200)
    assert "length=" not in first.value.url


def test_a_length_set_by_hand_comes_back_when_it_can_be_again(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.slide(int(phone.at("#length").get_attribute("max") or 0) - 1)
    wished = phone.text("#length-shown")
    most = phone.text("#length-most")
    phone.at("input[name=side][value='left']").check()
    phone.until(f"document.querySelector('#length-most').textContent !== '{most}'")
    phone.settle()
    assert phone.at("#length").input_value() == phone.at("#length").get_attribute("max")
    assert phone.text("#length-shown") != wished
    phone.open()
    phone.at("input[name=side][value='']").check()
    phone.until(f"document.querySelector('#length-most').textContent === '{most}'")
    phone.settle()
    assert phone.text("#length-shown") == wished


def test_a_script_that_was_saved_anew_meanwhile_is_asked_for_anew(phone: Screen) -> None:
    phone.choose("Sole release")
    ends = '{"message": "it cannot be that long", "hint": "", "shortest": 60, "longest": 90}'
    anew: list[str] = []

    def noted(request: Request) -> None:
        if "plan.json" in request.url and "length" not in request.url:
            anew.append(request.url)

    def refused(route: Route) -> None:
        """Refuse all lengths until the script is asked for anew: the page asks ahead for lengths, too."""
        route.fallback() if anew else route.fulfill(status=422, body=ends)

    phone.page.on("request", noted)
    phone.page.route("**/plan.json*length=*", refused)
    phone.at("#length").fill("9")
    phone.settle()
    assert len(anew) == 1
    assert phone.text("#choose-fault") == ""
    assert phone.at("#picture .bar").count() == 6


def test_a_link_to_a_routine_chooses_it(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.page.goto(f"{phone.address}?routine=fersen")
    phone.settle()
    assert phone.text("#setup-title") == "Fersen lockern"
    phone.page.goto(f"{phone.address}?routine=../nobody")
    phone.settle()
    assert phone.text("#setup-title") == "Fersen lockern"  # as it was left
    assert phone.text("#choose-fault") == "This routine is no longer there, or it cannot be read."


def test_a_link_that_leaves_out_too_much_brings_the_steps_back_and_says_so(screen: MakeScreen) -> None:
    lines = [number for number, line in enumerate(SOLES.splitlines(), 1) if line.startswith("- ")]
    skips = "".join(f"&skip={number}" for number in lines)
    page = screen(locale="de-DE")
    page.page.goto(f"{page.address}?routine=soles{skips}")
    page.at("#choose-fault").filter(has_text="wieder").wait_for()
    assert page.text("#choose-fault") == (
        "Soles: es bleibt nichts zu tun. Lass weniger weg. Die Schritte sind wieder dabei."
    )
    page.settle()
    assert page.at("#steps-list input:not(:checked)").count() == 0


def test_one_side_alone_is_shorter(phone: Screen) -> None:
    phone.choose("Sole release")
    shortest = phone.text("#length-least")
    phone.at("input[name=side][value='right']").check()
    phone.until(f"document.querySelector('#length-least').textContent !== '{shortest}'")
    phone.settle()
    assert {name for name, _ in bars(phone)} == {"right", "neither", "rest"}


def test_what_is_not_at_hand_is_left_out(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.page.get_by_label("a ball").uncheck()
    phone.until("!document.querySelector('#picture .neither')")
    assert phone.text("#changes") == "Without these things: 1 step left out."
    phone.slide(int(phone.at("#length").get_attribute("max") or 0))
    assert phone.text("#changes").startswith("Without these things: 1 step left out. To fit: ")
    assert "left out" not in phone.text("#changes").partition("To fit: ")[2]


def test_how_much_is_said_can_be_chosen(phone: Screen) -> None:
    phone.choose("Sole release")
    shortest = phone.text("#length-least")
    phone.page.get_by_role("radio", name="Bells only").check()
    phone.until(f"document.querySelector('#length-least').textContent !== '{shortest}'")


def test_the_session_is_downloaded(phone: Screen, tmp_path: Path) -> None:
    phone.choose("Sole release")
    phone.slide(1)
    phone.page.get_by_text("Take it along").click()
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="MP3 file").click()
    download.value.save_as(tmp_path / "session.mp3")
    assert (tmp_path / "session.mp3").read_bytes().startswith(b"ID3")
    assert "soles" in download.value.suggested_filename
    assert "length=" in download.value.url


def test_a_podcast_app_is_given_the_whole_address(phone: Screen) -> None:
    phone.page.get_by_text("Podcast", exact=True).click()
    assert phone.at("#feed").input_value() == f"{phone.address}feed.xml"


def test_choices_are_remembered(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.page.get_by_label("a ball").uncheck()
    phone.at("input[name=side][value='left']").check()
    phone.settle()
    phone.slide(2)
    length = phone.text("#length-shown")
    phone.open()
    assert phone.text("#setup-title") == "Sole release"
    assert phone.text("#length-shown") == length
    assert not phone.page.get_by_label("a ball").is_checked()
    assert phone.at("input[name=side][value=left]").is_checked()
