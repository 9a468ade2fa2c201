"""The place at which a live session was stopped, for a command to go on from."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass

from voiceguide.fit.live_plan import Cursor, LivePlan
from voiceguide.live.prepared import Prepared
from voiceguide.routine import Wait


@dataclass(frozen=True, slots=True)
class Resize:
    """A change of the length of a session."""

    before: int | Future[Prepared]
    """Samples that were left before it, or the plan that was in the making then."""
    after: Future[Prepared]
    """The plan with the new length."""

    @property
    def samples(self) -> int:
        """The samples that it adds; 0 if its plan was not made."""
        before = self.before if isinstance(self.before, int) else _left(self.before)
        after = _left(self.after)
        return 0 if before is None or after is None else after - before


def _left(making: Future[Prepared]) -> int | None:
    """Return the samples from the beginning of a plan to its end; None if it is not made."""
    plan = making.result().live_plan if making.done() and not making.exception() else None
    return None if plan is None else plan.left(0)


@dataclass(frozen=True, slots=True)
class Stop:
    """A session that was stopped at some moment."""

    live_plan: LivePlan
    cursor: Cursor
    """The place to go on from."""
    wanted: int
    """Samples from then to the wanted end."""
    left: int
    """Samples from then to the planned end."""
    owed: bool = False
    """True while the rest must still be fitted to the wanted end, because a later command overtook the edit that would
    have done so."""
    making: Future[Prepared] | None = None
    """The plan in the making that begins here; None at a place in a plan that has played."""
    resizes: tuple[Resize, ...] = ()
    """The changes of length since a plan has played last."""


def stop_at(live_plan: LivePlan, position: int) -> Stop:
    """Stop the session at a sample of its plan."""
    return Stop(
        live_plan.told(position), live_plan.spot(position), live_plan.wanted(position), live_plan.left(position)
    )


def runs_on(cursor: Cursor) -> bool:
    """Return True while the clock of a hold runs. An answer need not stop it."""
    return cursor.progress.hold is not None and cursor.progress.elapsed >= 0


def is_waiting(live_plan: LivePlan, cursor: Cursor) -> bool:
    """Return True once the listener has been asked to press when ready."""
    parts, progress = live_plan.parts(cursor.index), cursor.progress
    told = progress.elapsed >= 0 if progress.hold is not None else progress.said > 0
    return bool(parts) and isinstance(parts[progress.hold or 0].dose, Wait) and told
