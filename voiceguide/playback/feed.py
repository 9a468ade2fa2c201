"""A timeline's samples, mixed ahead by a thread of their own, so that a slow disk is not heard."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

import numpy as np

from voiceguide.audio import mix
from voiceguide.units import to_samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from voiceguide.audio.timeline import Timeline

BLOCK = to_samples(0.1)
BLOCKS_AHEAD = 20
"""Two seconds."""


class Feed:
    """Gives the samples of a timeline from `start` on, each once. Whoever makes one ends it."""

    def __init__(self, timeline: Timeline, start: int = 0) -> None:
        self.position = start
        """The sample that comes next."""
        self.fault: BaseException | None = None
        """What ended the mixing too soon: what reading a sound raised."""
        self.channels = timeline.channels
        self._length = timeline.length
        self._ready: deque[NDArray[np.int16]] = deque()
        self._changed = threading.Condition()
        self._ended = False
        threading.Thread(target=self._mix, args=(timeline, start), name="voiceguide mixer", daemon=True).start()

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to come."""
        return self._ended or self.position >= self._length

    def end(self) -> None:
        """Give nothing more."""
        with self._changed:
            self._ended = True
            self._ready.clear()
            self._changed.notify_all()

    def wait_until_at(self, position: int) -> None:
        """Come back when the samples up to there are mixed, or as far as they are mixed ahead."""
        wanted = min(position, self._length)
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._is_full() or self._mixed() >= wanted)

    def peek(self, wanted: int) -> NDArray[np.int16]:
        """The next samples, left where they are; fewer where no more are ready. Shape (up to `wanted`,), or (…, 2)
        where the timeline has two channels."""
        parts = [np.zeros((0, 2) if self.channels == 2 else 0, np.int16)]
        with self._changed:
            for block in self._ready:
                parts.append(block[:wanted])
                wanted -= len(parts[-1])
                if not wanted:
                    break
        return np.concatenate(parts)

    def take(self, wanted: int) -> NDArray[np.int16]:
        """As `peek`, and goes on behind them. Never waits for the mixer."""
        taken = self.peek(wanted)
        self.skip(len(taken))
        return taken

    def skip(self, samples: int) -> int:
        """Go on by so many samples, or as many as are ready; how many they were."""
        left = samples
        with self._changed:
            while left and self._ready:
                block = self._ready.popleft()
                if len(block) > left:
                    self._ready.appendleft(block[left:])
                left -= min(left, len(block))
            self.position += samples - left
            self._changed.notify_all()
        return samples - left

    def _mixed(self) -> int:
        return self.position + sum(len(block) for block in self._ready)

    def _is_full(self) -> bool:
        return len(self._ready) >= BLOCKS_AHEAD

    def _mix(self, timeline: Timeline, start: int) -> None:
        try:
            for block in mix.blocks(timeline, start, BLOCK):
                with self._changed:
                    self._changed.wait_for(lambda: self._ended or not self._is_full())
                    if self._ended:
                        return
                    self._ready.append(block)
                    self._changed.notify_all()
        except BaseException as error:  # noqa: BLE001 - raised by the player's wait()
            self.fault = error
            self.end()
