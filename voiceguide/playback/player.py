"""What a player is. To add one: a file with a class like this, and a line in `playback.PLAYERS`."""

from __future__ import annotations

from typing import Protocol

from voiceguide.audio.timeline import Timeline


class Player(Protocol):
    """Plays one timeline at a time. Made without arguments; making one touches no device.

    The caller is a loop that comes back to `wait` all the time until it is true, and may do other things in
    between for moments; pause, resume and stop may come from another thread. For instance:

        player.play(timeline)
        try:
            while not player.wait(0.1):
                show(player.position)
        finally:
            player.stop()
    """

    name: str
    """What the command line calls it."""

    def why_not(self) -> str | None:
        """None where it can be used here and now; else a sentence that says why not and what to do about it."""

    volume: float
    """Decibels, 0 or less; may be changed while it plays."""

    def play(self, timeline: Timeline, start: int = 0) -> None:
        """Begin, `start` samples into the timeline, and return at once. What played before fades out within a few
        milliseconds; the device stays open.

        Raises OutputError where the device cannot be opened."""

    def go_on_with(self, timeline: Timeline) -> None:
        """Play this timeline from here on instead of the one that plays, without a gap: their next second is the same.
        Where nothing plays, as `play` from the position reached; a pause stays a pause."""

    def pause(self) -> None:
        """Be quiet and stay at this position. No harm where nothing plays or all is paused already."""

    def resume(self) -> None:
        """Go on after a pause."""

    def stop(self) -> None:
        """Be quiet for good and let go of the device. No harm where nothing plays."""

    @property
    def position(self) -> int:
        """Samples from the start of the timeline; what is heard may be a fraction of a second behind.

        Stays where it was after a stop, and is the timeline's length at the end."""

    def wait(self, timeout: float | None = None) -> bool:
        """Play on for up to so many seconds. True once the end has been heard whole, or after a stop.

        Whatever went wrong meanwhile is raised here: OutputError where the device went away, or what reading
        the sounds raised."""
