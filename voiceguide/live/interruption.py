"""Stop a plan for a command. Several presses within a moment count from the first one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from voiceguide.live.commands import Command
from voiceguide.live.press_counter import PressCounter
from voiceguide.live.session_state import SessionState
from voiceguide.live.stop import Stop, is_waiting
from voiceguide.live.transport import AnswerSound, Transport, answer_sound
from voiceguide.units import to_samples


@dataclass(frozen=True, slots=True)
class Interruption:
    """The place and the state in which a command found the session."""

    stop: Stop
    state: SessionState
    running_since: float | None
    """The time on the clock since which the wanted end comes nearer; None during a pause."""

    def at(self, now_seconds: float) -> Interruption:
        """Return the same, with the time since then taken from the time to the wanted end."""
        if self.running_since is None:
            return self
        wanted = self.stop.wanted - to_samples(now_seconds - self.running_since)
        return replace(self, stop=replace(self.stop, wanted=wanted))

    def answer_to(self, command: Command) -> AnswerSound:
        """Return the sound that answers a command here."""
        paused = self.state.is_paused
        match command:
            case Command.PRESS:
                waits = not paused and is_waiting(self.stop.live_plan, self.stop.cursor)
                return "go-on" if waits else answer_sound(paused, not paused)
            case Command.PAUSE:
                return answer_sound(paused, True)
            case Command.GO_ON:
                return "go-on"
            case _:
                return "press"


class Interrupter:
    """Stops the plan, and remembers the place and the state that the first of several presses found."""

    def __init__(self, transport: Transport, presses: PressCounter, clock: Callable[[], float]) -> None:
        self._transport = transport
        self._presses = presses
        self._clock = clock
        self.first_press: Interruption | None = None
        self.running_since: float | None = None
        """The `running_since` of an interruption that finds the plan stopped."""

    def counted(self, command: Command, state: SessionState) -> tuple[Command, bool]:
        """Return the meaning of a command. True goes with a press of the one button."""
        # Some headsets send pause and play in turn for each press.
        if command is not Command.PRESS and command is not (Command.GO_ON if state.is_paused else Command.PAUSE):
            return command, False
        meaning = self._presses.press(self._clock())
        return meaning if self._presses.count > 1 else command, True

    def interrupt(self, state: SessionState, *, counted: bool) -> Interruption:
        """Stop the plan, and return the place and the state. Of several presses, the first one counts."""
        now = self._clock()
        since = now if self._transport.stopped is None else self.running_since
        found = Interruption(self._transport.stop(), state, since)
        if counted and self._presses.count > 1 and self.first_press:
            found = self.first_press
        elif counted:
            self.first_press = found
        return found.at(now)
