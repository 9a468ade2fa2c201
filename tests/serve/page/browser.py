"""The page as a listener has it before them: a served page in a real browser, and what can be asked of it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from PIL import Image

from tests import fakes

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Locator, Page

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
LARGE_LETTERS = "--blink-settings=defaultFontSize=32"
"""The browser's flag for text at 200 %."""
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "small": {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True},
    "desk": {"viewport": {"width": 1280, "height": 800}},
}
REFUSALS = ("status of 422", "status of 429", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
"""What a browser complains of, too, and the page expects: refused for good, for now, and no network."""
PATIENCE = 30.0
"""Seconds to wait for what must come; nothing is measured with it."""

SCREEN_LOCKS = """window.locks = [];
Object.defineProperty(Navigator.prototype, "wakeLock", {value: {request: async () => {
  const lock = {released: false, release: async () => { lock.released = true; }};
  locks.push(lock);
  return lock;
}}});"""
"""Script for a page: the locks that keep the screen on are in `locks`."""

SOLES = """---
title: Sole release
description: A short one, on a chair.
frequency: twice a day for two weeks
---

Sit on a chair, shoes off.

Caution: stop if the pain turns sharp.

## Release

- Press the heel spot for 20 to 60 seconds, each foot
  - Lean in slowly.
  - halfway: Change direction.
- Roll the sole over the ball for 20 to 40 seconds (needs a ball)
- Rest for 10 seconds

## Stretch

- Pull the toes back for 15 to 30 seconds, each foot

> A line that nobody hears.
"""

GERMAN = """---
title: Fersen lockern
language: de
---

- Drück auf den Fersenpunkt für 20 Sekunden, jeder Fuß
- Pause für 10 Sekunden
- Zieh die Zehen zurück für 20 Sekunden
"""

HOSTILE = """---
title: Heels <img src=x onerror=alert(1)> & "toes" '
description: "</script><script>alert(2)</script>"
---

## Feet \\<svg onload=alert(3)>

- Press `<img src=x onerror=alert(four)>` firmly for 20 seconds, each foot (needs a \\<b id=pwned>)
  - Lean in \\</h2>\\<script>alert(6)\\</script> slowly.
- Rest for 10 seconds
"""

LONG = """---
title: Lie still
---

- Lie on your back for exactly 20 minutes
  ![A person on the back](still.png)
"""

LONG_WORDS = """---
title: Wiederherstellung
description: Für zwischendurch, mit Gymnastikball und Handtuch.
language: de
---

## Fersenbeinentlastung

- Setz dich auf einen Stuhl, leg den rechten Knöchel auf das linke Knie, streich mit beiden Daumen langsam von der
  Ferse bis unter den Ballen, und lass dabei den Atem ruhig weiterfließen, bis sich die Muskulatur der ganzen Fußsohle
  warm anfühlt für 20 Sekunden, jeder Fuß (braucht einen Gymnastikball)
- Wadenmuskulatur ausstreichen für 20 Sekunden
"""

SCRIPTS = {"lang": LONG_WORDS, "soles": SOLES, "fersen": GERMAN, "hostile": HOSTILE, "still": LONG}


@contextmanager
def scripts(folder: Path) -> Iterator[None]:
    """Have SCRIPTS, and no other routines, spoken as tones."""
    for name, text in SCRIPTS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    Image.new("RGB", (900, 900), "#446688").save(folder / "still.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("voiceguide.script.library.shipped", lambda: folder)
        patch.setattr("voiceguide.script.library.LOCAL", folder / "none")
        patch.setenv("VOICEGUIDE_CACHE", str(folder / "cache"))
        patch.setenv("VOICEGUIDE_ENGINE", fakes.named(fakes.ToneEngine))
        yield


class Screen:
    """A browser's window with the page in it."""

    def __init__(self, of: Browser | BrowserContext, address: str, size: str = "phone", **more: Any) -> None:
        """`of`: a browser, to make a context of with `more`, such as `color_scheme`; or a context that is there."""
        self.context = of.new_context(**SIZES[size], **more) if hasattr(of, "new_context") else of
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        """What the browser complained about: broken scripts, and what the Content-Security-Policy stopped."""
        self.page.on("pageerror", lambda error: self.faults.append(error.stack or str(error)))
        self.page.on("console", self._complained)
        self.page.on("dialog", self._popped_up)
        self.address = address

    def _complained(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(refusal in message.text for refusal in REFUSALS):
            self.faults.append(message.text)

    def _popped_up(self, dialog: Dialog) -> None:
        self.faults.append(dialog.message)
        dialog.dismiss()

    def open(self) -> Screen:
        """Load the page; it is complete once the picture is drawn."""
        self.page.goto(self.address)
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until the picture is that of what is chosen."""
        self.until("document.querySelector('#figure').getAttribute('aria-busy') === 'false'")

    def at(self, selector: str) -> Locator:
        """What a selector finds."""
        return self.page.locator(selector)

    def text(self, selector: str) -> str:
        """The text in it."""
        return self.at(selector).inner_text().strip()

    def button(self, name: str) -> Locator:
        """A button by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def choose(self, title: str) -> None:
        """Choose a routine, and wait until it is shown."""
        self.page.evaluate("document.querySelectorAll('#catalog-list details').forEach(one => { one.open = true; })")
        self.page.get_by_role("radio", name=title).check()
        self.settle()

    def slide(self, position: int) -> None:
        """Move the slider to one of its stops, and wait until the picture follows."""
        self.at("#length").fill(str(position))
        self.settle()

    def play(self) -> None:
        """Press Play, and wait until sound comes."""
        self.at("#start").click()
        self.until("document.querySelector('audio').currentTime > 0.2")
        self.until("document.querySelector('#player').dataset.kept === 'true'")

    def unfold(self) -> None:
        """Open whatever is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

    def panel(self, name: str) -> None:
        """Open a window of the player: steps, length, speed or timer."""
        self.at(f"#open-{name}").click()
        self.at(f"#{name}-panel").wait_for()

    def finish(self) -> None:
        """Go to the end of the session, and let it end."""
        self.now()  # while the copy in memory takes over, the duration is not known
        self.jump(self.audio("duration") - 0.8)
        if self.audio("paused"):
            self.at("#toggle").click()
        self.at("#finish").wait_for()

    def jump(self, seconds: float) -> None:
        """Move the position's slider, as a finger does."""
        self.page.evaluate(
            """seconds => {
              const slider = document.querySelector("#position");
              slider.step = "any";
              slider.value = seconds;
              slider.dispatchEvent(new Event("change", {bubbles: true}));
            }""",
            seconds,
        )
        self.until(f"Math.abs(document.querySelector('audio').currentTime - {seconds}) < 1.5")

    def audio(self, what: str = "currentTime") -> Any:
        """What the browser's own audio element says."""
        return self.page.evaluate(f"document.querySelector('audio').{what}")

    def now(self) -> float:
        """The position, once a seek has ended."""
        self.until("!document.querySelector('audio').seeking && document.querySelector('audio').readyState > 1")
        return float(self.audio())

    def until(self, condition: str) -> None:
        """Wait until an expression is true. (Playwright's own way needs what the page's policy forbids.)"""
        for _ in range(int(PATIENCE / 0.025)):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"it never came to be that {condition}")

    def place(self) -> Any:
        """The place that is kept in the routine that is chosen."""
        return self.page.evaluate(
            """(() => {
              const kept = name => JSON.parse(localStorage.getItem(`voiceguide.${name}`));
              return kept(`place.${kept("choices").routine}`);
            })()"""
        )

    def plan(self) -> Any:
        """The plan of what is being played."""
        query = urlencode({name: value for name, value in self.place()["choices"].items() if value}, doseq=True)
        with urllib.request.urlopen(f"{self.address}plan.json?{query}") as answer:
            return json.load(answer)
