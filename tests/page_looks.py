"""The looks at a page that both pages share: the faults that axe-core finds, the Tab key, and small controls."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.needs import need

if TYPE_CHECKING:
    from playwright.sync_api import Page

LEAST_PIXELS = 44
"""The least width and height of a control for fingers."""


def faults_by_axe(page: Page) -> list[Any]:
    """The faults that axe-core finds in light, and those of contrast in dark."""
    spec = find_spec("axe_playwright_python")
    need(spec, "axe-playwright-python, which brings axe-core, is not installed")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Path(spec.submodule_search_locations[0], "axe.min.js").read_text("utf-8"))
    faults = []
    for scheme, rules in (("light", ""), ("dark", "runOnly: ['color-contrast'], ")):
        page.emulate_media(color_scheme=scheme)
        faults += page.evaluate(f"axe.run(document, {{{rules}resultTypes: ['violations']}})")["violations"]
    page.emulate_media(color_scheme="light")
    return [(fault["id"], [node["html"] for node in fault["nodes"]]) for fault in faults]


def tab_to(page: Page, selector: str, most: int) -> None:
    """Press the Tab key until it comes to a control, at most this many times."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key never comes to {selector}")


def small_controls(page: Page, controls: str) -> list[str]:
    """The controls of this selector that are too small for fingers."""
    found: list[str] = page.evaluate(
        """([controls, least]) => [...document.querySelectorAll(controls)]
          .filter(one => one.checkVisibility())
          .map(one => [one.id || one.textContent.trim().slice(0, 30), one.getBoundingClientRect()])
          .filter(([, box]) => box.width < least || box.height < least).map(([name]) => name)""",
        [controls, LEAST_PIXELS],
    )
    return found
