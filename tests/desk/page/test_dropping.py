"""What is dropped on the page, and where its answers are seen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.desk.page.window import Window
from tests.desk.running import Running

MakeWindow = Callable[..., Window]
DROP = """async ([selector, kind, name, content]) => {
  const data = new DataTransfer();
  if (kind === "file") data.items.add(new File([content], name));
  else data.setData("text/plain", content);
  const target = document.querySelector(selector);
  for (const type of ["dragover", "drop"]) {
    const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data });
    target.dispatchEvent(event);
    if (!event.defaultPrevented) return "left to the browser";
    if (type === "dragover") window.shown = document.querySelector("#paste-tile, #paper").classList.contains("over");
  }
  return window.shown ? "shown" : "not shown";
}"""


def dropped(desk: Window, selector: str, kind: str, name: str, content: str) -> Any:
    return desk.page.evaluate(DROP, [selector, kind, name, content])


def test_a_file_dropped_anywhere_on_the_beginning_becomes_a_script(window: MakeWindow) -> None:
    desk = window()
    assert dropped(desk, ".wordmark", "file", "knee.txt", "Knees\n\n1. Bend the knee 10 times\n") == "shown"
    desk.checked()
    assert "Bend the knee 10 times" in desk.value()


def test_words_dropped_on_the_beginning_go_into_the_field(window: MakeWindow) -> None:
    desk = window()
    assert dropped(desk, "#begin", "text", "", "1. Bend the knee 10 times") == "shown"
    assert desk.value("#paste") == "1. Bend the knee 10 times"


def test_a_file_dropped_beside_the_text_does_not_replace_the_page(window: MakeWindow) -> None:
    desk = window().open("soles")
    dropped(desk, "#session-title", "file", "sheet.docx", "no picture")
    desk.until("document.querySelector('#trouble').textContent.includes('Only pictures and sounds')")
    desk.at("#hear-line").click()
    assert desk.text("#trouble") == ""


def test_a_refusal_to_speak_a_line_is_seen_where_it_was_asked_for(window: MakeWindow, running: Running) -> None:
    desk = window(viewport={"width": 390, "height": 844}).open("soles")
    desk.page.evaluate("document.querySelector('#text').focus()")
    desk.at("#hear-line").click()
    desk.until("document.querySelector('#sound-state').textContent.includes('Nothing is said')")
    box = desk.at("#sound-state").bounding_box()
    assert box
    assert 0 <= box["y"] <= 844 - box["height"]


def test_what_is_to_be_mended_is_told_above_a_long_script(window: MakeWindow, running: Running) -> None:
    steps = "".join(f"- Press spot {chr(97 + number % 26)} for 20 seconds\n" for number in range(60))
    (running.folder / "long.md").write_text(f"# Long\n\n{steps}- Bend it for 20 secnds\n", "utf-8")
    desk = window().open("long")
    desk.at("#mend:not([hidden])").wait_for()
    box = desk.at("#mend").bounding_box()
    assert box
    assert box["y"] < 400
    desk.at("#to-findings").click()
    shown = desk.at("#findings .cure").bounding_box()
    assert shown
    assert shown["y"] < 900


def test_what_is_made_at_the_shortest_length_is_made_although_speech_takes_its_own_time(window: MakeWindow) -> None:
    desk = window().open("soles")
    desk.at("#session-shown:not([hidden])").wait_for()
    asked: list[str] = []
    desk.page.on("request", lambda one: asked.append(one.post_data or "") if "plan.json" in one.url else None)
    desk.at("#length").fill("0")
    desk.until("document.querySelector('#changes').textContent.includes('shortened')")
    assert '"length":"shortest"' in asked[-1]
    desk.at("#hand > summary").click()
    desk.at("[data-make=handout]").click()
    desk.at("#made a").wait_for()
