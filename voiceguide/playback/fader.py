"""The samples for the device: the current feed, its volume, and a fade at each cut, so that nothing clicks."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.playback.near_silence import near_silence
from voiceguide.units import to_samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.playback.feed import Feed

FADE_SAMPLES = to_samples(0.008)
"""Samples from full volume to silence, or back."""

LEAD_IN_SAMPLES = to_samples(0.03)
"""Samples of silence when a device starts. PulseAudio's monitors miss up to 10 ms of a new stream, and some
loudspeakers as much while they wake."""

BLUETOOTH_SAMPLES = to_samples(0.5)
"""Samples of near-silence when a Bluetooth device starts."""

TAIL_SAMPLES = to_samples(0.4)
"""Samples of silence after the end. While the device takes them, it plays its buffer."""


def volume_factor(decibels: float) -> float:
    """The factor of samples at a volume. It makes nothing louder."""
    return float(10 ** (min(decibels, 0.0) / 20))


class Fader:
    """Mixes one feed for a device. The device's thread calls `take`; other threads call the rest."""

    def __init__(self) -> None:
        self.volume = 0.0
        """Decibels, 0 or less."""
        self.asked_times = 0
        """The number of times that the device has asked for samples."""
        self.over = threading.Event()
        """Set once the device has played everything, or if nothing is playing."""
        self.over.set()
        self.paused = False
        self.feed: Feed | None = None
        """The current feed, or the last one."""
        self._gain = 1.0
        """The factor of the last sample."""
        self._fading = np.zeros(0, np.int16)
        """The fading end of a feed that was cut. It is played before anything else, on as many channels as the feed
        has."""
        self.fills_silence = False
        """True puts near-silence in place of silence."""
        self._silence_after_end = 0
        """Samples of silence since the end."""
        self._lock = threading.Lock()

    def lead_in(self, channels: int = 1) -> None:
        """Begin with silence. Call this before the device asks for the first time."""
        samples = BLUETOOTH_SAMPLES if self.fills_silence else LEAD_IN_SAMPLES
        with self._lock:
            self._fading = np.zeros((samples, channels) if channels > 1 else samples, np.int16)

    def play(self, feed: Feed, *, fade_in: bool) -> None:
        """Fade out the current feed and begin this one."""
        with self._lock:
            self._cut()
            self._gain = 0.0 if fade_in else volume_factor(self.volume)
            self.paused = False
            self._put(feed)

    def swap(self, feed: Feed) -> bool:
        """Replace the feed at the next sample. Returns False if the new feed is not mixed that far yet."""
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
        """End the feed. Returns True if its fade is still to be heard."""
        with self._lock:
            self._cut()
            if self.feed is not None:
                self.feed.end()
            self.over.set()
            return len(self._fading) > 0

    def take(self, wanted: int) -> bytes:
        """Return up to `wanted` 16-bit samples on each channel. The device adds silence. Never waits long."""
        with self._lock:
            self.asked_times += 1
            first, self._fading = self._fading[:wanted], self._fading[wanted:]
            if self.feed is None or self.paused or self.over.is_set():
                return self._bytes(first)
            wanted -= len(first)
            taken = self.feed.take(wanted)
            if self.feed.is_over:
                self._silence_after_end += wanted - len(taken)
                if self._silence_after_end >= TAIL_SAMPLES or self.feed.fault is not None:
                    self.over.set()
            return self._bytes(first) + self._bytes(self._at_volume(taken))

    def _bytes(self, samples: NDArray[np.int16]) -> bytes:
        return (near_silence(samples) if self.fills_silence else samples).tobytes()

    def _put(self, feed: Feed) -> None:
        if self.feed is not None:
            self.feed.end()
        self.feed = feed
        self._silence_after_end = 0
        self.over.clear()

    def _cut(self) -> None:
        """Keep a fading copy of the next samples. The feed itself does not move."""
        if self.feed is None or self.paused or self.over.is_set() or len(self._fading):
            return  # nothing of this feed was heard since the last cut
        coming = self.feed.peek(FADE_SAMPLES)
        if coming.any():
            self._fading = _times(coming, np.linspace(self._gain, 0, len(coming))).astype(np.int16)

    def _at_volume(self, samples: NDArray[np.int16]) -> NDArray[np.int16]:
        target = volume_factor(self.volume)
        if self._gain == target == 1.0 or not len(samples):
            return samples
        steps = np.arange(1, len(samples) + 1) / FADE_SAMPLES
        gains = np.clip(target, self._gain - steps, self._gain + steps)
        self._gain = float(gains[-1])
        quieter: NDArray[np.int16] = np.round(_times(samples, gains)).astype(np.int16)
        return quieter


def _times(samples: NDArray[np.int16], gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """Multiply each sample by its factor, on one channel or two."""
    return (samples.T * gains).T
