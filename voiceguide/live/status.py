"""What is on, at a glance: all that a screen or a lock screen shows of a session under way."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """How far something has come."""

    left: float
    length: float
    """Seconds; `left` is never more than `length`."""


@dataclass(frozen=True, slots=True)
class Status:
    """One moment of a session. All words are in the language of its routine."""

    title: str
    state: str
    """`playing`, `paused`, `waiting` (until the listener is ready, or for a sound device) or `over`."""
    session: Bar
    phase: str | None = None
    """The chapter; None before the first."""
    step: str | None = None
    """The instruction: `Press the heel spot, cross-friction`. None before the first and after the last."""
    side: str | None = None
    """`Left foot`."""
    number: int = 0
    total: int = 0
    """Which step of how many, each side and round counted."""
    hold: Bar | None = None
    """The hold that is on, or that comes when its step has been said; of a wait, the longest it can take."""
    coming: str | None = None
    """What comes next, its side included: `Left foot: Stretch the calf`."""
    message: str | None = None
    """What has just happened or is asked: `Paused.`"""
