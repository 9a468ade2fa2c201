"""Sounds laid on time: what players, exporters and the phone page share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.plan import Chapter


PRIVATE = "private-"
"""Begins the key of a sound of which nothing may be kept."""


class Sound(Protocol):
    """Something that can be heard: a clip of speech, a bell."""

    @property
    def key(self) -> str:
        """A name for its content: two sounds of one key have the same samples."""

    @property
    def length(self) -> int:
        """How many samples it has; known without reading them."""

    def samples(self) -> NDArray[np.int16]:
        """The sound itself: mono, at `units.RATE`, shape (length,). May be read from disk each time."""


class Bed(Protocol):
    """Music or noise under the sounds of a session, as it is heard there."""

    @property
    def channels(self) -> int:
        """1 or 2."""

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """So many from a sample of the session on, shape (count, channels), full scale at ±1, at `units.RATE`. The same
        in whatever pieces they are asked for; may be asked for by several threads at a time."""


@dataclass(frozen=True, slots=True)
class Placement:
    """A sound at its place."""

    start: int
    """Samples from the start of the session."""
    sound: Sound

    @property
    def end(self) -> int:
        """The sample after its last."""
        return self.start + self.sound.length


@dataclass(frozen=True, slots=True)
class Timeline:
    """A session as sound. Placements are in the order of their starts; all end within `length`."""

    length: int
    """Samples."""
    placements: tuple[Placement, ...]
    chapters: tuple[Chapter, ...] = ()
    bed: Bed | None = None

    @property
    def channels(self) -> int:
        """1, or 2 over a bed that has two: then each sound is on both."""
        return 1 if self.bed is None else self.bed.channels
