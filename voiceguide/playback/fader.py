"""What the device gets: the feed that plays, its volume, and a fade wherever it is cut, so that nothing clicks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.units import to_samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.playback.feed import Feed

FADE = to_samples(0.008)
"""Samples from full volume to silence, or back."""

LEAD_IN = to_samples(0.03)
"""Samples of silence for a device that begins: PulseAudio's monitors miss up to 10 ms of what a new stream plays, and
some loudspeakers as much while they wake."""

TAIL = to_samples(0.4)
"""Samples of silence behind the end: while the device takes them, it plays what it had before."""


class Fader:
    """The device's thread calls `take`, all else comes from others."""

    def __init__(self) -> None:
        self.volume = 0.0
        """Decibels, 0 or less."""
        self.asked = 0
        """How often the device has asked."""
        self.over = threading.Event()
        """Set once the device has played all there was, or there is nothing to play."""
        self.over.set()
        self.paused = False
        self.feed: Feed | None = None
        """What plays, or played last."""
        self._gain = 1.0
        """The factor of the last sample."""
        self._fading = np.zeros(0, np.int16)
        """The end of what was cut: it comes before anything else. On as many channels as the feed has."""
        self._behind = 0
        """Samples of silence since the end."""
        self._lock = threading.Lock()

    def lead_in(self, channels: int = 1) -> None:
        """Begin with silence. To be called before a device asks for the first time."""
        with self._lock:
            self._fading = np.zeros((LEAD_IN, channels) if channels > 1 else LEAD_IN, np.int16)

    def play(self, feed: Feed, *, fade_in: bool) -> None:
        """Fade out what plays and begin this."""
        with self._lock:
            self._cut()
            self._gain = 0.0 if fade_in else self._aim()
            self.paused = False
            self._put(feed)

    def swap(self, feed: Feed) -> bool:
        """Go on with this feed at the sample that comes next; False where it has not come so far yet."""
        with self._lock:
            if self.feed is not None:
                missing = self.feed.position - feed.position
                if feed.skip(missing) < missing and not feed.is_over:
                    return False
            self._put(feed)
            return True

    def pause(self) -> None:
        with self._lock:
            if not self.over.is_set():
                self._cut()
                self.paused = True

    def resume(self) -> None:
        with self._lock:
            if self.paused:
                self._gain = 0.0
            self.paused = False

    def stop(self) -> bool:
        """End what plays; whether its fade is still to be heard."""
        with self._lock:
            self._cut()
            if self.feed is not None:
                self.feed.end()
            self.over.set()
            return len(self._fading) > 0

    def take(self, wanted: int) -> bytes:
        """Up to so many samples on each channel, 16 bit; the device fills up with silence. Never waits long."""
        with self._lock:
            self.asked += 1
            first, self._fading = self._fading[:wanted], self._fading[wanted:]
            if self.feed is None or self.paused or self.over.is_set():
                return first.tobytes()
            wanted -= len(first)
            taken = self.feed.take(wanted)
            if self.feed.is_over:
                self._behind += wanted - len(taken)
                if self._behind >= TAIL or self.feed.fault is not None:
                    self.over.set()
            return first.tobytes() + self._at_volume(taken).tobytes()

    def _put(self, feed: Feed) -> None:
        if self.feed is not None:
            self.feed.end()
        self.feed = feed
        self._behind = 0
        self.over.clear()

    def _cut(self) -> None:
        """Keep a fading copy of what would have come next. The feed itself stays where it is."""
        if self.feed is None or self.paused or self.over.is_set() or len(self._fading):
            return  # nothing of it has been heard since it was cut last
        coming = self.feed.peek(FADE)
        if coming.any():
            self._fading = _times(coming, np.linspace(self._gain, 0, len(coming))).astype(np.int16)

    def _aim(self) -> float:
        return float(10 ** (min(self.volume, 0.0) / 20))

    def _at_volume(self, samples: NDArray[np.int16]) -> NDArray[np.int16]:
        aim = self._aim()
        if self._gain == aim == 1.0 or not len(samples):
            return samples
        steps = np.arange(1, len(samples) + 1) / FADE
        gains = np.clip(aim, self._gain - steps, self._gain + steps)
        self._gain = float(gains[-1])
        quieter: NDArray[np.int16] = np.round(_times(samples, gains)).astype(np.int16)
        return quieter


def _times(samples: NDArray[np.int16], gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each sample, on one channel or two, by its factor."""
    return (samples.T * gains).T
