"""Settings, steps that are left out, and the volume of the bed, on the page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import SIZES, Screen, scripts
from tests.serve.page.looking import faults_seen
from tests.serve.running import served
from voiceguide.bed import BedOptions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route


def lines(screen: Screen) -> list[str]:
    return [" ".join(text.split()) for text in screen.at("#steps-list li").all_text_contents()]


def boxes(screen: Screen) -> list[bool]:
    found: list[bool] = screen.page.evaluate(
        "[...document.querySelectorAll('#steps-list input')].map(box => box.checked)"
    )
    return found


def untick(screen: Screen, number: int) -> None:
    screen.at("#steps-list input").nth(number).click()
    screen.settle()


@pytest.fixture
def listed(phone: Screen) -> Screen:
    """The page with the list of the steps unfolded."""
    phone.choose("Sole release")
    phone.unfold()
    return phone


def test_a_tap_leaves_a_step_out_and_another_brings_it_back(listed: Screen) -> None:
    before = lines(listed)
    assert boxes(listed) == [True] * 5  # left, right, over the ball, left, right; a rest has none
    untick(listed, 2)
    listed.until("document.querySelectorAll('.step-choice.out').length === 1")
    assert "Roll the sole over the ball" in lines(listed)[2]
    assert boxes(listed) == [True, True, False, True, True]
    assert listed.text("#changes") == "As you chose: 1 step left out."
    assert "skip=" in listed.at("#link").input_value()
    untick(listed, 2)
    listed.until("document.querySelectorAll('.step-choice.out').length === 0")
    assert lines(listed) == before
    assert "skip=" not in listed.at("#link").input_value()


def test_both_sides_of_a_step_go_together_and_the_focus_stays(listed: Screen) -> None:
    untick(listed, 0)
    listed.until("document.querySelectorAll('.step-choice.out').length === 1")
    assert boxes(listed) == [False, True, True, True]
    assert listed.page.evaluate("document.activeElement === document.querySelector('#steps-list input')")


def test_what_is_left_out_is_not_played_and_stays_left_out(listed: Screen) -> None:
    untick(listed, 2)
    listed.until("document.querySelectorAll('.step-choice.out').length === 1")
    listed.play()
    assert not any("ball" in step["text"] for step in listed.plan()["steps"])
    listed.open()
    listed.unfold()
    assert boxes(listed) == [True, True, False, True, True]


def test_the_last_step_cannot_be_left_out(listed: Screen) -> None:
    for _ in range(2):
        untick(listed, 0)
        listed.page.wait_for_timeout(50)
        listed.settle()
    left = listed.at("#steps-list input:checked")
    while left.count() > 2:
        left.first.click()
        listed.settle()
        listed.page.wait_for_timeout(50)
    left.first.click()
    listed.at("#choose-fault").filter(has_text="nothing is left to do").wait_for()
    assert listed.at("#figure").is_visible()
    assert listed.at("#steps-list input:checked").count() >= 1


def test_a_link_to_steps_that_are_gone_still_opens(phone: Screen) -> None:
    phone.page.goto(f"{phone.address}?routine=soles&skip=999")
    phone.at("#choose-fault").filter(has_text="no step stands on line 999").wait_for()
    phone.settle()
    assert phone.at("#figure").is_visible()
    assert "skip" not in phone.at("#link").input_value()


def test_a_step_that_others_need_stays(phone: Screen) -> None:
    def needs(route: Route) -> None:
        plan = route.fetch().json()
        plan["steps"][2]["needed"] = True
        route.fulfill(body=json.dumps(plan), content_type="application/json")

    phone.page.route("**/plan.json*", needs)
    phone.choose("Sole release")
    phone.unfold()
    assert phone.at("#steps-list input:disabled").count() == 1


def test_a_step_that_comes_back_brings_those_that_it_may_need(phone: Screen) -> None:
    def needs(route: Route) -> None:
        plan = route.fetch().json()
        for step in plan["steps"]:
            step["needed"] = step["text"].startswith("Roll")
        route.fulfill(body=json.dumps(plan), content_type="application/json")

    phone.page.route("**/plan.json*", needs)
    phone.page.goto(f"{phone.address}?routine=soles&skip=13&skip=16")
    phone.settle()
    phone.unfold()
    assert phone.at("#steps-list input:not(:checked)").count() == 2
    phone.at("#steps-list input:not(:checked)").first.click()
    phone.settle()
    assert phone.at("#steps-list input:not(:checked)").count() == 0
    assert "skip" not in phone.at("#link").input_value()


def test_settings_are_chosen_kept_and_sent_on(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.unfold()
    phone.page.get_by_label("Bells", exact=True).select_option("Soft")
    phone.page.get_by_label("Countdown").select_option("5 sec, spoken")
    phone.page.get_by_label("Daily", exact=True).check()
    phone.settle()
    link = phone.at("#link").input_value()
    assert "bells=soft" in link
    assert "countdown=5+spoken" in link
    assert "talk=daily" in link
    phone.open()
    assert phone.at("#liked-bells").input_value() == "soft"
    phone.page.goto(link.replace("soft", "none"))
    phone.settle()
    assert phone.at("#liked-bells").input_value() == "none"
    phone.choose("Lie still")
    assert phone.at("#liked-bells").input_value() == ""
    assert phone.at("#liked-rest-between-sides").is_hidden()  # it has no sides
    assert phone.at("#liked-balance").is_hidden()  # nor a bed


@pytest.fixture
def over_bed(browser: Browser, tmp_path: Path) -> Iterator[Screen]:
    """The page of a server that lays noise under all sessions, and lets nobody choose the bells."""
    with scripts(tmp_path), served(bed=BedOptions("pink"), fixed=["bells", "talk"]) as server:
        context = browser.new_context(**SIZES["phone"])
        screen = Screen(context, f"{server.address}/").open()
        yield screen
        context.close()
        assert screen.faults == []


def test_the_volume_of_the_bed_is_changed_while_it_plays(over_bed: Screen) -> None:
    over_bed.choose("Sole release")
    over_bed.play()
    over_bed.jump(20)
    over_bed.now()
    length = over_bed.audio("duration")
    over_bed.panel("bed")
    assert faults_seen(over_bed) == []
    with over_bed.page.expect_request(lambda request: "balance=12" in request.url):
        over_bed.page.get_by_label("25%").check()
    over_bed.at("#bed-told").filter(has_text="Now at 25%.").wait_for()
    over_bed.now()  # the browser opens what is told of
    assert over_bed.audio("duration") == pytest.approx(length, abs=0.05)
    assert not over_bed.audio("paused")
    assert 20 <= over_bed.now() < 60
    over_bed.page.keyboard.press("Escape")
    over_bed.button("Back").click()
    assert over_bed.at("#liked-balance").input_value() == "12"  # also the next time
    over_bed.open()
    assert "balance=12" in over_bed.at("#link").input_value()


def test_what_the_owner_fixed_is_not_shown(over_bed: Screen) -> None:
    over_bed.unfold()
    assert over_bed.at("#liked-bells").count() == 0
    assert over_bed.at("#talk-field").is_hidden()
    assert over_bed.at("#liked-countdown").is_visible()
