"""What live sessions are heard through, and pressed on."""

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
