"""Times the writer's desk in a real browser: the last key to its marks, a line to its sound, the slider to its picture.

    python -m pip install -e '.[browser-test]' && python benchmarks/desk.py [--keys 60] [--lines 200]

It types words into a routine of 200 lines, of which 155 have a warning, with a person's gaps between the keys, and
hears lines in the natural voice. Prints the median and the 95th percentile of each, in milliseconds of the wall clock:
run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = "/usr/bin/chromium"
WATCH = """name => new Promise((resolve, reject) => {
  const begin = performance.now();
  performance.clearMarks(name);
  const look = () => {
    const [found] = performance.getEntriesByName(name);
    const told = document.querySelector("#sound-state").textContent;
    if (found) resolve(found.startTime - begin);
    else if (performance.now() - begin > 10000) reject(new Error(`${name} did not come: ${told}`));
    else setTimeout(look, 1);
  };
  window.%s();
  look();
})"""


def script(lines: int) -> str:
    """A routine of so many lines, with a mistake and a doubt in it."""
    text = ["# Long routine", "", "Caution: stop if it hurts.", ""]
    while len(text) < lines - 3:
        text += [f"## Part {len(text)}", ""]
        for step in range(12):
            text.append(f"- Press spot {chr(97 + step)} of row {len(text)} for {20 + 5 * step} seconds, each foot")
        text.append("")
    return "\n".join([*text[: lines - 3], "", "- Squeeze the toes, 20", "- Lie still for 20 seconds"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=30)
    parser.add_argument("--lines", type=int, default=200)
    options = parser.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        (Path(name) / "scripts").mkdir()
        (Path(name) / "scripts" / "long.md").write_text(script(options.lines), "utf-8")
        short = "# Short\n\n" + "\n".join(f"- {words} for 20 seconds" for words in WORDS)
        (Path(name) / "scripts" / "short.md").write_text(short, "utf-8")
        state = {**os.environ, "VOICEGUIDE_CACHE": f"{name}/cache", "VOICEGUIDE_STATE": f"{name}/state"}
        command = [sys.executable, "-m", "voiceguide", "write", "--no-open"]
        with subprocess.Popen(command, cwd=name, env=state, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            address = server.stdout.readline().strip()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(address)
            marks, cures = keys(page, options.keys)
            show("last key to marks, painted", marks)
            show("last key to cures, painted", cures)
            show("slider to picture", slides(page))
            page.goto(address)
            show("changed line to sound, after a pause", lines_heard(page, 1500))
            page.goto(address)
            show("changed line to sound, at once", lines_heard(page, AT_ONCE))
            browser.close()
            server.terminate()


AT_ONCE = 30
"""Milliseconds between a change and the press, of a person who has the hand on the button."""
WORDS = ("Lie down", "Press the sole with both thumbs", "Draw large circles", "Let the knee sink to the side") * 5


def open_script(page: Page, name: str) -> None:
    """Open a script and wait until it is planned."""
    page.get_by_role("button", name=name, exact=True).click()
    page.locator("#session-shown:not([hidden])").wait_for(timeout=60_000)


def keys(page: Page, bursts: int) -> tuple[list[float], list[float]]:
    """Type words into the middle of the text as a person does. From the last key of each to the paint of its marks, and
    of its cures."""
    open_script(page, "long")
    page.evaluate(PLACE_AND_WATCH)
    marks, cures = [], []
    chance = random.Random(7)
    for number in range(bursts):
        for letter in chance.choice(("slowly ", "knee ", "and ", "down, ")):
            page.keyboard.press("Space" if letter == " " else letter)
            page.wait_for_timeout(chance.uniform(*BETWEEN_KEYS))
        page.wait_for_timeout(900 if number % 3 else 1800)  # saved, and planned anew
        found = page.evaluate("[window.seen.marked - window.lastKey, window.seen.checked - window.lastKey]")
        marks.append(found[0])
        cures.append(found[1])
    return marks, cures


BETWEEN_KEYS = (60.0, 240.0)
"""Milliseconds between two keys of a person who types."""
PLACE_AND_WATCH = """() => {
  const field = document.querySelector("#text");
  const place = field.value.indexOf(" for 40 seconds", field.value.length / 2);
  field.focus();
  field.setSelectionRange(place, place);
  window.seen = {};
  addEventListener("keydown", event => { window.lastKey = event.timeStamp; }, true);
  new PerformanceObserver(list => {
    for (const { name } of list.getEntries()) {
      requestAnimationFrame(() => setTimeout(() => { window.seen[name] = performance.now(); }));
    }
  }).observe({ type: "mark" });
}"""


def slides(page: Page) -> list[float]:
    """Move the slider back and forth."""
    page.evaluate("""() => {
      const slider = document.querySelector("#length");
      let number = 0;
      window.slide = () => {
        slider.value = Math.round(slider.max * ((number++ * 7) % 10) / 10);
        slider.dispatchEvent(new Event("input", {bubbles: true}));
      };
    }""")
    return timed(page, WATCH % "slide", "planned", 20)


def lines_heard(page: Page, pause: int) -> list[float]:
    """Change a word on a line, stay there for a moment, and hear it."""
    open_script(page, "short")
    page.evaluate("window.hear = () => document.querySelector('#hear-line').click()")
    page.wait_for_timeout(3000)  # the voice is loaded
    found = []
    care = "" if pause > AT_ONCE else "and with care "  # other words than those that were spoken before
    for number in range(12):
        page.evaluate(CHANGE, [2 + number, f"{FIRST_WORDS[number]} {care}"])
        page.wait_for_timeout(pause)
        found.append(page.evaluate(WATCH % "hear", "sounding"))
        page.wait_for_timeout(700)
    return found


FIRST_WORDS = [
    "Gently",
    "Softly",
    "Slowly",
    "Now",
    "Calmly",
    "Again",
    "Then",
    "Next",
    "Quietly",
    "Lightly",
    "Once",
    "Firmly",
]
CHANGE = """([line, word]) => {
  const field = document.querySelector("#text");
  const place = field.value.split("\\n").slice(0, line).join("\\n").length + 3;
  field.focus();
  field.setSelectionRange(place, place);
  document.execCommand("insertText", false, word);
}"""


def timed(page: Page, act: str, mark: str, count: int) -> list[float]:
    """The milliseconds from an act to a mark of the page, so many times."""
    found = []
    for _ in range(count):
        found.append(page.evaluate(act, mark))
        page.wait_for_timeout(120)
    return found


def show(name: str, milliseconds: list[float]) -> None:
    """Print a line of the table."""
    ordered = sorted(milliseconds)
    middle, most = ordered[len(ordered) // 2], ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{name:45} median {middle:6.0f} ms   p95 {most:6.0f} ms   of {len(ordered)}", flush=True)


if __name__ == "__main__":
    main()
