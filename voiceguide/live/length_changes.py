"""Make holds longer or shorter. Presses in quick succession are announced as one change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from voiceguide.fit.live_plan import Edit
from voiceguide.live import length_edits, plan_edits
from voiceguide.live.commands import Command
from voiceguide.live.stop import Stop

TOGETHER_SECONDS = 2.0
"""A press within this time of the last one cuts its answer, so the new answer tells the sum."""


@dataclass(frozen=True, slots=True)
class _Change:
    """The sum of the last presses."""

    command: Command
    index: int | None
    """The item that was changed."""
    seconds: float
    at_seconds: float


class LengthChanges:
    """Makes the edits for LONGER and SHORTER."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: _Change | None = None

    def edit(self, command: Command, stop: Stop, *, running: bool) -> Edit:
        """Return the edit. `running` means that the clock of the hold goes on during the answer."""
        now, index, last = self._clock(), plan_edits.current(stop), self._last
        together = (
            last is not None
            and (last.command, last.index) == (command, index)
            and now - last.at_seconds <= TOGETHER_SECONDS
        )
        before = last.seconds if last is not None and together else 0.0
        shorter = command is Command.SHORTER
        edit = length_edits.longer(stop, shorter=shorter, running=running, told_seconds=before)
        changed = edit.wanted is not None
        self._last = _Change(command, index, before + length_edits.change_seconds(stop), now) if changed else None
        return edit
