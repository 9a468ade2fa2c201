"""The states of a live session."""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from voiceguide.live.status import PlaybackState


class SessionState(StrEnum):
    """The state of a live session. Exactly one holds at any time."""

    PLAYING = "playing"
    """The plan plays, or an answer plays and the plan follows."""
    PAUSED = "paused"
    CONFIRMING_LEAVE = "confirming leave"
    """Paused after the first LEAVE. A second one leaves."""
    NO_DEVICE = "no device"
    """The sound device went away; the session waits for one."""
    LEAVING = "leaving"
    """The last words play."""
    OVER = "over"

    @property
    def is_paused(self) -> bool:
        """True while the session stands still at the listener's wish."""
        return self in (SessionState.PAUSED, SessionState.CONFIRMING_LEAVE)

    @property
    def shown(self) -> PlaybackState:
        """The state as screens and applets show it."""
        match self:
            case SessionState.PLAYING | SessionState.LEAVING:
                return "playing"
            case SessionState.PAUSED | SessionState.CONFIRMING_LEAVE:
                return "paused"
            case SessionState.NO_DEVICE:
                return "waiting"
            case SessionState.OVER:
                return "over"
            case _:
                assert_never(self)
