"""Answers that come late, and presses in quick succession: nothing that is written gets lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.desk.page.window import PRESS, Window
from tests.desk.running import BROKEN, SOLES, Running
from tests.serve.page.held import SETTLED, Held

if TYPE_CHECKING:
    from playwright.sync_api import APIResponse, Route

MakeWindow = Callable[..., Window]


def picture_in(running: Running) -> Path:
    from PIL import Image

    picture = running.folder.parent / "heel.png"
    Image.new("RGB", (40, 40), "#446688").save(picture)
    return picture


def test_of_two_scripts_the_one_that_was_asked_for_last_is_opened(window: MakeWindow, running: Running) -> None:
    desk = window()
    held = Held(desk.page, "**/script.json?name=soles*")
    desk.page.get_by_role("button", name="soles", exact=True).click()
    desk.open("knee")
    desk.cursor("- Press")
    desk.put("Mine. ")
    held.wait().go()
    assert desk.text("#desk-name") == "knee.md"
    desk.on_disk(running.folder / "knee.md", "Mine. - Press")


def test_two_presses_make_one_script(window: MakeWindow, running: Running) -> None:
    desk = window()
    desk.page.evaluate(PRESS, ["blank-go", "blank-go"])
    desk.at("#desk:not([hidden])").wait_for()
    desk.page.wait_for_load_state("networkidle")
    desk.checked()
    desk.at("#to-begin").click()
    desk.at("#begin:not([hidden])").wait_for()
    assert len(list(running.folder.glob("*.md"))) == 3


def test_what_is_written_while_a_slow_save_leaves_the_script_is_saved(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/save.json")
    desk.cursor("Sit on a chair")
    desk.put("First. ")
    desk.at("#to-begin").click()
    for words in ("Second. ", "Third. "):
        held.wait()
        desk.cursor("Sit on a chair")
        desk.put(words)
        held.go()
    held.wait().end()
    desk.at("#begin:not([hidden])").wait_for()
    assert "First. Second. Third. Sit on a chair" in (running.folder / "soles.md").read_text("utf-8")


def test_what_is_written_while_a_copy_is_made_is_saved(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/double.json")
    desk.at("#double").click()
    held.wait()
    desk.cursor("Sit on a chair")
    desk.put("Mine. ")
    held.go()
    desk.until("document.querySelector('#desk-name').textContent === 'soles-2.md'")
    desk.on_disk(running.folder / "soles.md", "Mine. Sit on a chair")
    assert desk.value() == SOLES


def test_a_save_waits_for_the_new_name(window: MakeWindow, running: Running) -> None:
    answers: list[tuple[Route, APIResponse]] = []
    saves: list[str] = []
    desk = window().open("soles")
    desk.page.route("**/rename.json", lambda route: answers.append((route, route.fetch())))
    desk.page.on("request", lambda one: saves.append(one.post_data or "") if "save.json" in one.url else None)
    desk.at("#rename").click()
    desk.at("#dialog input").fill("Evening feet")
    with desk.page.expect_request("**/rename.json"):
        desk.page.get_by_role("button", name="Rename").last.click()
    desk.cursor("Sit on a chair")
    desk.put("Mine. ")
    desk.page.keyboard.press("Control+s")
    desk.page.evaluate(SETTLED)
    route, answer = answers[0]
    route.fulfill(response=answer)
    desk.on_disk(running.folder / "evening-feet.md", "Mine. Sit on a chair")
    assert all('"name":"evening-feet"' in body for body in saves)


def test_after_a_conflict_whose_answer_was_lost_the_text_is_saved(window: MakeWindow, running: Running) -> None:
    path = running.folder / "soles.md"
    desk = window().open("soles")
    path.write_text(SOLES + "\nTheirs.\n", "utf-8")
    desk.page.route("**/create.json", lambda route: route.abort())
    desk.cursor("Sit on a chair")
    desk.put("Mine. ")
    with desk.page.expect_event("requestfailed"):
        desk.page.get_by_role("button", name="Keep both").click()
    desk.page.evaluate("document.dispatchEvent(new KeyboardEvent('keydown', { key: 's', ctrlKey: true }))")
    desk.page.get_by_role("button", name="Keep mine").click()
    desk.on_disk(path, "Mine. Sit on")


def test_what_is_written_before_the_mending_is_shown_stays(window: MakeWindow, running: Running) -> None:
    desk = window().open("knee")
    held = Held(desk.page, "**/mend.json")
    desk.at("#mend").click()
    held.wait()
    desk.cursor("- Bend")
    desk.put("- Sit for 20 seconds\n")
    held.end()
    desk.page.get_by_role("button", name="Change it").click()
    desk.until("document.querySelector('#findings-count').textContent === 'Everything is understood.'")
    assert desk.value() == BROKEN.replace("secnds", "seconds").replace("- Bend", "- Sit for 20 seconds\n- Bend")


def test_the_version_that_was_chosen_last_is_shown(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    for words in ("One. ", "Two. ", "Three. "):
        desk.cursor("Sit on a chair")
        desk.put(words)
        desk.page.keyboard.press("Control+s")
        desk.on_disk(running.folder / "soles.md", words)
        desk.saved()
    desk.at("#versions").click()
    list_of = desk.at("#dialog select")
    list_of.wait_for()
    names = [one.get_attribute("value") for one in desk.at("#dialog option").all()]
    assert len(names) > 1
    held = Held(desk.page, "**/version.json*")
    list_of.select_option(names[1])
    list_of.select_option(names[0])
    held.wait(2).go(1)
    newest = desk.text("#dialog .side-by-side > div:nth-child(1)")
    held.go()
    assert desk.text("#dialog .side-by-side > div:nth-child(1)") == newest


def test_what_is_written_while_a_picture_is_sent_stays(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/drop.json*")
    desk.cursor("Press the heel")
    desk.at("#drop-file").set_input_files(picture_in(running))
    held.wait()
    desk.cursor("Sit on a chair")
    desk.put("Now: ")
    held.go()
    desk.until("document.querySelector('#text').value.includes('heel.png')")
    desk.put("please ")
    assert "Now: please Sit on a chair" in desk.value()


def test_a_picture_is_not_put_into_a_text_that_is_not_saved(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    desk.page.route("**/save.json", lambda route: route.abort())
    desk.cursor("Press the heel")
    desk.put("Mine. ")
    desk.at("#drop-file").set_input_files(picture_in(running))
    desk.until("document.querySelector('#trouble').textContent.startsWith('Not saved!')")
    assert desk.value() == SOLES.replace("Press the heel", "Mine. Press the heel")
    assert not list(running.folder.glob("*.png"))


def test_what_is_written_above_and_below_a_picture_that_is_sent_stays(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/drop.json*")
    desk.cursor("Press the heel")
    desk.at("#drop-file").set_input_files(picture_in(running))
    held.wait()
    for words in ("Pull the toes", "Sit on a chair"):
        desk.cursor(words)
        desk.put("Now: ")
    held.go()
    desk.until("document.querySelector('#text').value.includes('heel.png')")
    desk.put("please ")
    written = SOLES.replace("Pull the toes", "Now: Pull the toes").replace("Sit on", "Now: please Sit on")
    assert desk.value() == written.replace("each foot\n", "each foot\n  - ![Press the heel spot](heel.png)\n", 1)


def test_a_picture_whose_line_was_changed_meanwhile_changes_nothing(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/drop.json*")
    desk.cursor("Press the heel")
    desk.at("#drop-file").set_input_files(picture_in(running))
    held.wait()
    written = SOLES.replace("Press the heel", "Now: Press the heel").replace("Pull the toes", "Now: Pull the toes")
    for words in ("Press the heel", "Pull the toes"):
        desk.cursor(words)
        desk.put("Now: ")
    held.go()
    desk.until(
        "document.querySelector('#sound-state').textContent.includes('Write: - ![Press the heel spot](heel.png)')"
    )
    assert desk.value() == written


@pytest.mark.parametrize("press", ["#throw-away", "#rename", "#double"])
def test_what_is_asked_for_a_script_is_not_done_to_the_copy_that_took_its_place(
    window: MakeWindow, running: Running, press: str
) -> None:
    desk = window().open("soles")
    (running.folder / "soles.md").write_text(SOLES + "\nTheirs.\n", "utf-8")
    asked: list[str] = []
    held = Held(desk.page, "**/save.json")
    desk.cursor("Sit on a chair")
    desk.put("Mine. ")
    desk.page.on("request", lambda one: asked.append(one.url.rsplit("/", 1)[-1]))
    desk.at(press).click()
    if press == "#rename":
        desk.at("#dialog input").fill("Evening feet")
    if press != "#double":
        desk.at("#dialog-buttons button").first.click()
    held.wait().end()
    desk.page.get_by_role("button", name="Keep both").click()
    desk.until("document.querySelector('#desk-name').textContent === 'soles-mine.md'")
    desk.page.evaluate(SETTLED)
    desk.checked()
    assert "Mine. Sit on a chair" in desk.value()
    assert not {"throw-away.json", "rename.json", "double.json"} & set(asked)
    assert (running.folder / "soles-mine.md").exists()


def test_a_conflict_waits_for_the_window_before_it(window: MakeWindow, running: Running) -> None:
    path = running.folder / "soles.md"
    desk = window().open("soles")
    path.write_text(SOLES + "\nTheirs.\n", "utf-8")
    held = Held(desk.page, "**/save.json")
    desk.cursor("Sit on a chair")
    desk.put("Mine. ")
    desk.at("#rename").click()
    desk.at("#dialog input").wait_for()
    held.wait().end()
    assert desk.at("#dialog input").is_visible()
    desk.page.keyboard.press("Escape")
    desk.page.get_by_role("button", name="Keep mine").click()
    desk.on_disk(path, "Mine. Sit on")


def test_the_beginning_is_left_without_a_question(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#to-begin").click()
    desk.at("#begin:not([hidden])").wait_for()
    assert desk.page.evaluate("dispatchEvent(new Event('beforeunload', { cancelable: true }))")


def test_a_text_that_can_be_kept_nowhere_is_not_left(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.page.evaluate("Storage.prototype.setItem = () => { throw new Error('full'); }; null")
    desk.page.route("**/save.json", lambda route: route.abort())
    desk.cursor("Sit on a chair")
    desk.put("Mine. ")
    desk.at("#to-begin").click()
    desk.until("document.querySelector('#trouble').textContent.startsWith('Not saved!')")
    assert "Mine. Sit on a chair" in desk.value()
    assert desk.at("#desk").is_visible()


def test_a_line_is_not_heard_in_another_script(window: MakeWindow) -> None:
    desk = window().open("soles")
    held = Held(desk.page, "**/hear.wav")
    desk.cursor("Press the heel")
    desk.at("#hear-line").click()
    held.wait()
    desk.at("#to-begin").click()
    desk.open("knee")
    held.end()
    assert desk.page.evaluate("document.querySelector('#sound').getAttribute('src')") is None


def test_a_page_that_is_begun_during_a_long_import_is_made_too(window: MakeWindow, running: Running) -> None:
    desk = window()
    held = Held(desk.page, "**/import.json*")
    for words in ("Bend the knee 10 times", "Bend the elbow 10 times"):
        desk.at("#file").set_input_files(
            {"name": f"{words}.txt", "mimeType": "text/plain", "buffer": f"1. {words}\n".encode()}
        )
    desk.at("#blank-go").click()
    desk.checked()
    assert desk.text("#desk-title") == "My routine"
    desk.at("#to-begin").click()
    desk.at("#begin:not([hidden])").wait_for()
    held.wait(2).end()
    desk.until("document.querySelectorAll('#yours li').length === 5")
    assert desk.at("#begin").is_visible()


def test_a_file_that_is_dropped_twice_is_made_once(window: MakeWindow, running: Running, tmp_path: Path) -> None:
    (tmp_path / "knee.txt").write_text("1. Bend the knee 10 times\n", "utf-8")
    desk = window()
    held = Held(desk.page, "**/import.json*")
    for _ in range(2):
        desk.at("#file").set_input_files(tmp_path / "knee.txt")
    held.wait().end()
    desk.checked()
    assert len(list(running.folder.glob("*.md"))) == 3


@pytest.mark.parametrize("end", [Held.go, Held.fail], ids=["a plan", "a failure"])
def test_a_plan_that_comes_after_a_mistake_is_not_shown(window: MakeWindow, end: Callable[[Held], None]) -> None:
    words = "as soon as the script has no mistake"
    desk = window().open("soles")
    desk.at("#session-shown[aria-busy=false]").wait_for()
    held = Held(desk.page, "**/plan.json")
    desk.at("#side").select_option("left")
    held.wait()
    desk.cursor("onds, each foot")
    desk.put("x")
    desk.at("#session-none").filter(has_text=words).wait_for()
    end(held)
    assert words in desk.text("#session-none")
    assert desk.at("#session-shown").is_hidden()


def test_a_long_import_is_seen_on_the_beginning(window: MakeWindow) -> None:
    desk = window()
    held = Held(desk.page, "**/import.json*")
    desk.at("#paste").fill("Press the heel for 20 seconds.")
    desk.at("#paste-go").click()
    held.wait()
    assert desk.text("#begin-working") == "Being made …"
    held.go()
    desk.checked()
    desk.until("document.querySelector('#begin-working').textContent === ''")
