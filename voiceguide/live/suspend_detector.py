"""Notice that the machine slept, or that the program was suspended."""

from __future__ import annotations

from collections.abc import Callable

SUSPENDED_SECONDS = 15.0
"""A longer gap between two ticks counts. After a shorter one the session goes on by itself."""


class SuspendDetector:
    """Watches the time between two ticks."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` returns seconds and never goes back."""
        self._clock = clock
        self._ticked_seconds = clock()

    def restart(self) -> None:
        """Count from now on."""
        self._ticked_seconds = self._clock()

    def tick(self) -> bool:
        """Return True if the program stood still since the last tick."""
        before = self._ticked_seconds
        self.restart()
        return self._ticked_seconds - before > SUSPENDED_SECONDS
