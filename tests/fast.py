"""`--fast`: the tests that need no other process.

A test that starts a process (a voice, a sound server, a browser, a command line) skips itself at that moment, so that
no test has to be marked by hand. Whole folders of sessions are left out. Properties are tried with few examples.
"""

from __future__ import annotations

import multiprocessing.process
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import settings

TESTS = Path(__file__).parent
REASON = "it starts a process, which the fast tier does not"
SLOW = {"batch", "cli", "live", "recordings", "serve"}
"""Folders of whole sessions, which wait for processes on other threads."""
EXAMPLES = 5
"""Tries of each property."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--fast", action="store_true", help="leave out the tests that start a process; few examples")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--fast"):
        settings.register_profile("fast", parent=settings.get_profile("voiceguide"), max_examples=EXAMPLES)
        settings.load_profile("fast")
        config.pluginmanager.register(Fast(), "fast-tier")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    if config.getoption("--fast") and collection_path.parent == TESTS and collection_path.name in SLOW:
        return True
    return None


class Fast:
    """Turns each start of a process into a skip of the test that asked for it."""

    def __init__(self) -> None:
        self._refused = False

    def _refuse(self, *args: object, **options: object) -> NoReturn:
        self._refused = True
        pytest.skip(REASON)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, Any, Any]:
        self._refused = False
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(subprocess.Popen, "__init__", self._refuse)
            patch.setattr(multiprocessing.process.BaseProcess, "start", self._refuse)
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """A refusal on another thread, or one that the code under test caught, skips the test as well."""
        report = yield
        if self._refused and report.failed:
            report.outcome = "skipped"
            report.longrepr = (str(item.path), item.location[1] or 0, f"Skipped: {REASON}")
        return report
