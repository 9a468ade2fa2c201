"""One browser and one server for all tests of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest

from tests.needs import need, need_browser
from tests.serve.page.browser import FLAGS, LARGE_LETTERS, SIZES, Screen, scripts
from tests.serve.running import plain, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext


@pytest.fixture(scope="package")
def chromium() -> Iterator[Callable[..., Browser]]:
    """Starts browsers: chromium("--flag")."""
    program = need_browser()
    need(find_spec("playwright"), "Playwright's Python package is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield lambda *flags: playwright.chromium.launch(executable_path=program, args=[*FLAGS, *flags])


@pytest.fixture(scope="package")
def browser(chromium: Callable[..., Browser]) -> Iterator[Browser]:
    browser = chromium()
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def large_letters(chromium: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser whose letters are set to twice their usual size."""
    browser = chromium(LARGE_LETTERS)
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with scripts(tmp_path_factory.mktemp("scripts")), served() as server:
        while "retry-after" in plain.get(f"{server.address}/routines.json").headers:
            pass  # it answers after two seconds at most; not all are listed then, on a busy machine
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


@pytest.fixture(scope="package")
def same_phone(browser: Browser) -> Iterator[BrowserContext]:
    """A context for many tests: a new one starts a process, and loads everything anew."""
    context = browser.new_context(**SIZES["phone"])
    context.new_page()  # keeps its process while no test has a page
    # What a session keeps is kept for one window: so only the first load in each forgets.
    context.add_init_script("sessionStorage.old ??= (localStorage.clear(), 1)")
    yield context
    context.close()


@pytest.fixture
def phone(same_phone: BrowserContext, address: str) -> Iterator[Screen]:
    """The page on a phone that remembers nothing of earlier tests."""
    phone = Screen(same_phone, address).open()
    yield phone
    same_phone.set_offline(False)
    phone.page.close()
    assert phone.faults == []


@pytest.fixture
def playing(phone: Screen) -> Screen:
    """A session that plays."""
    phone.choose("Sole release")
    phone.play()
    return phone
