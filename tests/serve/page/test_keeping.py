"""What the page keeps: the last session, a place for each routine, links with everything, a history."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from tests.serve.page.browser import Screen

MakeScreen = Callable[..., Screen]


def test_it_opens_on_the_last_session_with_play_in_sight(screen: MakeScreen) -> None:
    earlier = screen().open()
    earlier.choose("Sole release")
    earlier.slide(2)
    length = earlier.text("#length-shown")
    earlier.page.close()
    phone = Screen(earlier.context, earlier.address).open()
    assert phone.text("#setup-title") == "Sole release"
    assert phone.text("#length-shown") == length
    for height in (844, 568):
        phone.page.set_viewport_size({"width": 390 if height > 600 else 320, "height": height})
        box = phone.at("#start").bounding_box()
        assert box
        assert box["y"] + box["height"] <= height


def test_at_first_three_taps_play_a_session_of_a_chosen_length(phone: Screen) -> None:
    phone.page.get_by_role("radio", name="Lie still").tap()
    phone.settle()
    phone.page.get_by_role("radio", name="as written").tap()
    phone.at("#start").tap()
    phone.until("document.querySelector('audio').currentTime > 0.1")


def test_each_routine_has_its_own_place(phone: Screen) -> None:
    for title, seconds in (("Sole release", 50), ("Lie still", 20)):
        phone.choose(title)
        phone.play()
        phone.jump(seconds)
        phone.button("Back").click()
        phone.button("Stop and close").click()
    assert phone.text("#resume-go").startswith("Go on at 0:2")
    phone.choose("Sole release")
    assert phone.text("#resume-go").startswith("Go on at 0:5")
    assert phone.at(".row-place:not(:empty)").count() == 2


def test_two_windows_do_not_overwrite_each_other(screen: MakeScreen) -> None:
    one = screen().open()
    one.choose("Sole release")
    one.play()
    one.button("Pause").click()
    other = Screen(one.context, one.address).open()
    other.choose("Sole release")
    other.play()
    other.jump(60)
    other.button("Pause").click()
    one.page.evaluate("dispatchEvent(new Event('pagehide'))")  # it stands still, so it has nothing to save
    assert other.place()["position"] > 59
    other.button("Back").click()
    other.choose("Lie still")
    one.open()
    assert one.text("#setup-title") == "Sole release"  # the choice of this window


def test_a_link_keeps_everything(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.page.get_by_label("a ball").uncheck()
    phone.at("input[name=talk][value=brief]").check()
    phone.at("input[name=side][value=left]").check()
    phone.settle()
    phone.slide(0)
    link = phone.at("#link").input_value()
    query = parse_qs(urlsplit(link).query)
    assert (query["routine"], query["side"], query["talk"]) == (["soles"], ["left"], ["brief"])
    assert query["without"] == ["a ball"]
    length = phone.text("#length-shown")
    phone.page.evaluate("localStorage.clear(); sessionStorage.clear(); sessionStorage.old = 1")
    phone.page.goto(link)
    phone.settle()
    assert phone.text("#length-shown") == length
    assert phone.at("input[name=side][value=left]").is_checked()
    assert phone.at("input[name=talk][value=brief]").is_checked()
    assert not phone.page.get_by_label("a ball").is_checked()
    assert phone.page.evaluate("location.href").partition("#")[0] == link


def test_a_reload_sends_no_page_again_whatever_was_chosen(phone: Screen) -> None:
    phone.page.goto(f"{phone.address}?routine=soles")
    phone.settle()
    network = phone.context.new_cdp_session(phone.page)
    network.send("Network.enable")
    loaded: list[float] = []
    network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    for stop in (None, 1, 2):
        if stop:
            before = phone.page.evaluate("location.hash")
            phone.slide(stop)
            phone.until(f"location.hash !== {before!r}")  # the address is kept a little later
        length = phone.text("#length-shown")
        loaded.clear()
        phone.page.reload()
        phone.settle()
        assert phone.text("#length-shown") == length
        assert 0 < sum(loaded) < 5_000


def test_an_address_is_opened_where_the_page_is_already(phone: Screen) -> None:
    phone.choose("Lie still")
    phone.until("location.hash.includes('still')")
    phone.page.evaluate("location.hash = 'routine=soles&side=left'")
    phone.at("#setup-title").filter(has_text="Sole release").wait_for()
    phone.settle()
    assert phone.at("input[name=side][value=left]").is_checked()
    phone.play()
    phone.page.go_back()
    phone.at("#choose").wait_for()
    assert phone.text("#setup-title") == "Sole release"


def test_a_link_by_hand_names_a_thing_without_its_article(phone: Screen) -> None:
    phone.page.goto(f"{phone.address}?routine=soles&without=Ball")
    phone.settle()
    assert not phone.page.get_by_label("a ball").is_checked()
    assert phone.text("#choose-fault") == ""


def test_a_link_that_leaves_out_what_no_step_needs_says_so(phone: Screen) -> None:
    phone.page.goto(f"{phone.address}?routine=soles&without=a spoon&without=a ball")
    phone.settle()
    assert phone.text("#choose-fault") == "No step needs this: a spoon."
    assert not phone.page.get_by_label("a ball").is_checked()
    assert parse_qs(urlsplit(phone.at("#link").input_value()).query)["without"] == ["a ball"]
    phone.slide(0)
    assert phone.text("#choose-fault") == ""


def test_a_link_that_leaves_a_step_out_keeps_doing_so(phone: Screen) -> None:
    phone.page.goto(f"{phone.address}?routine=soles&skip=16")
    phone.settle()
    assert parse_qs(urlsplit(phone.at("#link").input_value()).query)["skip"] == ["16"]
    assert phone.at("#steps-list input:not(:checked)").count() == 1
    phone.page.goto(f"{phone.address}?routine=soles")
    phone.settle()
    assert phone.at("#steps-list input:not(:checked)").count() == 0


def test_the_link_is_copied_without_a_certificate(screen: MakeScreen) -> None:
    page = screen()
    page.context.add_init_script(
        """delete Navigator.prototype.clipboard;
        document.execCommand = name => { window.copied = document.activeElement.value; return name === "copy"; };"""
    )
    page.open().choose("Sole release")
    page.unfold()
    page.button("Copy the link").click()
    assert page.text("#link-told") == "Copied"
    assert page.page.evaluate("copied") == page.at("#link").input_value()


def test_files_and_feeds_of_the_session_are_offered(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.slide(0)
    phone.unfold()
    for selector, path in (("#download", "session.mp3"), ("#handout", "handout.html")):
        url = urlsplit(phone.at(selector).get_attribute("href") or "")
        assert url.path == f"/{path}"
        assert parse_qs(url.query)["length"]
    feed = urlsplit(phone.at("#feed-this").input_value())
    assert feed.path == "/feed.xml"
    assert parse_qs(feed.query)["routine"] == ["soles"]


def test_going_on_without_a_server_is_told_of(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.slide(0)
    phone.play()
    phone.jump(50)
    phone.open()
    phone.slide(4)
    phone.page.route("**/plan.json*", lambda route: route.abort())
    phone.page.route("**/session.mp3*", lambda route: route.abort())
    phone.at("#resume-go").click()
    phone.until("[...document.querySelectorAll('[role=alert]')].some(one => one.textContent.includes('reached'))")
    assert "The server cannot be reached." in phone.page.locator("[role=alert]:visible").inner_text()


def test_a_day_counts_in_full_when_it_was_done_as_often_as_the_script_asks(phone: Screen) -> None:
    phone.choose("Sole release")
    for times, state in ((1, "part"), (2, "full")):
        phone.page.evaluate(
            """times => {
              const done = {routine: "soles", length: 60, heard: 60, finished: true, side: null, at: Date.now()};
              localStorage.setItem("voiceguide.history", JSON.stringify(Array(times).fill(done)));
            }""",
            times,
        )
        phone.open()
        assert phone.at("#dots .dot").last.get_attribute("class") == f"dot {state}"
        assert phone.at("#reminder").is_visible()


def test_a_session_left_early_is_not_done(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.play()
    phone.jump(20)
    phone.button("Back").click()
    phone.button("Stop and close").click()
    assert phone.text("#history-days") == "Done on 0 of the last 14 days"
