"""Commands that a listener can give, from a key, a headset, a web page or by voice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum


class Command(Enum):
    """A command that changes the course of the session. The value is its name on screens and in the docs."""

    PRESS = "button"
    """The one button. The number of presses within a moment decides its meaning."""
    PAUSE = "pause"
    """Pause. Ignored during a pause."""
    GO_ON = "go on"
    """Go on after a pause, or when ready. Ignored while the session plays."""
    AGAIN = "again"
    NEXT = "next"
    BACK = "back"
    WHERE = "where am I"
    UNDO = "undo"
    """Go back to the place before the last change of step, place or length."""
    LONGER = "longer"
    SHORTER = "shorter"
    LEAVE = "leave"
    """Leave, once a second press confirms it."""
    QUIT = "quit"
    """Leave at once."""


class OverlayCommand(Enum):
    """A command that leaves the course of the session alone. A sound on top of the current one answers it."""

    LOUDER = "louder"
    QUIETER = "quieter"
    VOICE_LOUDER = "voice louder"
    VOICE_SOFTER = "voice softer"
    BELLS_LOUDER = "bells louder"
    BELLS_SOFTER = "bells softer"
    BED_LOUDER = "music louder"
    BED_SOFTER = "music softer"
    SLOWER = "slower"
    """Speak more slowly."""
    FASTER = "faster"
    NOT_UNDERSTOOD = "not understood"
    """Words behind the wake word without a meaning here."""


AnyCommand = Command | OverlayCommand
_NAMED: dict[str, AnyCommand] = {each.value: each for each in (*Command, *OverlayCommand)}


def command_named(name: str) -> AnyCommand:
    """The command of a name. Raises KeyError for an unknown one."""
    return _NAMED[name]


@dataclass(frozen=True, slots=True)
class SetVolume:
    """The wish for a volume, from a slider of the desktop."""

    decibels: float


@dataclass(frozen=True, slots=True)
class Seek:
    """The wish to go on earlier or later, from a player applet of the desktop."""

    seconds: float
    """From now; below 0 for back."""


Request = AnyCommand | SetVolume | Seek

Receive = Callable[[float], Request | None]
"""A function that waits up to a number of seconds, and returns a request or None."""
Send = Callable[[Request], None]
"""A function that takes each request. Any thread may call it; it never blocks."""

HEADSET_PRESSES = {Command.NEXT: Command.AGAIN, Command.BACK: Command.NEXT}
"""Two and three presses of a headset's button, which headsets send as `next` and `previous` -> the meaning that they
have on a keyboard."""


def as_presses(send: Send) -> Send:
    """The same function for a headset whose presses mean the same as those on a keyboard."""

    def send_meant(request: Request) -> None:
        send(HEADSET_PRESSES.get(request, request) if isinstance(request, Command) else request)

    return send_meant
