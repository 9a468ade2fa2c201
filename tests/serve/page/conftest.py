"""One browser and one server for all tests of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import need, need_program
from tests.serve.page.browser import FLAGS, Screen, scripts
from tests.serve.running import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    chromium = need_program("chromium")
    need(find_spec("playwright"), "Playwright's Python package is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scripts(tmp_path_factory.mktemp("scripts")), served() as server:
        yield f"{server.address}/"
        assert server.notes == []


@pytest.fixture
def screen(browser: Browser, address: str) -> Iterator[Callable[..., Screen]]:
    """Opens windows: screen("desk", color_scheme="dark"). Their pages must not have complained at the end."""
    opened: list[Screen] = []

    def make(size: str = "phone", **more: Any) -> Screen:
        opened.append(Screen(browser, address, size, **more))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()
    assert [fault for one in opened for fault in one.faults] == []


@pytest.fixture
def phone(screen: Callable[..., Screen]) -> Screen:
    """The page on a phone."""
    return screen("phone").open()
