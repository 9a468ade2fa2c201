"""A deep buffer: two seconds of sound are given away, and a press replaces them from the next moment on.

The samples that were given away are kept until they are heard, so that each cut fades and each change of volume begins
where it should.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from voiceguide.playback.fader import FADE_SAMPLES, volume_factor
from voiceguide.playback.near_silence import near_silence
from voiceguide.units import to_samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.playback.feed import Feed

DEPTH_SAMPLES = to_samples(2.0)
"""The samples that are given away ahead of the loudspeaker."""
KEPT_SAMPLES = to_samples(0.5)
"""The samples that are kept after they were heard."""


class Output(Protocol):
    """The part of a stream that is used. An index counts the samples of the stream."""

    written: int
    """The end of all that was written."""

    def write(self, index: int, samples: NDArray[np.int16]) -> None:
        """Put samples at an index, in place of those that stand there."""

    def heard(self) -> int:
        """The index that is heard now. It goes on in silence where nothing was written."""

    def changeable(self) -> int:
        """The first index that can still be replaced."""


class DeepBuffer:
    """Plays one feed at a time. The owner holds a lock around every call."""

    def __init__(self, output: Output, channels: int, *, lead_in: int = 0, fills_silence: bool = False) -> None:
        """`lead_in` is the number of silent samples before the first feed. `fills_silence` puts near-silence in place
        of silence."""
        self._output = output
        self._channels = channels
        self.fills_silence = fills_silence
        """True puts near-silence in place of silence."""
        self.volume = 0.0
        """Decibels, 0 or less."""
        self.feed: Feed | None = None
        """The current feed. None if nothing plays."""
        self._first = self._end = output.changeable()
        """The indexes of the kept samples: the first one, and the one behind the last."""
        self._kept = self._zeros(0)
        """Samples without volume, from `_first` to `_end`."""
        self._gains = np.zeros(0)
        """Their volumes, as factors."""
        self._fades = np.zeros(0)
        """Their fades, as factors: below 1 at the beginning of a feed and at the end of one that was cut."""
        self._gain = 1.0
        """The factor of the last sample."""
        self._begun_index, self._begun_position = self._end, 0
        """An index, and the sample of the timeline there."""
        self._earliest = 0
        """The least position."""
        self._put(self._zeros(lead_in), np.ones(lead_in))
        self._led_in = self._end
        """The index before which nothing is replaced."""

    @property
    def position(self) -> int:
        """The sample of the timeline at which a change would be heard."""
        return self._position_at(self._changeable())

    @property
    def is_over(self) -> bool:
        """True once all of the feed has been heard."""
        feed = self.feed
        return feed is None or (feed.is_over and self._output.heard() >= self._end)

    @property
    def is_silent(self) -> bool:
        """True once all that was given away has been heard, but for silence at its end."""
        return self._output.heard() >= self._end

    def fill(self) -> None:
        """Give away the next samples of the feed, as far as they are ready."""
        self._forget_heard()
        if self.feed is None or self.feed.is_over:
            return
        index = self._changeable()
        if index > self._end:  # the mixer was late: silence is heard in place of the next samples
            self._drop_from(index)
            self._begun_index, self._begun_position = index, self.feed.position
        samples = self.feed.take(max(0, DEPTH_SAMPLES - (self._end - self._output.heard())))
        self._put(samples, self._gains_for(len(samples)))

    def play(self, feed: Feed, *, fade_in: bool) -> None:
        """Fade out the current feed and begin this one."""
        self._cut()
        self._begin(feed, self._end)
        self._earliest = feed.position
        self._gain = self._factor
        self._take_all(feed, fade_in=fade_in)

    def go_on_with(self, feed: Feed, index: int) -> None:
        """Replace the current feed at an index that is still to be heard. Both have the same samples there."""
        index += feed.skip(max(0, self._changeable() - index))
        self._drop_from(index)
        self._begin(feed, index)
        self._take_all(feed)

    def ahead(self, samples: int) -> tuple[int, int]:
        """The index and the position of the timeline that are heard so many samples after the next change."""
        index = min(self._changeable() + samples, self._end)
        return index, self._position_at(index)

    def stop(self) -> int:
        """Fade out the current feed and end it. Returns its position."""
        position = self.position
        self._cut()
        self._cover()
        if self.feed is not None:
            self.feed.end()
        self.feed = None
        return position

    def change_volume(self, decibels: float) -> None:
        """Change the volume of all that is still to be heard."""
        self.volume = decibels
        index = self._changeable()
        coming = slice(max(0, index - self._first), None)
        kept, fades = self._kept[coming], self._fades[coming]
        if len(kept):
            self._drop_from(index)
            self._put(kept, self._gains_for(len(kept)), fades)

    @property
    def _factor(self) -> float:
        return volume_factor(self.volume)

    def _changeable(self) -> int:
        return max(self._output.changeable(), self._led_in)

    def _position_at(self, index: int) -> int:
        position = self._begun_position + min(index, self._end) - self._begun_index
        return max(self._earliest, position)

    def _begin(self, feed: Feed, index: int) -> None:
        if self.feed is not None:
            self.feed.end()
        self.feed = feed
        self._begun_index, self._begun_position = index, feed.position

    def _take_all(self, feed: Feed, *, fade_in: bool = False) -> None:
        samples = feed.take(DEPTH_SAMPLES)
        rising = np.clip(np.arange(1, len(samples) + 1) / FADE_SAMPLES, 0, 1) if fade_in else np.ones(len(samples))
        self._put(samples, self._gains_for(len(samples)), rising)
        if fade_in and len(samples) < FADE_SAMPLES:  # the rest of the rise, once there is more
            self._gain *= len(samples) / FADE_SAMPLES
        self._cover()

    def _cut(self) -> None:
        """Drop the samples that can still be replaced, but for a fading end."""
        index = self._changeable()
        coming = slice(max(0, index - self._first), max(0, index - self._first) + FADE_SAMPLES)
        samples, gains, fades = self._kept[coming], self._gains[coming], self._fades[coming]
        self._drop_from(index)
        if samples.any():
            falling = np.clip(fades[0] - np.linspace(0, 1, len(fades)), 0, None)
            self._put(samples, gains, np.minimum(fades, falling))  # a part that fades already fades on

    def _drop_from(self, index: int) -> None:
        """Forget the samples from an index on. The next ones stand there."""
        left = max(0, index - self._first)
        self._kept, self._gains, self._fades = self._kept[:left], self._gains[:left], self._fades[:left]
        if index != self._first + len(self._kept):
            self._first, self._kept, self._gains, self._fades = index, self._zeros(0), np.zeros(0), np.zeros(0)
        self._end = index
        self._gain = float(self._gains[-1]) if len(self._gains) else self._factor

    def _put(
        self, samples: NDArray[np.int16], gains: NDArray[np.float64], fades: NDArray[np.float64] | None = None
    ) -> None:
        """Write samples at the end."""
        if not len(samples):
            return
        fades = np.ones(len(samples)) if fades is None else fades
        self._kept = np.concatenate([self._kept, samples])
        self._gains = np.concatenate([self._gains, gains])
        self._fades = np.concatenate([self._fades, fades])
        self._gain = float(gains[-1])
        factors = gains * fades
        self._write(
            self._end, samples if (factors == 1.0).all() else np.round((samples.T * factors).T).astype(np.int16)
        )
        self._end += len(samples)

    def _cover(self) -> None:
        """Put silence on what is left of replaced samples."""
        self._write(self._end, self._zeros(max(0, self._output.written - self._end)))

    def _write(self, index: int, samples: NDArray[np.int16]) -> None:
        if len(samples):
            self._output.write(index, near_silence(samples) if self.fills_silence else samples)

    def _gains_for(self, count: int) -> NDArray[np.float64]:
        """The factors of the next samples: from the present one to that of the volume."""
        steps = np.arange(1, count + 1) / FADE_SAMPLES
        gains: NDArray[np.float64] = np.clip(self._factor, self._gain - steps, self._gain + steps)
        return gains

    def _forget_heard(self) -> None:
        """Drop samples that were heard, but for the last ones."""
        old = min(self._output.heard() - KEPT_SAMPLES, self._end) - self._first
        if old > 0:
            self._first, self._kept = self._first + old, self._kept[old:]
            self._gains, self._fades = self._gains[old:], self._fades[old:]

    def _zeros(self, count: int) -> NDArray[np.int16]:
        return np.zeros((count, self._channels) if self._channels > 1 else count, np.int16)
