"""The desk for those who use a keyboard, a screen reader, large text, their own colours or another language."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests import page_looks
from tests.desk.page.window import Window
from tests.desk.running import Running
from tests.page_looks import faults_by_axe, small_controls

MakeWindow = Callable[..., Window]
PHONE = {"width": 390, "height": 844}


def unfold(desk: Window) -> None:
    """Open everything that can be unfolded."""
    desk.page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


@pytest.mark.parametrize(("size", "locale"), [(PHONE, "en-GB"), (None, "de-DE")])
def test_axe_finds_no_fault_in_any_state(window: MakeWindow, size: Any, locale: str) -> None:
    desk = window(locale=locale, **({"viewport": size} if size else {}))
    unfold(desk)
    desk.until("document.querySelectorAll('#bundled li').length > 3")
    assert faults_by_axe(desk.page) == []
    desk.open("knee")
    unfold(desk)
    assert faults_by_axe(desk.page) == []
    desk.at("#mend").click()
    assert faults_by_axe(desk.page) == []
    desk.at("#dialog button").first.click()
    desk.at("#session-shown:not([hidden])").wait_for()
    desk.at("[data-make=handout]").click()
    desk.at("#made a").wait_for()
    desk.at("#clients-text").fill("Anna\t5m\nBo\t10\n")
    desk.at("#clients-go").click()
    desk.at("#clients-made td").first.wait_for()
    desk.at("#own-now:not([hidden])").wait_for()
    assert faults_by_axe(desk.page) == []
    desk.at("#versions").click()
    desk.at("#dialog pre").first.wait_for()
    assert faults_by_axe(desk.page) == []


def test_all_of_it_can_be_done_with_the_keyboard(window: MakeWindow, running: Running) -> None:
    desk = window()
    keys = desk.page.keyboard

    def tab_to(selector: str) -> None:
        page_looks.tab_to(desk.page, selector, 80)

    tab_to("#paste")
    keys.type("Hips\n\nBridge 10 times\nHold the plank 20 secnds\n")
    tab_to("#paste-go")
    keys.press("Enter")
    desk.checked()
    assert desk.page.evaluate("document.activeElement.id") == "desk-title"
    desk.page.evaluate("document.querySelector('#findings-count').textContent")
    tab_to("#text")
    keys.press("Control+End")
    keys.type("\n- Rest for 5 seconds\n")
    tab_to("#findings .cure, #mend")
    keys.press("Enter")
    understood = "document.querySelector('#findings-count').textContent === 'Everything is understood.'"
    desk.until(f"document.querySelector('#dialog[open]') || {understood}")
    if desk.at("#dialog[open]").count():
        keys.press("Enter")
    desk.until(understood)
    keys.press("Control+s")
    desk.saved()
    desk.at("#session-shown:not([hidden])").wait_for()
    tab_to("#length")
    keys.press("Home")
    desk.until("document.querySelector('#changes').textContent.includes('shortened')")
    tab_to("#hear-whole")
    keys.press("Space")
    desk.sounds()
    [made] = [path for path in running.folder.glob("*.md") if path.stem not in ("soles", "knee")]
    assert "Rest for 5 seconds" in made.read_text("utf-8")


def test_control_and_enter_speak_the_line(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.cursor("Roll the sole")
    before = desk.value()
    desk.page.keyboard.press("Control+Enter")
    desk.sounds()
    assert desk.value() == before


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_large_text_is_whole(window: MakeWindow, width: int) -> None:
    """At 200 % text nothing runs out of the page, and no button cuts its words."""
    desk = window(viewport={"width": width, "height": 900})
    desk.page.evaluate("document.documentElement.style.fontSize = '200%'")
    cut = """() => [...document.querySelectorAll("button, label, summary, h1, h2, p, a, li")]
      .filter(one => one.checkVisibility() && !one.closest("#margin, #here, .unseen"))
      .filter(one => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== "inline")
      .map(one => one.id || one.textContent.trim().slice(0, 30))"""
    for opened in (False, True):
        if opened:
            desk.open("knee")
        unfold(desk)
        desk.page.wait_for_timeout(150)
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
        assert desk.page.evaluate(cut) == []


@pytest.mark.parametrize("width", [390, 1152, 1280, 1440])
def test_large_text_leaves_room_to_write(window: MakeWindow, width: int) -> None:
    desk = window(viewport={"width": width, "height": 900}).open("soles")
    desk.page.evaluate("document.documentElement.style.fontSize = '200%'")
    letters = "document.querySelector('#text').clientWidth / parseFloat(getComputedStyle(document.body).fontSize) / 0.6"
    assert desk.page.evaluate(letters) > (12 if width == 390 else 40)


def test_what_is_touched_is_large_enough(window: MakeWindow) -> None:
    desk = window(viewport=PHONE, has_touch=True)
    touched = "button, a, summary, select, label:has(input[type=file]), input[type=range]"
    unfold(desk)
    assert small_controls(desk.page, touched) == []
    desk.open("knee")
    unfold(desk)
    assert small_controls(desk.page, touched) == []


def test_forced_colours_keep_marks_and_choices_apart(window: MakeWindow) -> None:
    desk = window(forced_colors="active").open("knee")
    style = "getComputedStyle(document.querySelector('#mirror mark')).textDecorationLine"
    assert desk.page.evaluate(style) == "underline"
    desk.at("#mend").click()
    desk.at("#dialog button").first.click()
    desk.at("#session-shown:not([hidden])").wait_for()
    fills = desk.page.evaluate("[...document.querySelectorAll('#picture .bar')].map(bar => getComputedStyle(bar).fill)")
    field = desk.page.evaluate("getComputedStyle(document.querySelector('#picture .field')).fill")
    assert field not in fills


@pytest.mark.parametrize(
    ("locale", "code", "begin"), [("de-DE", "de", "Losschreiben"), ("fr-FR", "fr", "Commencer à écrire")]
)
def test_the_page_speaks_the_browsers_language(window: MakeWindow, locale: str, code: str, begin: str) -> None:
    desk = window(locale=locale)
    assert desk.at("html").get_attribute("lang") == code
    desk.page.get_by_role("button", name=begin).click()
    desk.checked()
    assert desk.at("#text").get_attribute("lang") == code
    assert f"language: {code}" in desk.value()
    assert desk.at("#margin .meaning.step").first.inner_text() in (
        "30 Sekunden, jedes Bein",
        "30 secondes, chaque jambe",
    )


def test_another_language_is_chosen_while_a_script_is_open(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#language").select_option("nl")
    desk.page.wait_for_url("**language=nl**")
    desk.until("document.documentElement.lang === 'nl'")
    desk.checked()
    assert desk.text("#desk-title") == "Sole release"
    assert any(re.search("elke voet", text) for text in desk.at("#margin .meaning").all_inner_texts())
