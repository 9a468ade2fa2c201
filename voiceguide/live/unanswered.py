"""A wait that nobody ends: what comes after it is fitted to the time that is left."""

from __future__ import annotations

from concurrent.futures import Future

from voiceguide.fit.live_plan import Cursor, Edit
from voiceguide.live.edits import Stop
from voiceguide.live.maker import Maker
from voiceguide.live.transport import Prepared, Transport
from voiceguide.units import to_samples

AHEAD = to_samples(0.06)
"""So much before the old course would go on, the new one takes over."""


class Unanswered:
    """Makes the course that follows while the wait is on, and changes over to it."""

    def __init__(self, maker: Maker, transport: Transport) -> None:
        self._maker = maker
        self._transport = transport
        self._following: Future[Prepared] | None = None

    def forget(self) -> None:
        """The session goes another way."""
        self._following = None

    def mind(self, reached: int) -> None:
        """The course has come to this sample."""
        live_plan = self._transport.live_plan
        assert live_plan is not None
        coming = live_plan.after_wait(reached)
        if coming is None:
            self._following = None
            return
        index, start = coming
        if self._following is None:
            stop = Stop(
                live_plan.told(reached), live_plan.spot(reached), live_plan.wanted(start), live_plan.left(start)
            )
            self._following = self._maker.edit(stop, Edit(Cursor(index), live_plan.items, (), stop.wanted))
        if self._following.done() and reached >= start - AHEAD:
            if self._following.exception() is None:  # else what was planned before goes on
                self._transport.start(self._following.result())
            self._following = None
