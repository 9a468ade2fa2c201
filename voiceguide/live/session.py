"""A live session: carry out the listener's commands and play the result. Knows no terminal, no device and no clock.

One plan plays at a time. A command stops it and is answered by a sound at once. While that plays, a new plan is made.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from voiceguide.errors import OutputError
from voiceguide.fit.live_plan import Edit, Interjection, LivePlan
from voiceguide.live import edits
from voiceguide.live.answers import where
from voiceguide.live.commands import Command, Receive, Request, Seek, SetVolume
from voiceguide.live.device_wait import DeviceWait, Losses, wait_for_device
from voiceguide.live.edits import Stop
from voiceguide.live.interruption import Interrupter, Interruption
from voiceguide.live.length_changes import LengthChanges
from voiceguide.live.maker import Maker
from voiceguide.live.mixer import Mixer
from voiceguide.live.pause_reminder import PauseReminder
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.press_counter import PressCounter
from voiceguide.live.seeking import seek
from voiceguide.live.session_state import SessionState
from voiceguide.live.speed_changes import SpeedChanges
from voiceguide.live.startup import Startup
from voiceguide.live.status import Bar, Show, Status
from voiceguide.live.step_tracker import SaveStep, StepTracker
from voiceguide.live.transport import ANSWER_SAMPLES, Prepared, Transport
from voiceguide.live.view import status_at
from voiceguide.live.wait_timeout import WaitTimeout

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

TICK_SECONDS = 0.02
SHOW_SECONDS = 0.1
ABSENT_SECONDS = 15.0
"""A longer gap between two ticks means that the machine slept. After a shorter one the session goes on by itself."""
CHANGES = (Command.UNDO, Command.AGAIN, Command.NEXT, Command.BACK, Command.LONGER, Command.SHORTER)
"""Commands that UNDO takes back."""
GOODBYE_SECONDS = 5.0
"""The longest time that leaving takes."""


class LiveSession:
    """One run of a routine, with a listener."""

    def __init__(
        self,
        maker: Maker,
        player: Player,
        clock: Callable[[], float],
        save_step: SaveStep,
        mixer: Mixer | None = None,
    ) -> None:
        """`clock` returns seconds and never goes back. `mixer` gives the player's sounds their levels."""
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
        self._before_change: Stop | None = None
        """The place before the last change, for UNDO."""
        self._losses = Losses(clock)
        self._state = SessionState.PLAYING
        self._pending: Future[Prepared] | None = None
        """The next sound, in the making."""
        self._leave_by_seconds = 0.0
        """The time on the clock by which a LEAVING session ends."""
        self._lesson: tuple[Interjection, ...] | None = None
        """The words before the first session, which a press skips."""
        self._message: str | None = None
        self._whole = 0
        """Samples of the session when it began."""
        self._ticked_seconds, self._reached = clock(), 0
        """The time of the last tick, and the sample of the plan at that time."""
        self._shown_seconds = float("-inf")

    @property
    def speaking(self) -> bool:
        """True if a voice sounds now, or did a moment ago. Any thread may ask."""
        return self._transport.speaking

    def run(self, first: Callable[[], LivePlan], pre_roll: PreRoll | None, receive: Receive, show: Show) -> bool:
        """Play until the end, or until the listener leaves. Returns True at the end.

        A skip of the last step keeps the place. `pre_roll` plays while `first` makes the plan. Raises OutputError if
        the sound device stays away, and any exception from making plans and speech."""
        if not self._start(first, pre_roll, receive, show):
            return False
        while True:
            try:
                command = receive(TICK_SECONDS)
                self._check_absence()
                if command is not None:
                    self._request(command)
                ended = self._forward()
            except OutputError as error:
                ended = self._wait_for_device(error, receive, show)
            if ended:
                break
            self._show(show)
        if self._state is SessionState.LEAVING:
            return False
        if self._steps.finish():
            self._state, self._message = SessionState.OVER, None
            show(self._status())
        return True

    def _start(self, first: Callable[[], LivePlan], pre_roll: PreRoll | None, receive: Receive, show: Show) -> bool:
        """Play the pre-roll until the first plan is ready, then the plan. Returns False if the listener leaves."""
        show(status := Status(self._maker.studio.routine.title, "playing", Bar(0, 0)))
        startup = Startup(self._maker, self._transport, self._presses, self._clock, pre_roll)
        making = self._maker.first(first)
        while not (making.done() and startup.gives_way_to(making.result())):
            command = receive(TICK_SECONDS)
            if command is not None:
                startup.do(command)
                show(replace(status, state=startup.state.shown))
            if startup.state is SessionState.LEAVING:
                return False
            startup.forward()
        live_plan = self._transport.plan
        self._ticked_seconds, self._whole = self._clock(), live_plan.left(0)
        self._lesson = live_plan.interjections if live_plan.lesson else None
        self._steps.begin(live_plan)
        self._catch_up(startup)
        self._speed_changes.turn(startup.speed_steps)
        return True

    def _catch_up(self, startup: Startup) -> None:
        """Carry out the commands that came before the plan."""
        self._state = startup.state
        if startup.queued:
            self._interrupter.first_press = Interruption(self._transport.stop(), startup.state_before_presses, None)
        for command in startup.queued:
            self._do(command)
        asks = startup.state is SessionState.CONFIRMING_LEAVE
        if startup.state.is_paused and (asks or not startup.queued or not self._state.is_paused):
            silent = startup.pause_announced and not startup.queued
            self._pause(self._transport.stop(), startup.state, silent=silent)

    def _forward(self) -> bool:
        """Let the sound go on. Returns True at the end of the session."""
        transport = self._transport
        over = transport.player.wait(0)
        if self._state is SessionState.LEAVING:
            late = self._clock() > self._leave_by_seconds
            if self._pending is None or late:
                return over or late
        self._change_speech()
        if self._pending is not None:
            if self._pending.done() and (over or transport.position >= ANSWER_SAMPLES):
                prepared, self._pending = self._pending.result(), None
                transport.start(prepared, transport.position if prepared.running else ANSWER_SAMPLES)
                self._reached = 0
            return False
        if self._reminder.is_due(paused=self._state.is_paused) and transport.stopped is not None:
            self._remind(transport.stopped)
        if transport.stopped is not None:
            transport.stay_awake()
            return False
        self._reached = transport.position
        self._wait_timeout.reach(self._reached)
        self._reached = transport.position  # the wait may have ended in another plan
        self._steps.reach(transport.plan, transport.plan.spot(self._reached))
        return over

    def _request(self, request: Request) -> None:
        """Obey a command, or the wish for a volume or a place."""
        match request:
            case SetVolume(decibels):
                self._transport.set_volume(decibels)
            case Seek(seconds) if self._state is not SessionState.LEAVING:
                found = self._interrupted(counted=False)
                self._transport.answer()
                self._begin_answer(found)
                self._before_change = found.stop
                self._speed_changes.forget()
                self._edit(found.stop, seek(found.stop, seconds))
            case Command():
                self._do(request)

    def _do(self, command: Command) -> None:
        """Answer a command at once, and obey it."""
        if command is Command.GO_ON and self._transport.stopped is None and not self._transport.is_waiting:
            self._transport.play_over()
            return
        if self._state is not SessionState.LEAVING and self._speed_changes.do(command):
            return
        if self._in_lesson and command in (Command.PRESS, Command.NEXT, Command.GO_ON):
            self._skip_lesson()
            return
        command, counted = self._interrupter.counted(command, self._state)
        if self._state is SessionState.LEAVING or self._transport.answer_over(command):
            return
        found = self._interrupted(counted=counted)
        self._transport.answer(found.answer_to(command))
        self._begin_answer(found)
        self._obey(command, found)

    @property
    def _in_lesson(self) -> bool:
        """True while the first plan has not come to its session."""
        transport = self._transport
        first = self._lesson is not None and transport.plan.interjections is self._lesson
        return first and transport.stopped is None and transport.position < transport.plan.goes_on

    def _skip_lesson(self) -> None:
        """Begin the session now."""
        self._lesson = None
        found = self._interrupted(counted=False)
        self._transport.answer("go-on")
        self._begin_answer(found)
        self._edit(found.stop, edits.begin(found.stop))

    def _interrupted(self, *, counted: bool) -> Interruption:
        """Stop the plan for an answer."""
        self._reminder.restart()
        return self._interrupter.interrupt(self._state, counted=counted)

    def _begin_answer(self, found: Interruption) -> None:
        """Drop everything that another answer was about to do."""
        self._pending = None
        self._wait_timeout.forget()
        self._state, self._message = SessionState.PLAYING, None
        self._steps.reach(found.stop.live_plan, found.stop.cursor)  # an earlier press may have begun another step

    def _obey(self, command: Command, found: Interruption) -> None:
        stop = found.stop
        before = self._before_change or stop
        if command in CHANGES:
            self._before_change = stop
            self._speed_changes.forget()
        match command:
            case Command.PRESS | Command.GO_ON:
                self._press(command, found)
            case Command.PAUSE:
                self._pause(stop, SessionState.PAUSED)
            case Command.UNDO:
                self._edit(stop, edits.undo(stop, before))
            case Command.AGAIN:
                self._edit(stop, edits.again(stop))
            case Command.NEXT:
                self._edit(stop, edit := edits.next_step(stop))
                self._steps.end_skipped |= edits.skips_last_step(stop, edit)
            case Command.BACK:
                self._edit(stop, edits.back(stop))
            case Command.LONGER | Command.SHORTER:
                paused = found.state.is_paused
                self._edit(stop, self._length_changes.edit(command, stop, running=not paused), held=paused)
            case Command.WHERE:
                self._tell_where(found)
            case Command.QUIT:
                self._leave(stop)
            case Command.LEAVE:
                if found.state is SessionState.CONFIRMING_LEAVE:
                    self._leave(stop)
                else:
                    self._pause(stop, SessionState.CONFIRMING_LEAVE)
            case _:
                raise AssertionError(f"{command.value} does not stop the plan")

    def _change_speech(self) -> None:
        """Go on with new speech once it is made, between two sentences. A paused session takes it up later."""
        if self._speed_changes.forward(self._state) and self._pending is None:
            found = self._interrupter.interrupt(self._state, counted=False)
            self._transport.answer()
            self._wait_timeout.forget()
            self._edit(found.stop, edits.respoken(found.stop, self._speed_changes.told()))

    def _press(self, command: Command, found: Interruption) -> None:
        """End a wait, go on after a pause, or pause."""
        stop, paused = found.stop, found.state.is_paused
        if edits.is_waiting(stop.live_plan, stop.cursor) and not paused:
            self._edit(stop, edits.ready(stop))
        elif paused or command is Command.GO_ON:
            self._edit(stop, edits.go_on(stop))
        else:
            self._pause(stop, SessionState.PAUSED)

    def _edit(self, stop: Stop, edit: Edit, *, held: bool = False) -> None:
        if edit.wanted is None and stop.owed:
            edit = replace(edit, wanted=stop.wanted)
        if edits.runs_on(edit.cursor) and edit.cursor.progress.answer and not held:
            self._pending = self._maker.running_edit(stop, edit, lambda: self._transport.position)
        else:
            self._pending = self._maker.edit(stop, edit, held=held)
        self._state = SessionState.PAUSED if held else SessionState.PLAYING
        self._interrupter.running_since = None if held else self._clock()
        # Commands that arrive before the new plan is ready apply to this provisional stop.
        live_plan = replace(stop.live_plan, items=edit.items)
        self._transport.stopped = replace(stop, live_plan=live_plan, cursor=edit.cursor, owed=edit.wanted is not None)

    def _pause(self, stop: Stop, state: SessionState, *, silent: bool = False) -> None:
        """Pause with the word for the state, or without a sound if `silent`."""
        phrase = "leave" if state is SessionState.CONFIRMING_LEAVE else "paused"
        bells = stop.live_plan.outliner.choices.talk == "bells"
        message = self._stand_still(stop, state, phrase)
        if not silent:
            self._pending = self._maker.words(stop.live_plan, *(() if bells else (message,)))
        self._maker.ahead(stop.live_plan, edits.go_on(stop).interjections)

    def _remind(self, stop: Stop) -> None:
        """Say that the session is paused. With bells alone, a sound tells it."""
        pack, asks = stop.live_plan.outliner.pack, self._state is SessionState.CONFIRMING_LEAVE
        if stop.live_plan.outliner.choices.talk == "bells":
            self._transport.answer("pause")
        else:
            words = ("leave",) if asks else ("paused", "ready")
            self._pending = self._maker.words(stop.live_plan, *(pack.phrase(word) for word in words))

    def _tell_where(self, found: Interruption) -> None:
        """Tell the listener the place. A paused session stays paused."""
        stop = found.stop
        if not found.state.is_paused:
            self._edit(stop, edits.where(stop))
            return
        self._stand_still(stop, SessionState.PAUSED, "paused")
        self._pending = self._maker.interjections(stop.live_plan, where(stop.live_plan, stop.cursor, stop.left))
        self._maker.ahead(stop.live_plan, edits.go_on(stop).interjections)

    def _stand_still(self, stop: Stop, state: SessionState, phrase: str) -> str:
        self._state, self._interrupter.running_since, self._transport.stopped = state, None, stop
        self._message = message = stop.live_plan.outliner.pack.phrase(phrase)
        return message

    def _leave(self, stop: Stop) -> None:
        self._state = SessionState.LEAVING
        self._message = stop.live_plan.outliner.pack.phrase("place-kept")
        self._leave_by_seconds = self._clock() + GOODBYE_SECONDS
        self._pending = self._maker.words(stop.live_plan, self._message, last=True)

    def _check_absence(self) -> None:
        """After a long gap between two ticks, pause at the place of the earlier one."""
        now = self._clock()
        if now - self._ticked_seconds > ABSENT_SECONDS and self._transport.stopped is None:
            stop = self._transport.stop(self._reached)
            self._transport.answer()
            self._pause(stop, SessionState.PAUSED)
        self._ticked_seconds = now

    def _wait_for_device(self, error: OutputError, receive: Receive, show: Show) -> bool:
        """Wait for a sound device, then go on as after a pause. Returns True if the listener leaves."""
        if self._state is SessionState.LEAVING:
            return True
        if self._losses.lost():
            raise error
        before, stop = self._state, self._transport.stop(self._reached)
        self._pending = None
        self._wait_timeout.forget()
        self._state, self._message = SessionState.NO_DEVICE, error.message
        end = wait_for_device(self._transport, self._clock, receive, lambda: show(self._status()))
        match end:
            case DeviceWait.GONE:
                raise error
            case DeviceWait.LEFT:
                self._state = SessionState.LEAVING
                return True
            case DeviceWait.BACK:
                self._losses.back()
                self._state, self._message, self._ticked_seconds = before, None, self._clock()
                if not before.is_paused:
                    self._edit(stop, edits.go_on(stop))
                return False
            case _:
                assert_never(end)

    def _show(self, show: Show) -> None:
        if self._clock() - self._shown_seconds >= SHOW_SECONDS:
            self._shown_seconds = self._clock()
            show(self._status())

    def _status(self) -> Status:
        live_plan, stopped = self._transport.plan, self._transport.stopped
        cursor = stopped.cursor if stopped else live_plan.spot(self._reached)
        left = stopped.left if stopped else live_plan.left(self._reached)
        status = status_at(live_plan, cursor, left, self._whole, self._state.shown, self._message)
        return replace(
            status,
            volume=self._transport.player.volume,
            speaking=self._transport.speaks_soon or self._pending is not None,
        )
