"""What a listener can do to a session, wherever it comes from: a key, a headset, a word."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum


class Command(Enum):
    """One thing that a listener does. The value names it on screens and in docs."""

    PRESS = "button"
    """The one button: what it does depends on how often it is pressed within a moment."""
    PAUSE = "pause"
    """Pause; nothing where it is paused already."""
    GO_ON = "go on"
    """Go on after a pause, or when ready; nothing where it plays."""
    AGAIN = "again"
    NEXT = "next"
    BACK = "back"
    WHERE = "where am I"
    LONGER = "longer"
    SHORTER = "shorter"
    LOUDER = "louder"
    QUIETER = "quieter"
    LEAVE = "leave"
    """The first asks to confirm by a second."""
    QUIT = "quit"
    """Leave at once."""


Send = Callable[[Command], None]
"""How a source of acts hands them over. May be called from any thread; never blocks."""
