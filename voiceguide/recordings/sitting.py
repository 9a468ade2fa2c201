"""A sitting: line after line is shown, spoken as a model, recorded, played back, and kept or done again.

What is kept is kept at once, so that a sitting can be left at any moment; the next one begins at the first line that is
not recorded. It knows no terminal and no device: these are its stage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from voiceguide.recordings.store import Recordings
from voiceguide.recordings.take import RATE, Take

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Sound


class Wish(Enum):
    """What somebody who records wants next."""

    GO_ON = "go on"
    """Begin, or end, or keep: whatever comes next."""
    REPEAT = "repeat"
    SKIP = "skip"
    BACK = "back"
    LEAVE = "leave"


class Stage(Protocol):
    """Where a sitting takes place. What is pressed cuts short what is on, and is given back."""

    def show(self, number: int, total: int, words: str) -> None:
        """Show the line that is to be said."""

    def say(self, words: str) -> Wish | None:
        """Speak a line as a model; None when it was heard to its end."""

    def hear(self, take: Take) -> Wish | None:
        """Let the take hear what is said until it is over, or something is pressed."""

    def play(self, sound: Sound) -> Wish | None:
        """Play what was recorded; None when it was heard to its end."""

    def ask(self, seconds: float) -> Wish:
        """Wait until it is known whether to keep what was recorded, which lasts so long."""

    def tell(self, fault: str) -> Wish:
        """Say why it cannot be kept, and wait for what to do."""


@dataclass
class Sitting:
    """Records lines, in their order."""

    lines: list[str]
    language: str
    recordings: Recordings
    stage: Stage
    again: bool = False
    """Whether lines that are recorded already are recorded once more."""
    kept: int = 0
    """How many lines were kept in this sitting."""

    @property
    def left(self) -> int:
        """How many lines are not recorded."""
        return sum(not self._recorded(line) for line in self.lines)

    def run(self) -> None:
        """Go on until all lines are recorded or somebody leaves."""
        at, fresh = self._next(0), True
        while at < len(self.lines):
            wish = self._line(at, fresh=fresh)
            fresh = wish is not Wish.REPEAT
            match wish:
                case Wish.LEAVE:
                    return
                case Wish.BACK:
                    at = max(0, at - 1)
                case Wish.GO_ON | Wish.SKIP:
                    at = self._next(at + 1)

    def _line(self, at: int, *, fresh: bool) -> Wish:
        """One try at a line; GO_ON where it was kept. The model is heard at the first try only."""
        words = self.lines[at]
        self.stage.show(at + 1, len(self.lines), words)
        wish = self.stage.say(words) if fresh else None
        if wish not in (None, Wish.GO_ON, Wish.REPEAT):
            return wish
        take = Take(words)
        wish = self.stage.hear(take)
        if wish not in (None, Wish.GO_ON):
            return wish
        if fault := take.fault():
            wish = self.stage.tell(fault)
            return Wish.REPEAT if wish is Wish.GO_ON else wish
        wish = self.stage.play(_clip(take)) or self.stage.ask(take.spoken_seconds)
        if wish is Wish.GO_ON:
            self.recordings.keep(words, self.language, take.sound(), RATE)
            self.kept += 1
        return wish

    def _next(self, at: int) -> int:
        """The first line from here on that there is to record."""
        while at < len(self.lines) and not self.again and self._recorded(self.lines[at]):
            at += 1
        return at

    def _recorded(self, line: str) -> bool:
        return self.recordings.find(line, self.language) is not None


def _clip(take: Take) -> Sound:
    from voiceguide.audio.clip import Clip, speech

    return Clip.of(speech(take.sound(), RATE))
