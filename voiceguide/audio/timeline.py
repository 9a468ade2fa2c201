"""The timeline: sounds placed in time, shared by players, exporters and the phone page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.plan import Chapter


PRIVATE = "private-"
"""Prefix of the key of a sound that must not be stored."""


class Sound(Protocol):
    """An audible sound: a clip of speech, a bell."""

    @property
    def key(self) -> str:
        """A name for the content. Two sounds with the same key have the same samples."""

    @property
    def length(self) -> int:
        """The number of samples. Known without reading them."""

    def samples(self) -> NDArray[np.int16]:
        """The samples: mono, at `units.RATE`, shape (length,). Each call may read them from disk."""


class Bed(Protocol):
    """Music or noise under the sounds of a session."""

    @property
    def channels(self) -> int:
        """1 or 2."""

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """`count` samples of the session from `start` on: shape (count, channels), full scale ±1, at `units.RATE`. The
        result does not depend on the block size. Several threads may call it at the same time."""


@dataclass(frozen=True, slots=True)
class ShiftedBed:
    """A `Bed`: another one from a later sample on."""

    bed: Bed
    first: int

    @property
    def channels(self) -> int:
        """The channels of the bed itself."""
        return self.bed.channels

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """Shape (count, channels)."""
        return self.bed.samples(self.first + start, count)


@dataclass(frozen=True, slots=True)
class Placement:
    """A sound at a position."""

    start: int
    """Samples from the start of the session."""
    sound: Sound

    @property
    def end(self) -> int:
        """The first sample after the sound."""
        return self.start + self.sound.length


@dataclass(frozen=True, slots=True)
class Timeline:
    """A session as sound. Placements are sorted by start, and all end within `length`."""

    length: int
    """Samples."""
    placements: tuple[Placement, ...]
    chapters: tuple[Chapter, ...] = ()
    bed: Bed | None = None

    @property
    def channels(self) -> int:
        """1, or 2 for a stereo bed. Each sound is then on both channels."""
        return 1 if self.bed is None else self.bed.channels
