"""The samples of a timeline. A thread mixes them ahead, so that a slow disk causes no gap."""

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

BLOCK_SAMPLES = to_samples(0.1)
BLOCKS_AHEAD = 20
"""Two seconds."""


class Feed:
    """Returns each sample of a timeline once, from `start` on. The owner must call `end`."""

    def __init__(self, timeline: Timeline, start: int = 0) -> None:
        self.position = start
        """The next sample."""
        self.fault: BaseException | None = None
        """The exception that ended the mixing early, raised while reading a sound."""
        self.channels = timeline.channels
        self._length = timeline.length
        self._ready: deque[NDArray[np.int16]] = deque()
        self._changed = threading.Condition()
        self._ended = False
        threading.Thread(target=self._mix, args=(timeline, start), name="voiceguide mixer", daemon=True).start()

    @property
    def is_over(self) -> bool:
        """True if no samples are left."""
        return self._ended or self.position >= self._length

    def end(self) -> None:
        """Stop. No more samples are returned."""
        with self._changed:
            self._ended = True
            self._ready.clear()
            self._changed.notify_all()

    def wait_until_at(self, position: int) -> None:
        """Return once the samples up to `position` are mixed, or the mixer is as far ahead as it gets."""
        wanted = min(position, self._length)
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._is_full() or self._mixed() >= wanted)

    def peek(self, wanted: int) -> NDArray[np.int16]:
        """Return the next samples without moving on; fewer if fewer are ready. Shape (up to `wanted`,), or (…, 2) for a
        timeline with two channels."""
        parts = [np.zeros((0, 2) if self.channels == 2 else 0, np.int16)]
        with self._changed:
            for block in self._ready:
                parts.append(block[:wanted])
                wanted -= len(parts[-1])
                if not wanted:
                    break
        return np.concatenate(parts)

    def take(self, wanted: int) -> NDArray[np.int16]:
        """Return the next samples and move on. Never waits for the mixer."""
        taken = self.peek(wanted)
        self.skip(len(taken))
        return taken

    def skip(self, samples: int) -> int:
        """Move on by a number of samples, or by as many as are ready. Returns that number."""
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
            for block in mix.blocks(timeline, start, BLOCK_SAMPLES):
                with self._changed:
                    self._changed.wait_for(lambda: self._ended or not self._is_full())
                    if self._ended:
                        return
                    self._ready.append(block)
                    self._changed.notify_all()
        except BaseException as error:  # noqa: BLE001 - raised by the player's wait()
            self.fault = error
            self.end()
