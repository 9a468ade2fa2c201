"""The stage of a recording session on a terminal: the line, a level meter, keys, a loudspeaker and a microphone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Protocol, TextIO

from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.cli.harmless import harmless
from voiceguide.cli.keys import CLOSED, ReadKey
from voiceguide.cli.terminal import obeys_sequences
from voiceguide.recordings.recording_session import Action

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.audio.timeline import Sound
    from voiceguide.playback.player import Player
    from voiceguide.recordings.take import Take

WISHES = {
    "space": Action.GO_ON,
    "enter": Action.GO_ON,
    "r": Action.REPEAT,
    "s": Action.SKIP,
    "b": Action.BACK,
    "q": Action.LEAVE,
    CLOSED: Action.LEAVE,
}
KEYS = "Enter keep   r again   s skip   b back   q leave"
LOOK_SECONDS = 0.05
ECHO_SECONDS = 0.3
"""The time for which the room echoes after the model has spoken."""
CLICK_SECONDS = 0.1
"""The length of the key click at the end of a take."""
LOUD, FAINT, FAINT_AFTER_SECONDS = -6.0, -40.0, 3.0
"""Levels in dBFS. A louder take gets a warning; a fainter one gets it after the given seconds."""
METER = 30
"""The width of the meter in characters. It covers the 60 dB below full scale."""


class Ears(Protocol):
    """The part of a microphone that is used."""

    def blocks(self, deaf: Callable[[], bool]) -> Iterator[NDArray[np.int16] | None]:
        """Yield each block of sound; None while `deaf()` is true. Raises OutputError when the microphone goes away."""


class TerminalStage:
    """A `recordings.recording_session.RecordingStage` on a terminal."""

    def __init__(
        self, read: ReadKey, player: Player, microphone: Ears, model: Callable[[str], Sound] | None, terminal: TextIO
    ) -> None:
        """`model` speaks a line; None turns it off."""
        self._read = read
        self._player = player
        self._model = model
        self._terminal = terminal
        self._shown = ""
        """The text on the last line of the terminal."""
        self._deaf = True
        self._blocks = microphone.blocks(lambda: self._deaf)

    def show(self, number: int, total: int, words: str) -> None:
        """Show the line below the earlier output."""
        self._write(f"\n{number} of {total}\n\n    {harmless(words)}\n\n")

    def say(self, words: str) -> Action | None:
        """Speak the line with the engine."""
        if self._model is None:
            return None
        self._line("listen …")
        wish = self.play(self._model(words))
        time.sleep(ECHO_SECONDS)
        return wish

    def hear(self, take: Take) -> Action | None:
        """Record from now on, with a meter."""
        self._deaf = False
        try:
            for block in self._blocks:
                if block is None:  # from before
                    continue
                over = take.hear(block)
                self._line(f"SPEAK  {_meter(take)}  {take.seconds:2.0f} s   Enter: done")
                if over:
                    return None
                wish = self._pressed()
                if wish is not None:
                    take.cut(CLICK_SECONDS)
                    return wish
        finally:
            self._deaf = True
            self._line("")
        return None

    def play(self, sound: Sound) -> Action | None:
        """Play through the loudspeaker."""
        self._player.play(Timeline(sound.length, (Placement(0, sound),)))
        try:
            while not self._player.wait(LOOK_SECONDS):
                wish = self._pressed()
                if wish is not None:
                    return wish
        finally:
            self._player.stop()
        return None

    def ask(self, seconds: float) -> Action:
        """Show the keys and wait for one."""
        self._line(f"{seconds:.1f} s   {KEYS}")
        return self._wait()

    def tell(self, fault: str) -> Action:
        """Show the fault and the keys, and wait for one."""
        self._line(f"{fault}\n    Enter again   s skip   b back   q leave")
        return self._wait()

    def _wait(self) -> Action:
        while True:
            wish = self._pressed(1.0)
            if wish is not None:
                self._write("\n")
                return wish

    def _pressed(self, seconds: float = 0.0) -> Action | None:
        key = self._read(seconds)
        return None if key is None else WISHES.get(key.lower())

    def _line(self, text: str) -> None:
        """Replace the last line."""
        if text != self._shown:
            self._shown = text
            start = "\r\x1b[K" if obeys_sequences() else "\r"
            self._write(f"{start}    {text}" if text else start)

    def _write(self, text: str) -> None:
        self._terminal.write(text)
        self._terminal.flush()


def _meter(take: Take) -> str:
    """Return a bar for the current level, and a warning for a take that is too loud or too faint."""
    filled = max(0, min(METER, round((take.level + 60) / 60 * METER)))
    faint = take.seconds > FAINT_AFTER_SECONDS and take.loudest < FAINT
    word = "too loud" if take.loudest > LOUD else "louder" if faint else ""
    return "#" * filled + "." * (METER - filled) + f" {word:<8}"
