"""Writing at the desk in a real browser: begin, check, mend, save, hear."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.desk.page.window import Window
from tests.desk.running import BROKEN, SOLES, Running

MakeWindow = Callable[..., Window]


def meanings(desk: Window) -> list[str]:
    return desk.at("#margin .meaning").all_inner_texts()


def test_each_line_has_its_meaning_beside_it(window: MakeWindow) -> None:
    desk = window().open("soles")
    assert desk.text("#desk-title") == "Sole release"
    assert "20 seconds to 1 minute, each foot" in meanings(desk)
    meaning = desk.at("#margin .meaning", has_text="20 seconds to 1 minute").bounding_box()
    line = desk.at("#mirror .written", has_text="Press the heel").bounding_box()
    assert meaning
    assert line
    assert abs(meaning["y"] - line["y"]) < 3
    desk.cursor("Press the heel")
    desk.until("document.querySelector('#here').textContent.startsWith('Line 11: 20 seconds')")


def test_the_marks_behind_the_text_lie_where_its_words_do(window: MakeWindow) -> None:
    for width in (390, 1000, 1440):
        desk = window(viewport={"width": width, "height": 900}).open("soles")
        sizes = desk.page.evaluate(
            "[document.querySelector('#mirror').scrollHeight, document.querySelector('#text').scrollHeight]"
        )
        assert abs(sizes[0] - sizes[1]) <= 1


def test_a_mistake_is_mended_by_its_button_and_taken_back_by_undo(window: MakeWindow) -> None:
    desk = window().open("knee")
    assert desk.text("#findings-count") == "To be mended: 1"
    assert desk.at("#mirror mark.error").count() == 1
    desk.at("#findings .cure").click()
    desk.until("document.querySelector('#findings-count').textContent === 'Everything is understood.'")
    assert desk.value() == BROKEN.replace("secnds", "seconds")
    desk.page.keyboard.press("Control+z")
    assert desk.value() == BROKEN


def test_mending_shows_the_change_first(window: MakeWindow, running: Running) -> None:
    desk = window().open("knee")
    desk.at("#mend").click()
    assert desk.text("#dialog .old") == "- Press the knee for 20 secnds"
    assert desk.text("#dialog .new") == "- Press the knee for 20 seconds"
    desk.page.keyboard.press("Escape")
    assert desk.value() == BROKEN
    desk.at("#mend").click()
    desk.page.get_by_role("button", name="Change it").click()
    desk.until("document.querySelector('#findings-count').textContent === 'Everything is understood.'")
    desk.on_disk(running.folder / "knee.md", BROKEN.replace("secnds", "seconds"))


def test_the_text_is_saved_as_it_is_written(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    desk.cursor("Sit on a chair")
    desk.type("Now: ")
    desk.on_disk(running.folder / "soles.md", "Now: Sit on a chair")
    desk.page.reload()
    desk.checked()
    assert "Now: Sit on a chair" in desk.value()


def test_a_file_changed_by_another_program_is_shown_side_by_side(window: MakeWindow, running: Running) -> None:
    path = running.folder / "soles.md"
    desk = window().open("soles")
    path.write_text(SOLES + "\nTheirs.\n", "utf-8")
    desk.cursor("Sit on a chair")
    desk.put("Mine. ")
    desk.at("#dialog[open]").wait_for()
    assert "Theirs." in desk.text("#dialog .side-by-side > div:nth-child(2)")
    assert "Mine." in desk.text("#dialog .side-by-side > div:nth-child(1)")
    assert path.read_text("utf-8") == SOLES + "\nTheirs.\n"
    desk.page.get_by_role("button", name="Keep both").click()
    desk.until("document.querySelector('#desk-name').textContent === 'soles-mine.md'")
    assert "Mine." in (running.folder / "soles-mine.md").read_text("utf-8")
    assert path.read_text("utf-8") == SOLES + "\nTheirs.\n"


def test_keeping_ones_own_text_leaves_the_other_among_the_versions(window: MakeWindow, running: Running) -> None:
    path = running.folder / "soles.md"
    desk = window().open("soles")
    path.write_text(SOLES + "\nTheirs.\n", "utf-8")
    desk.cursor("Sit on a chair")
    desk.put("Mine. ")
    desk.page.get_by_role("button", name="Keep mine").click()
    desk.on_disk(path, "Mine. Sit on")
    desk.at("#versions").click()
    desk.at("#dialog option").first.wait_for(state="attached")
    desk.until("document.querySelector('#dialog .side-by-side').textContent.includes('Theirs.')")
    desk.page.get_by_role("button", name="Go back to this version").click()
    desk.on_disk(path, SOLES + "\nTheirs.\n")


def test_a_text_that_could_not_be_saved_is_offered_the_next_time(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    desk.page.route("**/save.json", lambda route: route.abort())
    desk.cursor("Sit on a chair")
    desk.type("Kept: ")
    desk.until("document.querySelector('#saved').textContent.startsWith('Not saved!')")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.goto(desk.address)
    desk.open("soles")
    desk.page.unroute("**/save.json")  # only now: the page that is left tries once more to save
    desk.page.get_by_role("button", name="Use this text").click()
    desk.on_disk(running.folder / "soles.md", "Kept: Sit on a chair")


def test_a_paste_becomes_a_script_and_is_heard(window: MakeWindow, running: Running) -> None:
    desk = window()
    desk.at("#paste").fill("Knee programme\n\nHeel slides 3 x 10\nQuad set, hold 10 sec, repeat 5 times\n")
    desk.at("#paste-go").click()
    desk.checked()
    desk.at("#hear-whole").click()
    desk.sounds()
    assert len(list(running.folder.glob("*.md"))) == 3


def test_a_line_a_step_and_a_part_are_heard(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.cursor("Press the heel")
    lasts = []
    for part in ("line", "step", "phase"):
        desk.page.evaluate("document.querySelector('#sound').src = ''")
        desk.at(f"#hear-{part}").click()
        desk.sounds()
        lasts.append(desk.page.evaluate("document.querySelector('#sound').duration"))
    assert lasts == sorted(lasts)
    assert lasts[0] < 10 < lasts[1]


def test_the_slider_changes_the_picture_and_tells_what_fitting_changes(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#session-shown:not([hidden])").wait_for()
    assert desk.text("#changes") == "Everything as written."
    before = desk.at("#picture .bar").count()
    desk.at("#length").fill("0")
    desk.until("document.querySelector('#changes').textContent.includes('shortened')")
    assert desk.at("#picture .bar").count() == before
    desk.at("#changes-more summary").click()
    desk.until("document.querySelector('#changes-list').textContent.includes('Press the heel spot')")
    desk.at("#things label").click()
    desk.until("document.querySelector('#changes').textContent.includes('left out: 1')")


def test_the_picture_follows_while_the_slider_is_dragged(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#session-shown:not([hidden])").wait_for()
    drawn = desk.page.evaluate("""async () => {
      const slider = document.querySelector("#length");
      performance.clearMarks("planned");
      for (let moved = 0; moved < 100; moved += 1) {
        slider.value = moved % (+slider.max + 1);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise(resolve => setTimeout(resolve, 20));
        if (performance.getEntriesByName("planned").length > 1) return "while it is dragged";
      }
      return "afterwards";
    }""")
    assert drawn == "while it is dragged"


def test_a_script_is_renamed_copied_thrown_away_and_brought_back(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    desk.at("#rename").click()
    desk.at("#dialog input").fill("Evening feet")
    desk.page.get_by_role("button", name="Rename").last.click()
    desk.until("document.querySelector('#desk-name').textContent === 'evening-feet.md'")
    desk.at("#double").click()
    desk.until("document.querySelector('#desk-name').textContent === 'evening-feet-2.md'")
    desk.at("#throw-away").click()
    desk.at("#dialog button").first.click()
    desk.at("#bin summary").click()
    assert sorted(path.name for path in running.folder.glob("*.md")) == ["evening-feet.md", "knee.md"]
    desk.page.get_by_role("button", name="Bring back").click()
    desk.checked()
    assert desk.text("#desk-name") == "evening-feet-2.md"


def test_a_file_is_handed_over(window: MakeWindow, tmp_path: Path) -> None:
    desk = window().open("soles")
    desk.at("#hand summary").click()
    desk.page.get_by_role("button", name="MP3").click()
    with desk.page.expect_download() as download:
        desk.at("#made a").click()
    assert download.value.suggested_filename == "sole-release.mp3"
    download.value.save_as(tmp_path / "made.mp3")
    assert (tmp_path / "made.mp3").read_bytes()[:3] == b"ID3"


def test_a_line_is_recorded_with_the_microphone(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#own > summary").click()
    desk.at("#own-now:not([hidden])").wait_for()
    desk.at("#own-record").click()
    desk.until("document.querySelector('#own-record').textContent === 'Stop'")
    desk.until("document.querySelector('#own-level').value > -40")
    desk.until("document.querySelector('#own-level').value < -45")  # a tone is over
    desk.at("#own-record").click()
    desk.until("document.querySelector('#own-said').textContent !== ''")
    assert "Kept" in desk.text("#own-said")


def test_everything_a_script_says_is_text(window: MakeWindow, running: Running) -> None:
    hostile = (
        '---\ntitle: "<img src=x onerror=alert(1)>"\n---\n\n## \\<svg onload=alert(2)>\n\n'
        "- Press `<b id=pwned>` for 20 secnds (needs a \\<i id=pwned2>)\n- Rest for 10 seconds\n"
    )
    (running.folder / "evil.md").write_text(hostile, "utf-8")
    desk = window()
    desk.page.on("dialog", lambda dialog: desk.faults.append(dialog.message))
    desk.open("evil")
    assert "<img src=x" in desk.text("#desk-title")
    assert desk.at("#pwned, #pwned2, svg[onload], main img[src=x]").count() == 0
    desk.at("#mend").click()
    desk.page.get_by_role("button", name="Change it").click()
    desk.at("#session-shown:not([hidden])").wait_for()
    assert desk.at("#pwned, #pwned2").count() == 0
