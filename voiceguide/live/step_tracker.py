"""Follow a session step by step, so that it can be resumed."""

from __future__ import annotations

from collections.abc import Callable

from voiceguide.fit.live_plan import Cursor, LivePlan
from voiceguide.live.plan_status import first_step, step_at
from voiceguide.live.step_reference import StepReference

SaveStep = Callable[[StepReference | None], None]
"""Saves the step that a session is at; None once the session has ended."""


class StepTracker:
    """Saves each step once, when it begins."""

    def __init__(self, save: SaveStep) -> None:
        self._save = save
        self._last: StepReference | None = None
        self.end_skipped = False
        """True if the listener skipped the last step and has not gone back since. The place stays there."""

    def begin(self, live_plan: LivePlan) -> None:
        """Save the first step of a plan."""
        self._change(first_step(live_plan))

    def reach(self, live_plan: LivePlan, cursor: Cursor) -> None:
        """Save the step at a cursor. Nothing changes between steps."""
        self._change(step_at(live_plan, cursor))

    def finish(self) -> bool:
        """Save that the session has ended. Returns False if its end was skipped."""
        if not self.end_skipped:
            self._save(None)
        return not self.end_skipped

    def _change(self, step: StepReference | None) -> None:
        if step is not None:
            self.end_skipped = False
        if step is not None and step != self._last:
            self._last = step
            self._save(step)
