"""Change the speed of speech while a session plays. The old speech goes on until the new one is made."""

from __future__ import annotations

from concurrent.futures import Future

from voiceguide.errors import VoiceguideError
from voiceguide.live.maker import Maker
from voiceguide.live.prepared import Prepared
from voiceguide.live.session_state import SessionState
from voiceguide.live.stop import stop_at
from voiceguide.live.transport import Transport
from voiceguide.preferences import SPEEDS, Speed

ORDER: tuple[Speed, ...] = tuple(SPEEDS)
"""The speeds, slowest first."""


class SpeedChanges:
    """The speed that the listener wants, and the speech in the making."""

    def __init__(self, maker: Maker, transport: Transport) -> None:
        self._maker = maker
        self._transport = transport
        self._before: Speed | None = None
        """The speed before the last change, for UNDO; None if another change came after it."""
        self._making: Future[Prepared] | None = None
        self._phrase: str | None = None
        """The phrase that tells the change; None without one to tell."""
        self._wanted: Speed = maker.studio.speed
        self._taken = self._wanted
        """The speed of the speech that is used."""

    def undo(self) -> bool:
        """Take back the last change, with a sound. Returns False if another change came after it."""
        if self._before is None:
            return False
        self._want(self._before)
        self._transport.play_over()
        return True

    def turn(self, steps: int) -> bool:
        """Want faster speech by some steps. Returns False if the speed stays the same."""
        before = ORDER.index(self._wanted)
        at = min(max(0, before + steps), len(ORDER) - 1)
        if at != before:
            self._want(ORDER[at])
        return at != before

    def forget(self) -> None:
        """Leave the last change of the speed alone, because UNDO takes back another one now."""
        self._before = None

    def forward(self, state: SessionState) -> bool:
        """Take up new speech that is made. Returns True if this moment is good to go on with it."""
        if self._making is not None and self._making.done():
            self._take_up(self._making)
        if self._phrase is None or self._making is not None:
            return False
        if state.is_paused:
            self._phrase = None  # the session goes on with the new speech anyway
        transport = self._transport
        playing = state is SessionState.PLAYING and transport.stopped is None and not transport.is_waiting
        return playing and transport.pauses_speaking

    def told(self) -> str:
        """Return the phrase that tells the change: `slower` or `faster`."""
        assert self._phrase is not None
        phrase, self._phrase = self._phrase, None
        return phrase

    def _want(self, speed: Speed) -> None:
        """Speak what is left at a speed, in the background."""
        self._before, self._wanted = self._wanted, speed
        self._phrase = "slower" if ORDER.index(speed) < ORDER.index(self._before) else "faster"
        if speed == self._taken:
            self._making = self._phrase = None
            return
        transport = self._transport
        stop = transport.stopped or stop_at(transport.plan, transport.position)
        self._making = self._maker.speech_ahead(speed, stop, lambda: self._wanted == speed)

    def _take_up(self, making: Future[Prepared]) -> None:
        """Use the new speech from the next edit on. If it could not be made, the old speech goes on."""
        self._making = None
        if isinstance(making.exception(), VoiceguideError):
            self._wanted, self._phrase, self._before = self._taken, None, None
            self._transport.play_over("limit")
            return
        making.result()
        self._taken = self._wanted
        self._maker.speak_at(self._wanted)
