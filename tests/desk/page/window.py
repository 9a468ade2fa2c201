"""A browser's window with the desk in it, and what a writer does there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

PATIENCE = 30.0
"""Seconds to wait for what must come; nothing is measured with it."""
REFUSALS = ("status of 404", "status of 409", "status of 422", "status of 429", "ERR_CONNECTION_REFUSED", "ERR_FAILED")
"""What a browser complains of, too, and the page expects."""
PRESS = "names => names.forEach(name => document.querySelector(`#${name}`).click())"
"""Presses the elements of these ids, all at once."""


class Window:
    """One window."""

    def __init__(self, browser: Browser, address: str, **more: Any) -> None:
        more = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "permissions": ["microphone"], **more}
        self.context = browser.new_context(**more)
        self.context.set_default_timeout(PATIENCE * 1000)
        self.page: Page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(error.stack or str(error)))
        self.page.on("console", self._complained)
        self.address = address
        self.page.goto(address)
        self.at("#folder:not(:empty)").wait_for(state="attached")

    def _complained(self, message: Any) -> None:
        if message.type == "error" and not any(refusal in message.text for refusal in REFUSALS):
            self.faults.append(message.text)

    def at(self, selector: str, **more: Any) -> Locator:
        return self.page.locator(selector, **more)

    def text(self, selector: str) -> str:
        return self.at(selector).inner_text().strip()

    def open(self, name: str) -> Window:
        """Open a script, and wait until it is checked."""
        self.page.get_by_role("button", name=name, exact=True).click()
        self.checked()
        return self

    def checked(self) -> None:
        """Wait until the text that is shown is checked."""
        self.at("#desk:not([hidden])").wait_for()
        self.until("document.querySelector('#findings-count').textContent !== ''")

    def cursor(self, words: str, *, select: bool = False) -> None:
        """Put the cursor before these words, or select them."""
        self.page.evaluate(
            """([words, select]) => {
              const field = document.querySelector("#text");
              const place = field.value.indexOf(words);
              field.focus();
              field.setSelectionRange(place, place + (select ? words.length : 0));
            }""",
            [words, select],
        )

    def type(self, words: str) -> None:
        self.page.keyboard.type(words)

    def put(self, words: str) -> None:
        """Write words at once: on a busy machine, the page saves between two keys."""
        self.page.keyboard.insert_text(words)

    def value(self, selector: str = "#text") -> str:
        return self.at(selector).input_value()

    def saved(self) -> None:
        """Wait until everything is on the disk."""
        words = "JSON.parse(document.documentElement.dataset.words)"
        self.until(f"document.querySelector('#saved').textContent === {words}.saved")

    def on_disk(self, path: Path, words: str) -> None:
        """Wait until a file has these words. What the page shows may still be of the save before."""
        for _ in range(int(PATIENCE / 0.025)):
            if words in path.read_text("utf-8"):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"{path.name} never had {words!r}")

    def sounds(self) -> None:
        """Wait until sound comes."""
        self.until("document.querySelector('#sound').currentTime > 0.05")

    def until(self, condition: str) -> None:
        """Wait until an expression is true. (Playwright's own way needs what the page's policy forbids.)"""
        for _ in range(int(PATIENCE / 0.025)):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"it never came to be that {condition}")
