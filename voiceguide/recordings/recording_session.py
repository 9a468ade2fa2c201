"""Records lines one after the other: shows a line, speaks it, records it, plays it back, keeps or repeats it.

Each line is saved at once, so that recording can stop at any time. It continues with the first line without a
recording. The user interface and the devices are behind the protocol RecordingStage.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol, assert_never

from voiceguide.recordings.store import Recordings
from voiceguide.recordings.take import RATE, Take

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Sound


class Action(Enum):
    """The next action of the speaker."""

    GO_ON = "go on"
    """Begin, finish or keep, depending on the moment."""
    REPEAT = "repeat"
    SKIP = "skip"
    BACK = "back"
    LEAVE = "leave"


class RecordingStage(Protocol):
    """The user interface and the audio devices. A key press stops the current activity and is returned."""

    def show(self, number: int, total: int, words: str) -> None:
        """Show the line to record."""

    def say(self, words: str) -> Action | None:
        """Speak the line as an example. Returns None at its end."""

    def hear(self, take: Take) -> Action | None:
        """Record into the take until it is over or a key is pressed."""

    def play(self, sound: Sound) -> Action | None:
        """Play the recording. Returns None at its end."""

    def ask(self, seconds: float) -> Action:
        """Ask if the recording, which lasts `seconds`, should be kept."""

    def tell(self, fault: str) -> Action:
        """Show the fault of the recording, and ask for the next action."""


@dataclass
class RecordingSession:
    """Records lines in order."""

    lines: list[str]
    language: str
    recordings: Recordings
    stage: RecordingStage
    again: bool = False
    """True to record lines again that have a recording."""
    kept: int = 0
    """The number of lines kept so far."""

    @property
    def left(self) -> int:
        """The number of lines without a recording."""
        return sum(not self._recorded(line) for line in self.lines)

    def run(self) -> None:
        """Record until all lines are done or the speaker leaves."""
        at, fresh = self._next(0), True
        while at < len(self.lines):
            action = self._line(at, fresh=fresh)
            fresh = action is not Action.REPEAT
            match action:
                case Action.LEAVE:
                    return
                case Action.BACK:
                    at = max(0, at - 1)
                case Action.GO_ON | Action.SKIP:
                    at = self._next(at + 1)
                case Action.REPEAT:
                    pass
                case _:
                    assert_never(action)

    def _line(self, at: int, *, fresh: bool) -> Action:
        """Try a line once. Returns GO_ON if it was kept. The example is played only on the first try (`fresh`)."""
        words = self.lines[at]
        self.stage.show(at + 1, len(self.lines), words)
        action = self.stage.say(words) if fresh else None
        if action not in (None, Action.GO_ON, Action.REPEAT):
            return action
        take = Take(words)
        wish = self.stage.hear(take)
        if wish not in (None, Action.GO_ON):
            return wish
        if fault := take.fault():
            wish = self.stage.tell(fault)
            return Action.REPEAT if wish is Action.GO_ON else wish
        wish = self.stage.play(_clip(take)) or self.stage.ask(take.spoken_seconds)
        if wish is Action.GO_ON:
            self.recordings.keep(words, self.language, take.sound(), RATE)
            self.kept += 1
        return wish

    def _next(self, at: int) -> int:
        """The first line from this one on that should be recorded."""
        while at < len(self.lines) and not self.again and self._recorded(self.lines[at]):
            at += 1
        return at

    def _recorded(self, line: str) -> bool:
        return self.recordings.find(line, self.language) is not None


def _clip(take: Take) -> Sound:
    from voiceguide.audio.clip import Clip, speech

    return Clip.of(speech(take.sound(), RATE))
