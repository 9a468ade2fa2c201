"""A live session: carry out the listener's commands and play the result. Knows no terminal, no device and no clock.

One plan plays at a time. A command stops it and is answered by a sound at once. While that plays, a new plan is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, assert_never

from voiceguide.errors import DeviceChangedError, OutputError
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live import plan_edits
from voiceguide.live.beginning import TICK_SECONDS, Beginning
from voiceguide.live.commands import Command, OverlayCommand, Receive, Request, Seek, SetVolume
from voiceguide.live.controller import Controller
from voiceguide.live.device_trouble import DeviceTrouble
from voiceguide.live.device_wait import DeviceLosses
from voiceguide.live.interruption import Interrupter, Interruption
from voiceguide.live.length_changes import LengthChanges
from voiceguide.live.lesson_skip import LessonSkip
from voiceguide.live.maker import Maker
from voiceguide.live.mixer import Mixer
from voiceguide.live.overlays import obey_over
from voiceguide.live.pause_reminder import PauseReminder
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.pre_roll_jobs import MakePreRoll
from voiceguide.live.press_counter import PressCounter
from voiceguide.live.seeking import seek
from voiceguide.live.session_state import SessionState
from voiceguide.live.speed_changes import SpeedChanges
from voiceguide.live.startup import Startup
from voiceguide.live.status import Show
from voiceguide.live.step_tracker import SaveStep, StepTracker
from voiceguide.live.stop import Stop, is_waiting
from voiceguide.live.suspend_detector import SuspendDetector
from voiceguide.live.transport import ANSWER_SAMPLES, Transport
from voiceguide.live.wait_timeout import WaitTimeout

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

SHOW_SECONDS = 0.1
CHANGES = (Command.UNDO, Command.AGAIN, Command.NEXT, Command.BACK, Command.LONGER, Command.SHORTER)
"""Commands that UNDO takes back."""


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
        self._steps = StepTracker(save_step)
        self._presses = PressCounter()
        self._interrupter = Interrupter(self._transport, self._presses, clock)
        self._wait_timeout = WaitTimeout(maker, self._transport)
        self._length_changes = LengthChanges(clock)
        self._speed_changes = SpeedChanges(maker, self._transport)
        self._reminder = PauseReminder(clock)
        self._before_change: tuple[Stop, int] | None = None
        """The place before the last change, and the samples of the session then, for UNDO."""
        self._losses = DeviceLosses(self._transport, clock)
        self._has_button = has_button
        self._controller = Controller(maker, self._transport, self._interrupter, clock)
        self._trouble = DeviceTrouble(self._controller, self._transport, self._losses, has_button=has_button)
        self._suspend_detector = SuspendDetector(clock)
        self._lesson = LessonSkip(self._transport)
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
                    self._request(command)
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
        beginning = Beginning(
            self._maker, self._transport, self._presses, self._clock, self._losses, has_button=self._has_button
        )
        startup = beginning.run(first, pre_roll, receive, show)
        if startup is None:
            return False
        live_plan = self._transport.plan
        self._suspend_detector.restart()
        self._controller.whole = live_plan.left(0)
        self._lesson.begin(live_plan)
        self._steps.begin(live_plan)
        self._catch_up(startup)
        self._speed_changes.turn(startup.speed_steps)
        return True

    def _catch_up(self, startup: Startup) -> None:
        """Carry out the commands that came before the plan."""
        self._controller.state = startup.state
        if startup.queued:
            self._interrupter.first_press = Interruption(self._transport.stop(), startup.state_before_presses, None)
        for command in startup.queued:
            self._do(command)
        asks = startup.state is SessionState.CONFIRMING_LEAVE
        if startup.state.is_paused and (asks or not startup.queued or not self._controller.state.is_paused):
            self._controller.pause(self._transport.stop(), startup.state, silent=startup.pause_announced)
            self._controller.message = startup.note or self._controller.message

    def _forward(self) -> bool:
        """Let the sound go on. Returns True at the end of the session."""
        transport = self._transport
        over = transport.player.wait(0)
        if self._controller.state is SessionState.LEAVING:
            late = self._clock() > self._controller.leave_by_seconds
            if self._controller.pending is None or late:
                return over or late
        self._change_speech()
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

    def _request(self, request: Request) -> None:
        """Obey a command, or the wish for a volume or a place."""
        match request:
            case SetVolume(decibels):
                self._transport.set_volume(decibels)
            case _ if self._controller.state is SessionState.LEAVING:
                return
            case OverlayCommand():
                obey_over(request, self._transport, self._speed_changes.turn)
            case Seek(seconds):
                found = self._interrupted(counted=False)
                self._transport.answer()
                self._begin_answer(found)
                self._before_change = found.stop, self._controller.whole
                self._speed_changes.forget()
                self._controller.edit(found.stop, seek(found.stop, seconds))
            case Command():
                self._do(request)
            case _:
                assert_never(request)

    def _do(self, command: Command) -> None:
        """Answer a command at once, and obey it."""
        if command is Command.GO_ON and self._transport.stopped is None and not self._transport.is_waiting:
            self._transport.play_over()
            return
        if command is Command.UNDO and self._speed_changes.undo():
            return
        if self._lesson.is_heard and command in (Command.PRESS, Command.NEXT, Command.GO_ON):
            self._skip_lesson()
            return
        command, counted = self._interrupter.counted(command, self._controller.state)
        found = self._interrupted(counted=counted)
        self._transport.answer(found.answer_to(command))
        self._begin_answer(found)
        self._obey(command, found)

    def _skip_lesson(self) -> None:
        """Begin the session now."""
        self._lesson.end()
        found = self._interrupted(counted=False)
        self._transport.answer("go-on")
        self._begin_answer(found)
        self._controller.edit(found.stop, plan_edits.begin(found.stop))

    def _interrupted(self, *, counted: bool) -> Interruption:
        """Stop the plan for an answer."""
        self._reminder.restart()
        return self._interrupter.interrupt(self._controller.state, counted=counted)

    def _begin_answer(self, found: Interruption) -> None:
        """Drop everything that another answer was about to do."""
        self._controller.pending = None
        self._wait_timeout.forget()
        self._controller.state, self._controller.message = SessionState.PLAYING, None
        self._steps.reach(found.stop.live_plan, found.stop.cursor)  # an earlier press may have begun another step

    def _obey(self, command: Command, found: Interruption) -> None:
        stop = found.stop
        before, whole = self._before_change or (stop, self._controller.whole)
        if command in CHANGES:
            self._before_change = stop, self._controller.whole
            self._speed_changes.forget()
        match command:
            case Command.PRESS | Command.GO_ON:
                self._press(command, found)
            case Command.PAUSE:
                self._controller.pause(stop, SessionState.PAUSED)
            case Command.UNDO:
                self._controller.undo(stop, before, whole)
            case Command.AGAIN:
                self._controller.edit(stop, plan_edits.again(stop))
            case Command.NEXT:
                self._controller.edit(stop, edit := plan_edits.next_step(stop))
                self._steps.end_skipped |= plan_edits.skips_last_step(stop, edit)
            case Command.BACK:
                self._controller.edit(stop, plan_edits.back(stop))
            case Command.LONGER | Command.SHORTER:
                paused = found.state.is_paused
                edit = self._length_changes.edit(command, stop, running=not paused)
                self._controller.edit(stop, edit, held=paused, resizes=True)
            case Command.WHERE:
                self._controller.tell_where(found)
            case Command.QUIT:
                self._controller.leave(stop)
            case Command.LEAVE:
                if found.state is SessionState.CONFIRMING_LEAVE:
                    self._controller.leave(stop)
                else:
                    self._controller.pause(stop, SessionState.CONFIRMING_LEAVE)
            case _:
                assert_never(command)

    def _change_speech(self) -> None:
        """Go on with new speech once it is made, between two sentences. A paused session takes it up later."""
        if self._speed_changes.forward(self._controller.state) and self._controller.pending is None:
            found = self._interrupter.interrupt(self._controller.state, counted=False)
            self._transport.answer()
            self._wait_timeout.forget()
            self._controller.edit(found.stop, plan_edits.respoken(found.stop, self._speed_changes.told()), resizes=True)

    def _press(self, command: Command, found: Interruption) -> None:
        """End a wait, go on after a pause, or pause."""
        stop, paused = found.stop, found.state.is_paused
        if is_waiting(stop.live_plan, stop.cursor) and not paused:
            self._controller.edit(stop, plan_edits.ready(stop))
        elif paused or command is Command.GO_ON:
            self._controller.edit(stop, plan_edits.go_on(stop))
        else:
            self._controller.pause(stop, SessionState.PAUSED)

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
