"""The time before the first plan is ready: a pre-roll or silence, and a listener who may press already."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import assert_never

from voiceguide.live.commands import Command, OverlayCommand, Request, Seek, SetVolume
from voiceguide.live.length_edits import CHANGE_SECONDS
from voiceguide.live.maker import Maker
from voiceguide.live.overlays import obey_over
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.pre_roll_jobs import MakePreRoll, PreRollJobs
from voiceguide.live.pre_roll_playback import PreRollPlayback, PreRollState
from voiceguide.live.prepared import Prepared
from voiceguide.live.press_counter import PressCounter
from voiceguide.live.session_state import SessionState
from voiceguide.live.transport import ANSWER_SAMPLES, AnswerSound, Transport, answer_sound

PHRASES = {
    Command.AGAIN: "again",
    Command.NEXT: "skip",
    Command.BACK: "back",
    Command.LONGER: "longer",
    Command.SHORTER: "shorter",
}
"""Command -> the phrase that tells its effect."""


class Startup:
    """Answers every press at once. Queues commands that need a plan."""

    def __init__(
        self,
        maker: Maker,
        transport: Transport,
        presses: PressCounter,
        clock: Callable[[], float],
        pre_roll: PreRoll | MakePreRoll | None,
    ) -> None:
        """A function for `pre_roll` is called in the background."""
        self.state = SessionState.PLAYING
        """PLAYING, PAUSED, CONFIRMING_LEAVE or LEAVING."""
        self.state_before_presses = SessionState.PLAYING
        """The state that the first of several presses found."""
        self.pause_announced = False
        """True once the word "paused" has been played for the current pause."""
        self.queued: list[Command] = []
        """Commands to carry out on the first plan."""
        self.speed_steps = 0
        """The steps by which the listener wants faster speech."""
        self._maker, self._transport, self._presses, self._clock = maker, transport, presses, clock
        self.note: str | None = None
        """A message that stays until the next command."""
        self._words: Future[Prepared] | None = None
        """The words that answer the last command, in the making."""
        self._jobs = PreRollJobs(maker, pre_roll)
        self._pre_roll = PreRollPlayback(transport, self._jobs)

    def begin(self) -> None:
        """Begin with the pre-roll as soon as it is made. It waits for the end of a pause or of an answer."""
        if self._pre_roll.take() and not self.state.is_paused and self._answered:
            self._pre_roll.go_on()

    @property
    def message(self) -> str | None:
        """The answer to the last command, in words for the screen."""
        phrase = self._maker.studio.pack.phrase
        if self.note is not None or self.state is SessionState.LEAVING:
            return self.note
        if self.state.is_paused:
            return phrase("leave" if self.state is SessionState.CONFIRMING_LEAVE else "paused")
        return self._told(self.queued[-1]) if self.queued else None

    def _told(self, command: Command) -> str | None:
        """The words that tell the effect of a queued command."""
        pack = self._maker.studio.pack
        if command in (Command.LONGER, Command.SHORTER):
            return pack.phrase(PHRASES[command], duration=pack.duration(CHANGE_SECONDS))
        return pack.phrase(PHRASES[command]) if command in PHRASES else None

    def hold(self, note: str) -> None:
        """Pause without a sound, with a message."""
        self.cut()
        self.state, self.note, self.pause_announced = SessionState.PAUSED, note, True

    def cut(self) -> None:
        """Cut the pre-roll where it was. It goes on from the sentence there."""
        self._pre_roll.cut(lost=True)

    def do(self, request: Request) -> None:
        """Answer a request in sound, and obey it as far as possible."""
        self.note = None
        match request:
            case SetVolume(decibels):
                self._transport.set_volume(decibels)
            case Seek():  # there is no place to go to yet
                self._transport.play_over("limit")
            case OverlayCommand():
                obey_over(request, self._transport, self._turn_speed)
            case Command():
                self._do(request)
            case _:
                assert_never(request)

    def _turn_speed(self, steps: int) -> bool:
        """Want faster speech by some steps. The first plan will tell if it is possible."""
        self.speed_steps += steps
        return True

    def _do(self, command: Command) -> None:
        paused = self.state.is_paused
        if command is Command.GO_ON and not paused:
            self._answer("press")
            return
        if command is Command.PRESS or command is (Command.GO_ON if paused else Command.PAUSE):
            command = self._counted(command)
        self.state = self._next_state(command)
        self._answer(answer_sound(paused, self.state.is_paused))

    def _counted(self, command: Command) -> Command:
        """Return the command of a press of the one button. A further press takes back the effect of those before it."""
        meaning = self._presses.press(self._clock())
        if self._presses.count == 1:
            self.state_before_presses = self.state
            return command
        self.state = self.state_before_presses
        if self._presses.count > 2 and self.queued:
            self.queued.pop()
        return meaning

    def _next_state(self, command: Command) -> SessionState:
        """Return the state after a command. Queues the command if it needs a plan."""
        paused = self.state.is_paused
        match command:
            case Command.PRESS:
                return SessionState.PLAYING if paused else SessionState.PAUSED
            case Command.GO_ON:
                return SessionState.PLAYING
            case Command.PAUSE:
                return SessionState.PAUSED
            case Command.LEAVE:
                confirmed = self.state is SessionState.CONFIRMING_LEAVE
                return SessionState.LEAVING if confirmed else SessionState.CONFIRMING_LEAVE
            case Command.QUIT:
                return SessionState.LEAVING
            case Command.AGAIN | Command.NEXT | Command.BACK:
                self.queued.append(command)
                return SessionState.PLAYING
            case Command.WHERE | Command.LONGER | Command.SHORTER:
                self.queued.append(command)
                return SessionState.PAUSED if paused else SessionState.PLAYING
            case Command.UNDO:
                if self.queued:
                    self.queued.pop()
                return self.state
            case _:
                assert_never(command)

    def _answer(self, name: AnswerSound) -> None:
        self.pause_announced = False
        words = self.message
        self._words = self._maker.told(words) if words and self._speaks_answers else None
        if self._pre_roll.state is PreRollState.PLAYING and not self.state.is_paused:
            self._transport.play_over()
            return
        self._pre_roll.cut()
        self._transport.answer(name)

    @property
    def _speaks_answers(self) -> bool:
        """True if nothing but answers is heard."""
        return self._pre_roll.state in (PreRollState.NONE, PreRollState.OVER)

    def forward(self) -> None:
        """Let the sound go on."""
        self._pre_roll.forward()
        match self._pre_roll.state:
            case PreRollState.PLAYING:
                pass
            case PreRollState.OVER:
                if self._answered:
                    self._speak_answer()
            case PreRollState.NONE | PreRollState.CUT:
                if self._answered:
                    self._follow_answer()
            case _:
                assert_never(self._pre_roll.state)

    def _follow_answer(self) -> None:
        """After an answer, say that the session is paused or go on with the pre-roll."""
        words = self._jobs.pause
        asks = self.state is SessionState.CONFIRMING_LEAVE
        if self._words is not None:
            self._speak_answer()
        elif self.state.is_paused and not (self.pause_announced or asks) and words and words.done():
            if not words.exception():
                self._transport.play(words.result().timeline, ANSWER_SAMPLES)
                self.pause_announced = True
        elif not self.state.is_paused:
            self._pre_roll.go_on()

    def _speak_answer(self) -> None:
        """Speak the words of an answer once they are made."""
        if self._words is not None and self._words.done():
            words, self._words = self._words, None
            if not words.exception():
                self._transport.play(words.result().timeline, ANSWER_SAMPLES)
                self.pause_announced = self.state.is_paused

    @property
    def _answered(self) -> bool:
        """True once the sound of the last press is over."""
        return self._transport.position >= ANSWER_SAMPLES or self._transport.player.wait(0)

    def gives_way_to(self, prepared: Prepared) -> bool:
        """Change over to the first plan. Returns False if that must wait for the sound of now."""
        assert prepared.live_plan is not None
        at = self._pre_roll.plan_position(prepared.live_plan) if self._answered else None
        if at is None:
            return False
        if self.state.is_paused:
            self._transport.hold(prepared, at)
        elif self._pre_roll.sounds:
            self._transport.go_on_with(prepared)
        else:
            self._transport.start(prepared, at)
        return True
