"""One button told apart by how often it is pressed within a moment."""

from __future__ import annotations

from voiceguide.live.commands import Command

TOGETHER_SECONDS = 0.6
"""A press within this time of the one before belongs to it."""
MEANINGS = (Command.PRESS, Command.AGAIN, Command.NEXT, Command.WHERE, Command.LONGER, Command.QUIT)
"""What one press does, and what each further one makes of it."""


class Presses:
    """Counts presses. Each acts at once; a further one changes what those before it did."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self.count = 0

    def press(self, now: float) -> Command:
        """What this press means; `now` is in seconds."""
        self.count = self.count + 1 if now - self._last <= TOGETHER_SECONDS else 1
        self._last = now
        return MEANINGS[min(self.count, len(MEANINGS)) - 1]
