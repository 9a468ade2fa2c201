"""What a writer has to see is in sight: a dropped file, the first difference of two texts, the end of a meaning."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image

from tests.desk.page.window import Window
from tests.desk.running import Running
from voiceguide.desk.words import words_of

MakeWindow = Callable[..., Window]
LONG = "# Long\n\n" + "".join(f"- Press spot {chr(97 + number % 26)} for 20 seconds\n" for number in range(60))
IN_SIGHT = """() => [...document.querySelectorAll("#dialog .side-by-side pre")].map(text => {
  const first = text.querySelector("ins").getBoundingClientRect();
  const box = text.getBoundingClientRect();
  return first.top >= box.top && first.bottom <= box.bottom;
})"""


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    return out.getvalue()


def test_a_dropped_picture_is_shown_at_its_line_and_told_until_something_sounds(
    window: MakeWindow, running: Running
) -> None:
    (running.folder / "long.md").write_text(LONG + "- Bend the knee for 30 seconds\n", "utf-8")
    desk = window().open("long")
    desk.cursor("Bend the knee")
    desk.page.evaluate("scrollTo(0, 0)")
    desk.at("#drop-file").set_input_files({"name": "knee.png", "mimeType": "image/png", "buffer": picture()})
    desk.until("document.querySelector('#sound-state').textContent === 'Added: knee.png'")
    desk.saved()
    assert desk.text("#sound-state") == "Added: knee.png"
    assert desk.page.evaluate("scrollY") > 500


def test_two_texts_side_by_side_begin_at_their_first_difference(window: MakeWindow, running: Running) -> None:
    path = running.folder / "long.md"
    path.write_text(LONG, "utf-8")
    desk = window().open("long")
    path.write_text(LONG + "\nTheirs.\n", "utf-8")
    desk.page.evaluate("document.querySelector('#text').focus()")
    desk.page.keyboard.press("Control+End")
    desk.put("\nMine.\n")
    desk.at("#dialog[open]").wait_for()
    assert desk.page.evaluate(IN_SIGHT) == [True, True]


def test_versions_of_one_minute_are_told_apart(window: MakeWindow, running: Running) -> None:
    desk = window().open("soles")
    desk.cursor("Sit on a chair")
    desk.put("Softly. ")
    desk.on_disk(running.folder / "soles.md", "Softly. ")
    desk.at("#versions").click()
    desk.at("#dialog option").first.wait_for(state="attached")
    assert desk.page.evaluate("/:\\d\\d:\\d\\d/.test(document.querySelector('#dialog option').textContent)")


def test_a_meaning_has_the_rows_of_its_line(window: MakeWindow, running: Running) -> None:
    words = "Press the sole softly and slowly, and think of a long warm afternoon at the sea for 20 to 40 seconds"
    step = f"- {words}, each foot (needs a very soft ball)\n"
    more = f"- {words}, each foot (needs a very soft ball, a long strap, a folded blanket, a wall and a low chair)\n"
    (running.folder / "long.md").write_text(f"# Long\n\n{step}{more}", "utf-8")
    desk = window(viewport={"width": 1200, "height": 900}).open("long")
    desk.until("document.querySelectorAll('#margin .meaning.step.tall').length === 2")
    cut = "[...document.querySelectorAll('.meaning.tall')].some(one => one.scrollHeight > one.clientHeight + 1)"
    assert not desk.page.evaluate(cut)
    rows = "[...document.querySelectorAll('.meaning.tall')].map(one => Math.round(one.clientHeight / 29.75))"
    assert desk.page.evaluate(rows)[1] > 2


def test_the_time_to_get_in_place_is_told_once(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#session-shown:not([hidden])").wait_for()
    desk.page.evaluate("""() => {
      const slider = document.querySelector("#length");
      slider.value = slider.max;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      document.querySelector("#changes-more").open = true;
    }""")
    settle = words_of("en")["page.settle"]
    desk.until(f"document.querySelector('#changes-list').textContent.includes('{settle}')")
    assert "settle time" not in desk.at("#changes-list").inner_text()


def test_while_a_line_is_recorded_the_others_wait(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#own > summary").click()
    desk.at("#own-now:not([hidden])").wait_for()
    desk.at("#own-record").click()
    desk.until("document.querySelector('#own-next').disabled")
    desk.until("[...document.querySelectorAll('#own-list button')].every(one => one.disabled)")
    desk.at("#double").click()
    desk.until("document.querySelector('#desk-name').textContent === 'soles-2.md'")
    desk.until("!document.querySelector('#own-next').disabled")
    desk.until("document.querySelector('#own-record').textContent === 'Record'")


def test_long_words_of_large_text_stay_on_a_small_screen(window: MakeWindow) -> None:
    desk = window(viewport={"width": 320, "height": 640}, locale="de-DE")
    desk.page.evaluate("document.documentElement.style.fontSize = '200%'")
    desk.until("document.documentElement.scrollWidth <= 320")
    desk.at("#blank-go").click()
    desk.checked()
    desk.until("document.documentElement.scrollWidth <= 320")
