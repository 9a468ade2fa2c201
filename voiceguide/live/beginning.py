"""Until the first course is there: the overture, or nothing yet, and a listener who may press already."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live.commands import Command
from voiceguide.live.maker import Maker
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.presses import Presses
from voiceguide.live.transport import Prepared, Transport

JUMPS = (Command.AGAIN, Command.NEXT, Command.BACK)
"""These go on, wherever they are pressed."""


class Beginning:
    """Answers every press at once. What needs a course is kept until there is one."""

    def __init__(
        self, maker: Maker, transport: Transport, presses: Presses, clock: Callable[[], float], pre_roll: PreRoll | None
    ) -> None:
        self.paused = self.asked = self.left = False
        """`asked`: whether the listener was about to leave; `left`: whether for good."""
        self.met = False
        """Whether the first of several presses met a pause."""
        self.told = False
        """Whether it was said that it is paused."""
        self.kept: list[Command] = []
        """What is to be done when there is a course."""
        self._transport, self._presses, self._clock, self._overture = transport, presses, clock, pre_roll
        self._pause_words = maker.sound(pre_roll.pause) if pre_roll and pre_roll.pause else None
        self._heard = pre_roll is None
        """Whether the overture is over."""
        self._answering = pre_roll is None
        """Whether an answer sounds, or nothing, instead of the overture."""
        self._at = 0
        """The sample at which the overture goes on."""
        if pre_roll is not None:
            transport.play(pre_roll.timeline)

    def do(self, command: Command) -> None:
        """Answer in sound, and obey as far as can be."""
        if command is Command.GO_ON and not self.paused:
            self._answer()
            return
        if command in (Command.LOUDER, Command.QUIETER):
            self._transport.turn_volume(1 if command is Command.LOUDER else -1)
            return
        if command is Command.PRESS or command is (Command.GO_ON if self.paused else Command.PAUSE):
            command = self._counted(command)
        self.left = command is Command.QUIT or (command is Command.LEAVE and self.asked)
        self.asked = command is Command.LEAVE
        if command in (Command.PRESS, Command.GO_ON):
            self.paused = command is Command.PRESS and not self.paused
        elif command in (Command.PAUSE, Command.LEAVE):
            self.paused = True
        else:
            self.kept.append(command)
            self.paused = self.paused and command not in JUMPS
        self._answer()

    def _counted(self, command: Command) -> Command:
        """What a press of the one button means; a further one takes back what those before it did."""
        meaning = self._presses.press(self._clock())
        if self._presses.count == 1:
            self.met = self.paused
            return command
        self.paused = self.met
        if self._presses.count > 2 and self.kept:
            self.kept.pop()
        return meaning

    def _answer(self) -> None:
        self.told = False
        if self._answering or self._heard:
            self._transport.answer()
        elif self.paused:
            self._at = self._sentence(self._transport.position)
            self._answering = True
            self._transport.answer()
        else:
            self._transport.press_over()

    def _sentence(self, position: int) -> int:
        """Where what sounds at a sample of the overture began; the sample itself where nothing does."""
        assert self._overture is not None
        placements = self._overture.timeline.placements
        last = bisect(placements, position, key=lambda each: each.start) - 1
        return placements[last].start if last >= 0 and position < placements[last].end else position

    def forward(self) -> None:
        """Let sound go on."""
        over = self._transport.player.wait(0)
        if not self._answering:
            self._heard = self._heard or over
        elif self._answered:
            words = self._pause_words
            if self.paused and not (self.told or self.asked) and words and words.done() and not words.exception():
                self._transport.play(words.result().timeline, LENGTHS["press"])
                self.told = True
            elif not self.paused and self._overture is not None and not self._heard:
                self._transport.play(self._overture.timeline, self._at)
                self._answering = False

    @property
    def _answered(self) -> bool:
        """Whether the last press has been heard."""
        return self._transport.position >= LENGTHS["press"] or self._transport.player.wait(0)

    def gives_way_to(self, prepared: Prepared) -> bool:
        """Let the course follow what was heard before it. Whether that could be."""
        assert prepared.live_plan is not None
        at = self._goes_on_at(prepared.live_plan)
        if at is None:
            return False
        if self.paused:
            self._transport.hold(prepared, at)
        elif self._in_overture:
            self._transport.go_on_with(prepared)
        else:
            self._transport.start(prepared, at)
        return True

    def _goes_on_at(self, live_plan: LivePlan) -> int | None:
        """The sample of the course to go on at: in the midst of the overture where it begins with the same, else after
        it. None where that cannot be yet."""
        if not self._answered:
            return None
        at = self._overture.goes_on_at(live_plan) if self._overture else 0
        if self._heard or self._overture is None:
            return at
        if at != self._overture.timeline.length:
            return None
        return self._at if self._answering else min(at, self._transport.position)

    @property
    def _in_overture(self) -> bool:
        """Whether the overture sounds now."""
        sounds = not self._answering and not self._heard
        return sounds and self._overture is not None and self._transport.position < self._overture.timeline.length
