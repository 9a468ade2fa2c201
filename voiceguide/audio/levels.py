"""The levels of the voice, the bells and the bed of a session, against the usual ones."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from voiceguide.audio.bells import is_answer, is_bell
from voiceguide.audio.timeline import Placement

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.audio.timeline import Bed, Sound, Timeline

Group = Literal["voice", "bells", "bed"]
"""The sounds that have one level. The sounds that answer a press have none: they are always heard."""
STEP_DECIBELS = 3.0
QUIETEST_DECIBELS, LOUDEST_DECIBELS = -18.0, 6.0
"""The range of each level. A louder sound goes through the limiter of speech, so that it does not clip."""


@dataclass(frozen=True, slots=True)
class Levels:
    """Decibels for each group of sounds; 0 is the usual level."""

    voice: float = 0.0
    bells: float = 0.0
    bed: float = 0.0

    def turned(self, group: Group, steps: int) -> Levels:
        """The levels after some steps up or down, within the range."""
        wanted = getattr(self, group) + steps * STEP_DECIBELS
        return replace(self, **{group: min(LOUDEST_DECIBELS, max(QUIETEST_DECIBELS, wanted))})

    def of(self, sound: Sound) -> float:
        """The decibels of a sound."""
        if is_answer(sound):
            return 0.0
        return self.bells if is_bell(sound) else self.voice


USUAL = Levels()


@dataclass(frozen=True, slots=True)
class SoundAtLevel:
    """A `timeline.Sound`: another sound, louder or softer."""

    sound: Sound
    decibels: float

    @property
    def key(self) -> str:
        """The key of the sound and its level."""
        return f"{self.sound.key}@{self.decibels:g}"

    @property
    def length(self) -> int:
        """Samples."""
        return self.sound.length

    def samples(self) -> NDArray[np.int16]:
        """Mono, at RATE, shape (length,)."""
        import numpy as np

        from voiceguide.audio.clip import level, to_int16

        sound = self.sound.samples().astype(np.float32) / np.float32(32767)
        made = level(sound, self.decibels) if self.decibels > 0 else sound * np.float32(10 ** (self.decibels / 20))
        return to_int16(made)


@dataclass(frozen=True, slots=True)
class BedAtLevel:
    """A `timeline.Bed`: another bed, louder or softer."""

    bed: Bed
    decibels: float

    @property
    def channels(self) -> int:
        """The channels of the bed itself."""
        return self.bed.channels

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        """Shape (count, channels)."""
        import numpy as np

        return self.bed.samples(start, count) * np.float32(10 ** (self.decibels / 20))


def at_levels(timeline: Timeline, levels: Levels) -> Timeline:
    """The timeline with these levels."""
    if levels == USUAL:
        return timeline
    placements = tuple(_at(levels.of(each.sound), each) for each in timeline.placements)
    bed = timeline.bed
    if bed is not None and levels.bed:
        bed = BedAtLevel(bed, levels.bed)
    return replace(timeline, placements=placements, bed=bed)


def _at(decibels: float, placement: Placement) -> Placement:
    return Placement(placement.start, SoundAtLevel(placement.sound, decibels)) if decibels else placement
