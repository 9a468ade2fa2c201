"""A reminder during a pause, since a listener with closed eyes cannot see that the session stands still."""

from __future__ import annotations

from collections.abc import Callable

REMINDER_SECONDS = 60.0
"""The time between two reminders."""


class PauseReminder:
    """Tells when a reminder is due."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` returns seconds."""
        self._clock = clock
        self._last_seconds: float | None = None
        """The time of the pause, or of its last reminder; None while the session plays."""

    def is_due(self, *, paused: bool) -> bool:
        """Return True once for each REMINDER_SECONDS of a pause. Call this at every tick."""
        if not paused:
            self._last_seconds = None
            return False
        now = self._clock()
        if self._last_seconds is None:
            self._last_seconds = now
        if now - self._last_seconds < REMINDER_SECONDS:
            return False
        self._last_seconds = now
        return True

    def restart(self) -> None:
        """Count from now on, since the listener has just acted."""
        self._last_seconds = None
