"""The page for those who use a keyboard or a screen reader, and the page against those who write hostile scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import page_looks
from tests.page_looks import faults_by_axe, small_controls
from tests.serve.page.browser import Screen

MakeScreen = Callable[..., Screen]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_axe_finds_no_fault(screen: MakeScreen, size: str) -> None:
    page = screen(size, reduced_motion="reduce").open()
    page.choose("Sole release")
    page.page.get_by_text("All steps").click()
    assert faults_by_axe(page.page) == []
    page.play()
    page.button("Pause").click()
    page.jump(page.plan()["steps"][0]["hold"]["start"] + 2)
    assert faults_by_axe(page.page) == []
    page.button("Back").click()
    page.at("#mini").wait_for()
    assert faults_by_axe(page.page) == []
    page.button("Stop and close").click()
    page.at("#resume").wait_for()
    assert faults_by_axe(page.page) == []


def test_all_of_it_can_be_done_with_the_keyboard(screen: MakeScreen) -> None:
    page = screen("desk").open()
    keys = page.page.keyboard

    def tab_to(selector: str) -> None:
        page_looks.tab_to(page.page, selector, 30)

    tab_to("input[name=routine]")
    for _ in range(3):
        if page.text("#setup-title") != "Sole release":
            keys.press("ArrowDown")
    tab_to("#length")
    keys.press("Home")
    keys.press("ArrowRight")
    page.settle()
    tab_to("#start")
    keys.press("Enter")
    page.until("document.querySelector('audio').currentTime > 0.2")
    assert page.page.evaluate("document.activeElement.id") == "player-title"
    plan = page.plan()
    assert plan["title"] == "Sole release"
    keys.press("Space")
    page.until("document.querySelector('audio').paused")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert page.now() == pytest.approx(plan["steps"][1]["start"], abs=0.05)
    keys.press("ArrowLeft")
    assert page.now() == pytest.approx(plan["steps"][0]["start"], abs=0.05)
    tab_to("#following")
    keys.press("Space")  # a control has the focus, so Space presses it
    assert page.audio("paused")
    assert page.now() == pytest.approx(plan["steps"][1]["start"], abs=0.05)
    tab_to("#leave")
    keys.press("Enter")
    page.at("#mini").wait_for()
    assert page.page.evaluate("document.activeElement.id") == "choose-title"


def test_the_player_says_nothing_of_itself(phone: Screen) -> None:
    phone.play()
    live = "[aria-live]:not([aria-live=off]), [role=status], [role=log], [role=timer], output"
    assert phone.at(f"#player :is({live})").count() == 0
    assert phone.at("#player [role=alert]").all_inner_texts() == [""]


def test_whatever_is_touched_is_large_enough(phone: Screen) -> None:
    phone.choose("Sole release")
    touched = "button, a, summary, label:has(input), input[type=range]"
    assert small_controls(phone.page, touched) == []
    phone.play()
    assert small_controls(phone.page, touched) == []


def test_the_player_fits_on_the_screen(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.play()
    phone.button("Next step").click()
    for width, height in ((390, 844), (390, 664), (320, 568), (844, 390), (1280, 800)):
        phone.page.set_viewport_size({"width": width, "height": height})
        for name in ("#step", "#count", "#next", "#position", "#toggle"):
            box = phone.at(name).bounding_box()
            assert box is not None
            assert 0 <= box["y"] < box["y"] + box["height"] <= height
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= width
        assert phone.page.evaluate("parseFloat(getComputedStyle(document.querySelector('#step')).fontSize)") >= 24


def test_minutes_of_a_countdown_stay_inside_its_ring(phone: Screen) -> None:
    phone.choose("Lie still")
    phone.play()
    phone.button("Next step").click()
    phone.until("document.querySelector('#count').textContent.includes(':')")
    for width, height in ((390, 844), (320, 568), (844, 390), (1280, 800)):
        phone.page.set_viewport_size({"width": width, "height": height})
        count, ring = phone.at("#count").bounding_box(), phone.at("#clock").bounding_box()
        assert count
        assert ring
        assert count["width"] < 0.85 * ring["width"]


def test_a_long_title_leaves_the_player_its_room(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.play()
    size = "(({width, height}) => [width, height])(document.querySelector('#leave').getBoundingClientRect())"
    before = phone.page.evaluate(size)
    phone.page.evaluate(
        "document.querySelector('#player-title').textContent = 'Heel pain relief with nothing but your own two hands'"
    )
    assert phone.page.evaluate(size) == before
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_texts_of_a_routine_are_marked_with_its_language(phone: Screen) -> None:
    phone.choose("Fersen lockern")
    assert phone.at("html").get_attribute("lang") == "en"
    assert phone.at("#setup-title").get_attribute("lang") == "de"
    phone.play()
    phone.button("Next step").click()
    assert phone.text("#step") == "Drück auf den Fersenpunkt"
    assert phone.at("#step").get_attribute("lang") == "de"


def test_a_hostile_script_is_only_text(phone: Screen) -> None:
    before = phone.at("script").count(), phone.at("img").count(), phone.at("b").count()
    phone.choose("Heels <img")
    phone.page.get_by_text("All steps").click()
    assert phone.text("#setup-title") == 'Heels <img src=x onerror=alert(1)> & "toes" \''
    assert "<svg onload=alert(3)>" in phone.text("#phases")
    assert "<b id=pwned>" in phone.text("#things-list")
    phone.play()
    phone.button("Pause").click()
    cue = next(cue for cue in phone.plan()["cues"] if "alert(6)" in cue["text"] and cue["kind"] != "instruction")
    phone.jump(cue["start"] + 0.2)
    assert "</h2><script>alert(6)</script>" in phone.text("#said")
    assert "<img src=x onerror=alert(four)>" in phone.text("#step")
    phone.button("Back").click()
    assert "<img src=x onerror=alert(1)>" in phone.text("#mini")
    assert (phone.at("script").count(), phone.at("img").count(), phone.at("b").count()) == before
    assert phone.faults == []


def test_it_is_light_or_dark_as_the_device_is(phone: Screen) -> None:
    paper = "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).map(Number)"
    phone.page.emulate_media(color_scheme="light")
    light = sum(phone.page.evaluate(paper))
    phone.page.emulate_media(color_scheme="dark")
    assert light > 600 > 150 > sum(phone.page.evaluate(paper))


def test_nothing_moves_for_whoever_wants_nothing_to(screen: MakeScreen) -> None:
    page = screen(reduced_motion="reduce").open()
    assert page.page.evaluate("getComputedStyle(document.querySelector('#ring')).transitionDuration") == "0s"


def test_nothing_comes_from_elsewhere(screen: MakeScreen) -> None:
    page = screen()
    asked: list[str] = []
    page.page.on("request", lambda request: asked.append(request.url))
    page.open().play()
    assert [url for url in asked if not url.startswith((page.address, f"blob:{page.address}"))] == []


def test_what_scripts_say_is_never_read_as_markup() -> None:
    page = Path(__file__).parents[3] / "voiceguide" / "serve" / "page"
    for path in page.glob("*.js"):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", path.read_text("utf-8")
        )
    templates = "".join(path.read_text("utf-8") for path in page.glob("*.html"))
    assert re.findall(r"\{\{([^}]*)\|\s*safe", templates) == [" style"]  # the package's own files
