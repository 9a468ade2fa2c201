"""Presses of the one button. Their number within a moment is their meaning."""

from __future__ import annotations

from voiceguide.live.commands import Command

TOGETHER_SECONDS = 0.6
"""A press within this time of the one before belongs to it."""
MEANINGS = (Command.PRESS, Command.AGAIN, Command.NEXT, Command.WHERE, Command.LONGER, Command.QUIT)
"""The command of one press, of two presses, and so on."""


class PressCounter:
    """Counts presses. Each press acts at once. A further press replaces the effect of those before it."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self.count = 0

    def press(self, now: float) -> Command:
        """Return the command of this press. `now` is in seconds."""
        self.count = self.count + 1 if now - self._last <= TOGETHER_SECONDS else 1
        self._last = now
        return MEANINGS[min(self.count, len(MEANINGS)) - 1]
