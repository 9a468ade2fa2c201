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
        """The sound itself: mono, at `plan.RATE`, shape (length,). May be read from disk each time."""


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
