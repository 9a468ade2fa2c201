"""A live session: play it from its beginning to its end. Knows no terminal, no device and no clock.

One plan plays at a time. A command stops it and is answered by a sound at once. While that plays, a new plan is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from voiceguide.errors import DeviceChangedError, OutputError
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live import plan_edits
from voiceguide.live.command_handler import CommandHandler
from voiceguide.live.commands import Receive
from voiceguide.live.controller import Controller
from voiceguide.live.device_trouble import DeviceTrouble
from voiceguide.live.device_wait import DeviceLosses
from voiceguide.live.interruption import Interrupter
from voiceguide.live.maker import Maker
from voiceguide.live.mixer import Mixer
from voiceguide.live.pause_reminder import PauseReminder
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.pre_roll_jobs import MakePreRoll
from voiceguide.live.press_counter import PressCounter
from voiceguide.live.session_state import SessionState
from voiceguide.live.startup_loop import TICK_SECONDS, StartupLoop
from voiceguide.live.status import Show
from voiceguide.live.step_tracker import SaveStep, StepTracker
from voiceguide.live.suspend_detector import SuspendDetector
from voiceguide.live.transport import ANSWER_SAMPLES, Transport
from voiceguide.live.wait_timeout import WaitTimeout

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

SHOW_SECONDS = 0.1


class LiveSession:
    """One run of a routine, with a listener."""

    def __init__(
        self,
        maker: Maker,
        player: Player,
        clock: Callable[[], float],
        save_step: SaveStep,
        mixer: Mixer | None = None,
        *,
        has_button: bool = True,
    ) -> None:
        """`clock` returns seconds and never goes back. `mixer` gives the player's sounds their levels. `has_button` is
        True if the listener can end a pause."""
        self._maker = maker
        self._transport = Transport(player, mixer)
        self._clock = clock
        self._has_button = has_button
        self._presses = PressCounter()
        self._steps = StepTracker(save_step)
        self._wait_timeout = WaitTimeout(maker, self._transport)
        self._reminder = PauseReminder(clock)
        self._losses = DeviceLosses(self._transport, clock)
        self._suspend_detector = SuspendDetector(clock)
        interrupter = Interrupter(self._transport, self._presses, clock)
        self._controller = Controller(maker, self._transport, interrupter, clock)
        self._trouble = DeviceTrouble(self._controller, self._transport, self._losses, has_button=has_button)
        self._commands = CommandHandler(
            maker,
            self._transport,
            self._controller,
            interrupter,
            clock,
            steps=self._steps,
            wait_timeout=self._wait_timeout,
            reminder=self._reminder,
        )
        self._shown_seconds = float("-inf")

    @property
    def speaking(self) -> bool:
        """True if a voice sounds now, or did a moment ago. Any thread may ask."""
        return self._transport.speaking

    def run(
        self, first: Callable[[], LivePlan], pre_roll: PreRoll | MakePreRoll | None, receive: Receive, show: Show
    ) -> bool:
        """Play until the end, or until the listener leaves. Returns True at the end.

        A skip of the last step keeps the place, and returns False. `pre_roll` plays while `first` makes the plan.
        Raises OutputError if the sound device stays away, and any exception from making plans and speech."""
        if not self._start(first, pre_roll, receive, show):
            return False
        while True:
            try:
                command = receive(TICK_SECONDS)
                self._check_suspended()
                if command is not None:
                    self._commands.handle(command)
                ended = self._forward()
            except DeviceChangedError as error:
                ended = self._trouble.hold(error)
                self._wait_timeout.forget()
                self._reminder.restart()
            except OutputError as error:
                ended = self._trouble.wait(error, receive, show)
                self._wait_timeout.forget()
                self._suspend_detector.restart()
            if ended:
                break
            self._show(show)
        if self._controller.state is SessionState.LEAVING:
            return False
        finished = self._steps.finish()
        if finished:
            self._controller.state, self._controller.message = SessionState.OVER, None
            show(self._controller.status())
        return finished

    def _start(
        self, first: Callable[[], LivePlan], pre_roll: PreRoll | MakePreRoll | None, receive: Receive, show: Show
    ) -> bool:
        """Play the pre-roll until the first plan is ready, then the plan. Returns False if the listener leaves."""
        loop = StartupLoop(
            self._maker, self._transport, self._presses, self._clock, self._losses, has_button=self._has_button
        )
        startup = loop.run(first, pre_roll, receive, show)
        if startup is None:
            return False
        live_plan = self._transport.plan
        self._suspend_detector.restart()
        self._controller.whole = live_plan.left(0)
        self._steps.begin(live_plan)
        self._commands.begin(startup)
        return True

    def _forward(self) -> bool:
        """Let the sound go on. Returns True at the end of the session."""
        transport = self._transport
        over = transport.player.wait(0)
        if self._controller.state is SessionState.LEAVING:
            late = self._clock() > self._controller.leave_by_seconds
            if self._controller.pending is None or late:
                return over or late
        self._commands.take_up_speed()
        if self._controller.pending is not None:
            if self._controller.pending.done() and (over or transport.position >= ANSWER_SAMPLES):
                prepared, self._controller.pending = self._controller.pending.result(), None
                self._controller.start(prepared)
            return False
        if self._reminder.is_due(paused=self._controller.state.is_paused) and transport.stopped is not None:
            self._controller.remind(transport.stopped)
        if transport.stopped is not None:
            transport.stay_awake()
            return False
        self._controller.reached = transport.position
        self._wait_timeout.reach(self._controller.reached)
        self._controller.reached = transport.position  # the wait may have ended in another plan
        self._steps.reach(transport.plan, transport.plan.spot(self._controller.reached))
        return over

    def _check_suspended(self) -> None:
        """After a suspend, pause at the place of the tick before it. Go on from there where nobody can press."""
        if self._suspend_detector.tick() and self._transport.stopped is None:
            stop = self._transport.stop(self._controller.reached)
            self._transport.answer()
            if self._has_button:
                self._controller.pause(stop, SessionState.PAUSED)
            else:
                self._controller.edit(stop, plan_edits.go_on(stop))

    def _show(self, show: Show) -> None:
        if self._clock() - self._shown_seconds >= SHOW_SECONDS:
            self._shown_seconds = self._clock()
            show(self._controller.status())
