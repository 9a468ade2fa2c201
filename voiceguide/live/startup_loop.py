"""The loop of a live session until its first plan takes over. Meanwhile the pre-roll plays."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from itertools import chain, repeat

from voiceguide.errors import DeviceChangedError, OutputError
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live.commands import Receive
from voiceguide.live.device_wait import DeviceLosses
from voiceguide.live.maker import Maker
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.pre_roll_jobs import MakePreRoll
from voiceguide.live.prepared import Prepared
from voiceguide.live.press_counter import PressCounter
from voiceguide.live.session_state import SessionState
from voiceguide.live.startup import Startup
from voiceguide.live.status import Bar, PlaybackState, Show, Status
from voiceguide.live.transport import Transport

TICK_SECONDS = 0.02
QUICK_SECONDS, QUICK_TICKS = 0.002, 100
"""The length and the number of the first ticks. A plan that is at hand is ready within a few of them, and a whole tick
would keep the first word waiting."""


class StartupLoop:
    """Listens to the listener while the first plan is made, and waits for a sound device that goes away."""

    def __init__(
        self,
        maker: Maker,
        transport: Transport,
        presses: PressCounter,
        clock: Callable[[], float],
        losses: DeviceLosses,
        *,
        has_button: bool,
    ) -> None:
        """`has_button` is True if the listener can end a pause."""
        self._maker, self._transport, self._losses = maker, transport, losses
        self._presses, self._clock, self._has_button = presses, clock, has_button
        self._shown: Status | None = None

    def run(
        self, first: Callable[[], LivePlan], pre_roll: PreRoll | MakePreRoll | None, receive: Receive, show: Show
    ) -> Startup | None:
        """Play until the first plan plays or is held. Returns None if the listener leaves. Raises OutputError if the
        sound device stays away, DeviceChangedError where nobody can press, and any exception from making the plan and
        its speech."""
        startup = Startup(self._maker, self._transport, self._presses, self._clock, pre_roll)
        making = self._maker.first(first)
        self._show(startup, show)
        ticks = chain(repeat(QUICK_SECONDS, QUICK_TICKS), repeat(TICK_SECONDS))
        while startup.state is not SessionState.LEAVING:
            try:
                if self._forward(startup, making, receive, next(ticks)):
                    return startup
            except DeviceChangedError as error:
                if not self._has_button:
                    raise
                startup.hold(error.message)
                self._transport.be_quiet()
            except OutputError as error:
                startup.cut()
                if not self._losses.wait(error, receive, lambda message: show(self._status("waiting", message))):
                    return None
            self._show(startup, show)
        return None

    def _forward(self, startup: Startup, making: Future[Prepared], receive: Receive, tick: float) -> bool:
        """Let the sound go on for a tick of so many seconds. Returns True once the plan has taken over."""
        startup.begin()
        if making.done() and startup.gives_way_to(making.result()):
            return True
        command = receive(tick)
        if command is not None:
            startup.do(command)
        if startup.state is not SessionState.LEAVING:
            startup.forward()
        return False

    def _show(self, startup: Startup, show: Show) -> None:
        status = self._status(startup.state.shown, startup.message)
        if status != self._shown:
            self._shown = status
            show(status)

    def _status(self, state: PlaybackState, message: str | None) -> Status:
        return Status(self._maker.studio.routine.title, state, Bar(0, 0), message=message)
