"""The first seconds of the sound: over a bed that is still being mixed, and on a loudspeaker that sleeps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.serve.page.browser import Screen, scripts
from tests.serve.running import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

RAIN = "---\ntitle: Rain\nbed: brown\n---\n\n- Press for 20 seconds\n- Lie still for exactly 3 minutes\n- Sit for 9 s\n"
AWAKE = "---\ntitle: Awake\nlead-in: on\n---\n\n- Press for 20 seconds\n- Lie still for 3 minutes\n"
MARK = """() => {
  window.woken = 0;
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function () { window.woken = performance.now(); start.call(this); };
  document.querySelector("audio").addEventListener("playing", () => { window.heard ??= performance.now(); });
}"""


@pytest.fixture(scope="module")
def rainy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("rain")
    with scripts(folder):
        (folder / "rain.md").write_text(RAIN, "utf-8")
        (folder / "awake.md").write_text(AWAKE, "utf-8")
        with served() as server:
            yield f"{server.address}/"


@pytest.fixture
def phone(browser: Browser, rainy: str) -> Iterator[Screen]:
    phone = Screen(browser, f"{rainy}?routine=rain")
    yield phone
    phone.context.close()
    assert phone.faults == []


def hold_back(phone: Screen) -> list[Route]:
    """Hold the whole session back; the requests for it."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    phone.page.route("**/session.mp3*", hold)
    return held


def begun_without_the_whole(phone: Screen) -> list[Route]:
    """Play the session while the whole of it is held back; the requests for it."""
    held = hold_back(phone)
    phone.page.goto(phone.address)
    phone.at("#phases li").first.wait_for()
    phone.at("#start").click()
    phone.until("document.querySelector('audio').currentTime > 0.5")
    return held


def let_go(phone: Screen, held: list[Route]) -> None:
    for route in held:
        route.continue_()
    phone.page.unroute("**/session.mp3*")


def source(phone: Screen) -> str:
    return str(phone.audio("src")).partition("?")[0].rpartition("/")[2]


def test_the_first_words_do_not_wait_for_the_mix(phone: Screen) -> None:
    held = begun_without_the_whole(phone)
    assert source(phone) == "opening.mp3"
    assert phone.text("#remaining").startswith("−3:")
    let_go(phone, held)
    phone.until("document.querySelector('#player').dataset.kept === 'true'")
    phone.until("document.querySelector('audio').src.startsWith('blob:')")
    assert 0.5 < phone.now() < 20
    assert not phone.audio("paused")
    assert phone.audio("duration") > 180


def test_the_bed_fades_while_the_whole_takes_over(phone: Screen) -> None:
    held = hold_back(phone)
    phone.page.goto(phone.address)
    phone.at("#phases li").first.wait_for()
    phone.at("#start").click()
    phone.until("document.querySelector('audio').currentTime > 0.1")
    phone.page.evaluate(
        """() => {
          const sound = document.querySelector("audio");
          sound.addEventListener("emptied", () => { window.volumeAtChange = sound.volume; });
        }"""
    )
    phone.jump(30)
    let_go(phone, held)
    phone.until("document.querySelector('audio').src.startsWith('blob:')")
    assert phone.page.evaluate("window.volumeAtChange") == 0
    phone.until("document.querySelector('audio').volume === 1")
    assert not phone.audio("paused")


def test_beyond_the_opening_it_waits_for_the_whole_and_says_so(phone: Screen) -> None:
    held = begun_without_the_whole(phone)
    phone.page.evaluate("document.querySelector('audio').currentTime = 58")
    phone.at("#fetching").filter(has_text="on its way").wait_for()
    assert phone.button("Pause").count() == 1
    let_go(phone, held)
    phone.until("document.querySelector('audio').duration > 180")
    phone.until("document.querySelector('audio').currentTime > 55 && !document.querySelector('audio').paused")
    assert not phone.at("#finish").is_visible()


def test_a_place_beyond_the_opening_is_reached_once_the_whole_is_there(phone: Screen) -> None:
    held = begun_without_the_whole(phone)
    phone.page.evaluate(
        """() => {
          const slider = document.querySelector("#position");
          slider.value = 150;
          slider.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    assert phone.text("#elapsed") == "2:30"
    let_go(phone, held)
    phone.until("document.querySelector('audio').currentTime > 150.1")
    assert phone.now() < 160


def test_a_session_that_is_made_is_played_as_a_whole(phone: Screen) -> None:
    phone.open()
    phone.page.wait_for_timeout(300)
    phone.page.request.head(f"{phone.address.partition('?')[0]}session.mp3?routine=rain&talk=full")
    phone.play()
    assert source(phone) != "opening.mp3"


def test_near_silence_wakes_a_loudspeaker_before_the_first_word(phone: Screen) -> None:
    phone.address = phone.address.replace("rain", "awake")
    phone.open()
    phone.page.evaluate(MARK)
    phone.play()
    assert phone.page.evaluate("heard - woken") > 450
    phone.button("Pause").click()
    phone.page.evaluate("window.woken = 0")
    phone.button("Play").click()
    phone.until("woken > 0 && !document.querySelector('audio').paused")


def test_a_listener_turns_the_lead_in_off(phone: Screen) -> None:
    phone.address = phone.address.replace("rain", "awake")
    phone.open()
    phone.page.evaluate(MARK)
    phone.unfold()
    phone.page.get_by_label("Lead-in for Bluetooth").select_option("Off")
    phone.settle()
    assert "lead-in=off" in phone.at("#link").input_value()
    phone.play()
    assert phone.page.evaluate("woken") == 0


def test_a_place_beyond_an_opening_that_comes_late_is_reached(phone: Screen) -> None:
    held = hold_back(phone)
    openings: list[Route] = []
    phone.page.goto(phone.address)
    phone.at("#phases li").first.wait_for()
    phone.page.route("**/opening.mp3*", lambda route: openings.append(route))
    with phone.page.expect_request("**/opening.mp3*"):
        phone.at("#start").click()
    phone.at("#player").wait_for()
    phone.page.evaluate(
        """() => {
          const slider = document.querySelector("#position");
          slider.value = 150;
          slider.dispatchEvent(new Event("change", { bubbles: true }));
        }"""
    )
    openings[0].continue_()
    phone.until("document.querySelector('audio').readyState > 0")
    let_go(phone, held)
    phone.until("document.querySelector('audio').duration > 180")
    phone.until("!document.querySelector('audio').paused && document.querySelector('audio').readyState > 2")
    assert 150 <= phone.now() < 165


def test_a_pause_and_play_in_quick_succession_play_on(phone: Screen) -> None:
    phone.address = phone.address.replace("rain", "awake")
    phone.open()
    phone.play()
    phone.page.evaluate("document.querySelector('#toggle').click(); document.querySelector('#toggle').click()")
    phone.until("!document.querySelector('audio').paused")
    assert phone.button("Pause").count() == 1
