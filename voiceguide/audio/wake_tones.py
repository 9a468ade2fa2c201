"""Soft tones that wake a loudspeaker before it has to speak.

Loudspeakers and headphones on Bluetooth switch their amplifier off in silence, some after five seconds, some after
minutes, and swallow the first syllable while it comes on again. A bed keeps them awake; a tone wakes them before each
sound that comes after a long silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from voiceguide.audio.bells import sound
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.units import to_samples

SILENCE = to_samples(10.0)
"""Samples of silence after which a loudspeaker may sleep."""
AHEAD = to_samples(0.5)
"""Samples from the start of the tone to that of the sound it is for."""


def with_wake_tones(timeline: Timeline) -> Timeline:
    """The timeline with a tone ahead of each sound after a long silence. None is before the very first sound, where the
    session has no room for it."""
    return replace(timeline, placements=tuple(_woken(timeline)))


def _woken(timeline: Timeline) -> Iterator[Placement]:
    end = 0
    for placement in timeline.placements:
        if placement.start - end >= SILENCE:
            yield Placement(placement.start - AHEAD, sound("wake"))
        yield placement
        end = max(end, placement.end)
