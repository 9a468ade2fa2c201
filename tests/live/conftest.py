"""Fixtures of the live tests: a sound server to hear sessions through, and a terminal for keys."""

from __future__ import annotations

from tests.sound_server import sound_server as sound_server
from tests.terminals import terminal as terminal
