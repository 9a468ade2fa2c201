"""Cues become a timeline of sounds. It knows nothing of fitting or files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from voiceguide.audio.bells import OwnBell, sound
from voiceguide.audio.timeline import Placement, Sound, Timeline
from voiceguide.fit.speech import join_after
from voiceguide.plan import Chapter, Cue


def timeline_of(
    length: int,
    cues: Iterable[Cue],
    sound_of: Callable[[str], Sound],
    chapters: tuple[Chapter, ...] = (),
    bell_of: Callable[[str], Sound] = sound,
) -> Timeline:
    """A timeline of `length` samples with these cues; `sound_of` gives the sound of an utterance, `bell_of` that of a
    bell or a tick. A bell of the listener's own ends with the timeline at the latest."""
    placed = (_within(each, length) for each in placements(cues, sound_of, bell_of))
    return Timeline(length, tuple(placed), chapters)


def _within(placement: Placement, length: int) -> Placement:
    bell = placement.sound
    if placement.end <= length or not isinstance(bell, OwnBell):
        return placement
    return Placement(placement.start, bell.shortened(length - placement.start))


def placements(
    cues: Iterable[Cue], sound_of: Callable[[str], Sound], bell_of: Callable[[str], Sound] = sound
) -> Iterator[Placement]:
    """Each sound of these cues at its sample."""
    for cue in cues:
        start = cue.start
        if cue.kind in ("bell", "tick"):
            yield from (Placement(start, bell_of(name)) for name in cue.parts)
            continue
        for part in cue.parts:
            clip = sound_of(part)
            yield Placement(start, clip)
            start += clip.length + join_after(part)
