"""One browser and one cache of speech for all tests of the desk's page, and a desk of its own for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.desk.page.window import Window
from tests.desk.running import Running, desk
from tests.needs import need, need_browser
from tests.recordings.speech import spoken, write
from tests.serve.page.browser import FLAGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MICROPHONE = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]


@pytest.fixture(scope="package")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears a tone of a second, again and again. Its own beeps are too short to record."""
    chromium = need_browser()
    need(find_spec("playwright"), "Playwright's Python package is not installed")
    from playwright.sync_api import sync_playwright

    heard = write(tmp_path_factory.mktemp("microphone") / "heard.wav", spoken(1.0, before=0.5, after=0.5))
    flags = [*FLAGS, *MICROPHONE, f"--use-file-for-fake-audio-capture={heard}"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def running(scripts: Path, shared_cache: Path) -> Iterator[Running]:
    with desk(scripts, cache=shared_cache) as running:
        yield running
        assert running.notes == []


@pytest.fixture
def window(browser: Browser, running: Running) -> Iterator[Callable[..., Window]]:
    """Opens windows with the desk. Their pages must not have complained at the end."""
    opened: list[Window] = []

    def make(**more: Any) -> Window:
        opened.append(Window(browser, running.address, **more))
        return opened[-1]

    yield make
    for one in opened:
        one.context.close()
    assert [fault for one in opened for fault in one.faults] == []
