"""Adds soft tones that wake a loudspeaker before it has to speak.

Bluetooth loudspeakers and headphones switch off their amplifier in silence, some after five seconds, some after
minutes, and miss the first syllable while it switches on again. A bed prevents this. Without a bed, a tone before each
sound that follows a long silence does.
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
"""Samples from the start of the tone to the start of the sound."""


def with_wake_tones(timeline: Timeline) -> Timeline:
    """The timeline with a tone before each sound that follows a long silence. The first sound has none, since the
    session has no room for it."""
    return replace(timeline, placements=tuple(_woken(timeline)))


def _woken(timeline: Timeline) -> Iterator[Placement]:
    end = 0
    for placement in timeline.placements:
        if placement.start - end >= SILENCE:
            yield Placement(placement.start - AHEAD, sound("wake"))
        yield placement
        end = max(end, placement.end)
