"""The status of a session under way: everything that a screen or a lock screen shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

PlaybackState = Literal["playing", "paused", "waiting", "over"]


@dataclass(frozen=True, slots=True)
class Bar:
    """Progress of a hold or of the session."""

    left: float
    length: float
    """Seconds. `left` is at most `length`."""


@dataclass(frozen=True, slots=True)
class Status:
    """One moment of a session. All words are in the language of its routine."""

    title: str
    state: PlaybackState
    """`waiting` means for the listener to be ready, or for a sound device."""
    session: Bar
    phase: str | None = None
    """The title of the phase; None before the first phase."""
    step: str | None = None
    """The instruction: `Press the heel spot, cross-friction`. None before the first step and after the last."""
    side: str | None = None
    """The name of the side: `Left foot`."""
    number: int = 0
    total: int = 0
    """The number of the current step, and of all steps. Each side and round counts."""
    hold: Bar | None = None
    """The current hold, or the coming one during the instruction. The length of a wait is its longest time."""
    coming: str | None = None
    """The next step with its side: `Left foot: Stretch the calf`."""
    message: str | None = None
    """A short message or question: `Paused.`"""
    speaking: bool = False
    """True while a voice is heard, and just before and after it."""
    volume: float = 0.0
    """Decibels, 0 or less."""


Show = Callable[[Status], None]
"""A function that shows a status."""
