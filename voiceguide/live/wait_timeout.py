"""Go on after a wait that nobody ends. The rest of the session is fitted to the time that is left."""

from __future__ import annotations

from concurrent.futures import Future

from voiceguide.fit.live_plan import Cursor, Edit
from voiceguide.live.maker import Maker
from voiceguide.live.prepared import Prepared
from voiceguide.live.stop import Stop
from voiceguide.live.transport import Transport
from voiceguide.units import to_samples

AHEAD_SAMPLES = to_samples(0.06)
"""The new plan takes over this long before the old one would go on."""


class WaitTimeout:
    """Makes the next plan during the wait, and changes over to it in time."""

    def __init__(self, maker: Maker, transport: Transport) -> None:
        self._maker = maker
        self._transport = transport
        self._following: Future[Prepared] | None = None

    def forget(self) -> None:
        """Drop the prepared plan, since a command took the session elsewhere."""
        self._following = None

    def reach(self, reached: int) -> None:
        """Act on the sample that the plan has reached."""
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
        if self._following.done() and reached >= start - AHEAD_SAMPLES:
            if self._following.exception() is None:  # on a failure the old plan goes on
                self._transport.start(self._following.result())
            self._following = None
