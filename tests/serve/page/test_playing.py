"""The player on the page: what the browser's own audio element does, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from tests.serve.page.browser import SCREEN_LOCKS, Screen
from tests.serve.running import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

MakeScreen = Callable[..., Screen]


def first_hold(plan: Any) -> Any:
    return plan["steps"][0]


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_it_plays_as_long_as_planned(screen: MakeScreen, size: str) -> None:
    page = screen(size).open()
    page.choose("Sole release")
    page.play()
    plan = page.plan()
    page.now()  # the copy in memory may be taking over
    assert page.audio("duration") == pytest.approx(plan["length"], abs=0.03)
    before = page.audio()
    page.until(f"document.querySelector('audio').currentTime > {before + 0.3}")
    assert page.text("#step") == plan["title"]
    assert page.at("#toggle").get_attribute("aria-label") == "Pause"


def test_it_plays_behind_a_key(browser: Browser, address: str) -> None:
    with served(lan=True) as server:
        page = Screen(browser, f"{server.address}/").open()
        page.choose("Sole release")
        page.play()
        page.button("Pause").click()
        page.button("Next step").click()
        assert page.text("#step") == "Press the heel spot"
        page.context.close()
    assert page.faults == []


def test_a_step_is_shown_with_its_countdown_and_what_comes_next(playing: Screen) -> None:
    step = first_hold(playing.plan())
    playing.button("Pause").click()
    playing.jump(step["hold"]["end"] - 9.5)
    assert playing.text("#step") == "Press the heel spot"
    assert playing.text("#side") == "Left"
    assert playing.text("#phase") == "Release"
    assert playing.text("#count") == "10"
    assert playing.text("#next") == "Next: Right. Press the heel spot"


def test_before_a_hold_one_gets_ready(playing: Screen) -> None:
    step = first_hold(playing.plan())
    playing.button("Pause").click()
    playing.jump(step["hold"]["start"] - 1)
    assert playing.text("#count-words") == "get ready"
    assert playing.text("#count") == f"{step['hold']['seconds']:g}"


def test_next_and_previous_land_at_the_start_of_a_step(playing: Screen) -> None:
    steps = playing.plan()["steps"]
    playing.button("Pause").click()
    for step in steps[:3]:
        playing.button("Next step").click()
        assert playing.now() == pytest.approx(step["start"], abs=0.05)
        assert playing.text("#step") == step["text"]
    playing.button("Previous step").click()
    assert playing.now() == pytest.approx(steps[1]["start"], abs=0.05)
    playing.jump(steps[1]["hold"]["start"] + 2)
    playing.button("Previous step").click()
    assert playing.now() == pytest.approx(steps[1]["start"], abs=0.05)


def test_the_position_can_be_set(playing: Screen) -> None:
    playing.button("Pause").click()
    playing.at("#position").fill("60")
    assert playing.now() == pytest.approx(60, abs=0.05)
    assert (playing.at("#position").get_attribute("aria-valuetext") or "").startswith("1 minute of ")
    assert playing.text("#elapsed") == "1:00"


SET = """seconds => {
  const slider = document.querySelector("#position");
  slider.value = seconds;
  slider.dispatchEvent(new Event("change", {bubbles: true}));
}"""


def test_a_position_set_while_the_sound_is_still_being_opened_is_kept(phone: Screen) -> None:
    phone.choose("Sole release")
    phone.page.evaluate(
        """() => {
          const audio = document.querySelector("audio");
          audio.addEventListener("durationchange", () => {
            if (audio.src.startsWith("blob:")) (SET)(60);
          });
        }""".replace("SET", SET)
    )  # it is told of before the browser tells that it has the sound
    phone.play()
    phone.button("Pause").click()
    phone.page.evaluate(f"document.querySelector('audio').src.startsWith('blob:') || ({SET})(20)")  # opens the copy
    phone.until("Number(document.querySelector('#position').value) >= 60")
    assert 60 <= phone.now() < 64


@pytest.mark.parametrize(("seconds", "back"), [(29, False), (31, True)])
def test_after_a_long_pause_it_goes_back_to_the_instruction(screen: MakeScreen, seconds: int, back: bool) -> None:
    page = screen().open()
    page.page.clock.install()
    page.choose("Sole release")
    page.play()
    step = first_hold(page.plan())
    middle = (step["hold"]["start"] + step["hold"]["end"]) / 2
    page.jump(middle)
    page.page.clock.pause_at(page.page.evaluate("Date.now() + 1000"))
    page.button("Pause").click()
    page.button("Play").wait_for()
    page.page.clock.fast_forward(seconds * 1000)
    page.button("Play").click()
    page.until("!document.querySelector('audio').paused")
    assert page.now() == pytest.approx(step["start"] if back else middle, abs=3)


def test_at_the_end_it_says_so_and_begins_anew(playing: Screen) -> None:
    playing.jump(playing.plan()["length"] - 1)
    playing.until("document.querySelector('audio').ended")
    assert playing.text("#finish-said") == "Twice a day for two weeks."
    assert playing.text("#finish-title") == "Done"
    playing.button("Play").click()
    playing.until("!document.querySelector('audio').ended && document.querySelector('audio').currentTime > 0")
    assert playing.now() < 5


def test_where_no_closing_is_spoken_the_page_says_that_it_was_all(phone: Screen) -> None:
    phone.choose("Fersen lockern")
    phone.page.get_by_role("radio", name="Bells only").check()
    phone.settle()
    phone.play()
    phone.jump(phone.plan()["length"] - 1)
    phone.until("document.querySelector('audio').ended")
    assert phone.text("#finish-title") == "Geschafft"
    assert phone.at("#finish").get_attribute("lang") == "de"


def test_it_plays_on_when_the_network_is_gone(playing: Screen) -> None:
    playing.context.set_offline(True)
    playing.jump(playing.plan()["steps"][-1]["start"])
    assert playing.audio("src").startswith("blob:")
    before = playing.now()
    playing.until(f"document.querySelector('audio').currentTime > {before + 0.3}")
    playing.button("Previous step").click()
    assert playing.now() < before
    playing.context.set_offline(False)


def test_the_place_is_remembered(playing: Screen) -> None:
    playing.jump(50)
    playing.button("Pause").click()
    playing.open()
    playing.at("#resume").wait_for()
    assert playing.text("#setup-title") == "Sole release"
    assert playing.text("#resume-words").startswith("Stopped at 0:5")
    playing.at("#resume-go").filter(has_text="Go on at 0:5").click()
    playing.until("document.querySelector('audio').currentTime > 49")
    assert playing.now() == pytest.approx(51, abs=3)


def test_going_on_after_a_long_time_begins_with_the_instruction(playing: Screen) -> None:
    step = first_hold(playing.plan())
    playing.jump(step["hold"]["end"] - 5)
    playing.button("Pause").click()
    playing.button("Back").click()
    playing.button("Stop and close").click()
    playing.page.evaluate(
        """() => {
          const place = JSON.parse(localStorage.getItem("voiceguide.place.soles"));
          localStorage.setItem("voiceguide.place.soles", JSON.stringify({...place, at: place.at - 3600_000}));
        }"""
    )
    playing.at("#resume-go").click()
    playing.until("!document.querySelector('audio').paused && document.querySelector('audio').currentTime > 0.1")
    assert playing.now() == pytest.approx(step["start"], abs=3)


def test_a_place_can_be_forgotten(playing: Screen) -> None:
    playing.jump(20)
    playing.page.go_back()
    playing.button("Stop and close").click()
    playing.button("Forget it").click()
    assert playing.at("#resume").is_hidden()
    playing.open()
    assert playing.at("#resume").is_hidden()


def test_the_lock_screen_shows_the_step_and_has_its_buttons(screen: MakeScreen) -> None:
    page = screen()
    page.context.add_init_script(
        """window.pressed = {};
        const set = MediaSession.prototype.setActionHandler;
        MediaSession.prototype.setActionHandler = function (name, act) {
          pressed[name] = act;
          set.call(this, name, act);
        };
        MediaSession.prototype.setPositionState = state => { window.told = state; };"""
    )
    page.open().choose("Sole release")
    page.slide(0)
    page.play()
    plan = page.plan()
    page.page.evaluate("pressed.pause()")
    page.page.evaluate("pressed.nexttrack()")
    assert page.now() == pytest.approx(plan["steps"][0]["start"], abs=0.05)
    shown = page.page.evaluate("(({title, artist, album}) => [title, artist, album])(navigator.mediaSession.metadata)")
    assert shown == ["Left: Press the heel spot", "Release", "Sole release"]
    page.page.evaluate("pressed.seekto({seekTime: 60})")
    assert page.now() == pytest.approx(60, abs=0.05)
    assert page.page.evaluate("told.position") == pytest.approx(60, abs=0.05)
    assert page.page.evaluate("told.duration") == plan["length"]
    page.page.evaluate("pressed.play()")
    page.until("!document.querySelector('audio').paused")
    assert page.page.evaluate("navigator.mediaSession.playbackState") == "playing"
    artwork = page.page.evaluate("navigator.mediaSession.metadata.artwork[0].src")
    assert "length=" in artwork
    assert "talk=full" in artwork
    assert page.page.evaluate(
        "url => fetch(url).then(answer => answer.headers.get('content-type'))", artwork
    ).startswith("image/")


def test_the_screen_is_kept_awake_while_it_plays(screen: MakeScreen) -> None:
    page = screen()
    page.context.add_init_script(SCREEN_LOCKS)
    page.open().choose("Sole release")
    page.play()
    held = "locks.filter(lock => !lock.released).length"
    page.until(f"{held} === 1")
    page.page.evaluate("locks[0].released = true; document.dispatchEvent(new Event('visibilitychange'))")
    page.until(f"{held} === 1 && locks.length === 2")  # the browser took it while the page was hidden
    page.button("Pause").click()
    page.until(f"{held} === 0")


def test_without_a_certificate_a_moving_picture_keeps_the_screen_awake(screen: MakeScreen) -> None:
    page = screen()
    # As over plain http from another machine. A Chromium without windows has no `chrome`.
    page.context.add_init_script("delete Navigator.prototype.wakeLock; window.chrome ??= {}")
    page.open().choose("Sole release")
    page.play()
    page.until("document.querySelector('#awake').currentTime > 0.1 && !document.querySelector('#awake').paused")
    box = page.at("#awake").bounding_box()
    assert box
    assert 0 <= box["x"] <= 390 - box["width"]
    assert box["y"] >= 0
    assert "dark" not in page.text("#player-note")
    page.button("Pause").click()
    page.until("document.querySelector('#awake').paused")


def test_where_the_screen_cannot_be_kept_awake_the_page_says_so(screen: MakeScreen) -> None:
    page = screen()
    page.context.add_init_script(
        "delete Navigator.prototype.wakeLock; delete HTMLCanvasElement.prototype.captureStream"
    )
    page.open().choose("Sole release")
    page.play()
    assert "The screen may go dark; the sound goes on." in page.text("#player-note")


def test_the_first_word_has_the_network_for_itself(phone: Screen) -> None:
    """The complete file is asked for once it sounds."""
    kinds: list[str] = []
    phone.choose("Lie still")

    def note(asked: Request) -> None:
        if "session.mp3" in asked.url and asked.method == "GET":
            kinds.append(asked.resource_type)

    phone.page.on("request", note)
    phone.play()
    assert kinds[0] == "media"
    assert "fetch" in kinds
