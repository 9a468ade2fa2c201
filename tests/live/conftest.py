"""Fixtures of the live tests: a sound server to hear sessions through, and a terminal for keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sound_server import sound_server as sound_server
from tests.terminals import Terminal


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    terminal = Terminal()
    yield terminal
    terminal.close()
