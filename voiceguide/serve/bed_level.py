"""The volume of the bed that a visitor chose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.audio.timeline import Bed, Timeline

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class BedAtLevel:
    """A `timeline.Bed`: another bed, louder or softer."""

    bed: Bed
    factor: float

    @property
    def channels(self) -> int:
        """The channels of the bed itself."""
        return self.bed.channels

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """Shape (count, channels)."""
        import numpy as np

        return self.bed.samples(start, count) * np.float32(self.factor)


def at_level(timeline: Timeline, percent: int | None) -> Timeline:
    """The timeline with its bed at a volume in percent of the usual one; without it at 0."""
    if percent is None or timeline.bed is None:
        return timeline
    return replace(timeline, bed=BedAtLevel(timeline.bed, percent / 100) if percent else None)
