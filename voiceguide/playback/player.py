"""The protocol of players.

To add a player, write a file with a class like this and add a line to `playback.PLAYERS`.
"""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from voiceguide.audio.timeline import Timeline
from voiceguide.preferences import LeadIn


class Player(Protocol):
    """Plays one timeline at a time. The constructor takes no arguments and opens no device.

    The caller calls `wait` in a loop until it returns True, and may do short work in between. Another thread may
    call pause, resume and stop. For example:

        player.play(timeline)
        try:
            while not player.wait(0.1):
                show(player.position)
        finally:
            player.stop()
    """

    name: str
    """The name on the command line."""

    def why_not(self) -> str | None:
        """Return the reason why this player does not work here, and the remedy. None if it works."""

    lead_in: LeadIn
    """Near-silence before the first word and in place of silence. Set before the first `play`."""

    volume: float
    """Decibels, 0 or less. May change during playback."""

    def play(self, timeline: Timeline, start: int = 0) -> None:
        """Begin at sample `start` of the timeline, and return at once. The sound before fades out within milliseconds.
        The device stays open.

        Raises OutputError if the device cannot be opened.
        """

    def go_on_with(self, timeline: Timeline) -> None:
        """Replace the timeline from here on, without a gap. The next second of both must be the same. If nothing plays,
        play from the current position. A paused player stays paused."""

    def pause(self) -> None:
        """Fall silent and keep the position. Does nothing if nothing plays or the player is paused."""

    def resume(self) -> None:
        """Go on after a pause."""

    def stop(self) -> None:
        """Fall silent and release the device. Does nothing if nothing plays."""

    @property
    def position(self) -> int:
        """Samples from the start of the timeline. The loudspeaker may be a fraction of a second behind.

        The position stays after a stop. At the end it is the length of the timeline.
        """

    def wait(self, timeout: float | None = None) -> bool:
        """Play on for up to `timeout` seconds. Returns True once the end has been heard, or after a stop.

        Faults are raised here: OutputError if the device went away, DeviceChangedError if the sound would go on through
        another device, and any exception from reading the sounds.
        """


@runtime_checkable
class KnowsHeadphones(Protocol):
    """A player that can tell headphones from loudspeakers."""

    @property
    def headphones(self) -> bool:
        """True if the present device is known to be headphones. Any thread may ask."""


def on_headphones(player: Player) -> bool:
    """Return True if a player is known to play through headphones."""
    return isinstance(player, KnowsHeadphones) and player.headphones
