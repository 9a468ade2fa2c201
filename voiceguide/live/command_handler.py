"""Obey the commands of the listener while a plan plays, and answer each with a sound at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

from voiceguide.live import plan_edits
from voiceguide.live.commands import Command, OverlayCommand, Request, Seek, SetVolume
from voiceguide.live.controller import Controller
from voiceguide.live.interruption import Interrupter, Interruption
from voiceguide.live.length_changes import LengthChanges
from voiceguide.live.lesson_skip import LessonSkip
from voiceguide.live.maker import Maker
from voiceguide.live.overlays import obey_over
from voiceguide.live.pause_reminder import PauseReminder
from voiceguide.live.seeking import seek
from voiceguide.live.session_state import SessionState
from voiceguide.live.speed_changes import SpeedChanges
from voiceguide.live.startup import Startup
from voiceguide.live.step_tracker import StepTracker
from voiceguide.live.stop import Stop, is_waiting
from voiceguide.live.transport import Transport
from voiceguide.live.wait_timeout import WaitTimeout

CHANGES = (Command.UNDO, Command.AGAIN, Command.NEXT, Command.BACK, Command.LONGER, Command.SHORTER)
"""Commands that UNDO takes back."""


class CommandHandler:
    """Obeys each command. The controller makes and plays the plan that results."""

    def __init__(
        self,
        maker: Maker,
        transport: Transport,
        controller: Controller,
        interrupter: Interrupter,
        clock: Callable[[], float],
        *,
        steps: StepTracker,
        wait_timeout: WaitTimeout,
        reminder: PauseReminder,
    ) -> None:
        """`clock` returns seconds and never goes back. A command corrects the step in `steps`, drops the plan of
        `wait_timeout`, and postpones the `reminder`."""
        self._transport, self._controller, self._interrupter = transport, controller, interrupter
        self._steps, self._wait_timeout, self._reminder = steps, wait_timeout, reminder
        self._length_changes = LengthChanges(clock)
        self._speed_changes = SpeedChanges(maker, transport)
        self._lesson = LessonSkip(transport)
        self._before_change: tuple[Stop, int] | None = None
        """The place before the last change, and the samples of the session then, for UNDO."""

    def begin(self, startup: Startup) -> None:
        """Take the first plan, and carry out the commands that came before it."""
        self._lesson.begin(self._transport.plan)
        self._catch_up(startup)
        self._speed_changes.turn(startup.speed_steps)

    def handle(self, request: Request) -> None:
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

    def take_up_speed(self) -> None:
        """Go on with new speech once it is made, between two sentences. A paused session takes it up later."""
        if self._speed_changes.forward(self._controller.state) and self._controller.pending is None:
            found = self._interrupter.interrupt(self._controller.state, counted=False)
            self._transport.answer()
            self._wait_timeout.forget()
            self._controller.edit(found.stop, plan_edits.respoken(found.stop, self._speed_changes.told()), resizes=True)

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

    def _press(self, command: Command, found: Interruption) -> None:
        """End a wait, go on after a pause, or pause."""
        stop, paused = found.stop, found.state.is_paused
        if is_waiting(stop.live_plan, stop.cursor) and not paused:
            self._controller.edit(stop, plan_edits.ready(stop))
        elif paused or command is Command.GO_ON:
            self._controller.edit(stop, plan_edits.go_on(stop))
        else:
            self._controller.pause(stop, SessionState.PAUSED)
