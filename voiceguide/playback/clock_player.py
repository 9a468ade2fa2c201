"""Start each sound at its time on a clock. Used by itself it is silent: the output `none`."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from threading import RLock
from typing import TYPE_CHECKING

from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.preferences import LeadIn
from voiceguide.units import RATE, to_samples, to_seconds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_NAP_SECONDS = 0.05
"""The longest delay before a pause, a resume or a stop from another thread takes effect."""

JUMP_SECONDS = LONGEST_NAP_SECONDS + 1.0
"""A larger gap between two looks at the clock means that the process was stopped or the machine slept."""


class ClockPlayer:
    """A `player.Player` without a device. A subclass with a device starts and ends sounds in `_begin` and `_hush`. Beds
    are not played."""

    name = "none"

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """`clock` returns seconds and never goes back. `sleep` takes seconds."""
        self._clock = clock
        self._sleep = sleep
        self.volume = 0.0
        self.lead_in: LeadIn = "auto"
        self._lock = RLock()
        self._timeline = Timeline(0, ())
        self._coming: Iterator[Placement] = iter(())
        self._following: Placement | None = None
        self._position = 0
        self._since: float | None = None
        """The time on the clock at `_position`; None while the player stands still."""
        self._looked = 0.0
        """The time of the last look at the clock."""
        self._reached = 0
        """The position at that time."""
        self._over = True

    def why_not(self) -> str | None:
        return None

    def play(self, timeline: Timeline, start: int = 0) -> None:
        with self._lock:
            self.stop()
            self._timeline = timeline
            self._position = start
            self._over = False
            self.resume()

    def go_on_with(self, timeline: Timeline) -> None:
        """Sounds that have begun play on. After a pause, `resume` finds the next sound itself."""
        with self._lock:
            if self._over:
                self.play(timeline, self._position)
                return
            here = self.position
            if self._since is not None:
                self._begin_due(here)
            self._timeline = timeline
            self._coming = (placement for placement in timeline.placements if placement.start > here)
            self._following = next(self._coming, None)

    def pause(self) -> None:
        with self._lock:
            if self._since is not None:
                self._position = self.position
                self._since = None
                self._hush()

    def resume(self) -> None:
        """A sound that was cut by the pause goes on from there."""
        with self._lock:
            if self._over or self._since is not None:
                return
            self._coming = (placement for placement in self._timeline.placements if placement.end > self._position)
            self._following = next(self._coming, None)
            self._since = self._looked = self._clock()
            self._reached = self._position

    def stop(self) -> None:
        with self._lock:
            self.pause()
            self._over = True

    @property
    def position(self) -> int:
        with self._lock:
            if self._since is None:
                return self._position
            now = self._clock()
            if now - self._looked > JUMP_SECONDS:  # the player stood still in the meantime
                self._since = now - (self._reached - self._position) / RATE
            self._looked = now
            self._reached = min(self._position + to_samples(now - self._since), self._timeline.length)
            return self._reached

    def wait(self, timeout: float | None = None) -> bool:
        """This method starts the sounds."""
        deadline = None if timeout is None else self._clock() + timeout
        while True:
            nap = self._work()
            if self._over:
                return True
            if deadline is not None:
                nap = min(nap, deadline - self._clock())
                if nap <= 0:
                    return False
            self._sleep(nap)

    def _work(self) -> float:
        """Start sounds that are due, end the timeline when it is over, and return the seconds until the next look."""
        with self._lock:
            here = self.position
            if self._since is None:
                return LONGEST_NAP_SECONDS
            self._begin_due(here)
            if self._following is not None:
                return min(to_seconds(self._following.start - here), LONGEST_NAP_SECONDS)
            if here >= self._timeline.length:
                self._finish()
                self._position = self._timeline.length
                self._since = None
                self._over = True
            return LONGEST_NAP_SECONDS

    def _begin_due(self, here: int) -> None:
        while self._following is not None and self._following.start <= here:
            skipped = max(0, self._position - self._following.start)
            self._begin(self._following.sound.samples()[skipped:])
            self._following = next(self._coming, None)

    def _begin(self, samples: NDArray[np.int16]) -> None:
        """Start this sound now, beside the sounds that play already. Shape (length,), mono, at units.RATE."""

    def _hush(self) -> None:
        """End all sounds at once."""

    def _finish(self) -> None:
        """Return when all sounds have been heard."""
