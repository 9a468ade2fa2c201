"""Cues become a timeline of sounds. It knows nothing of fitting or files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from voiceguide.audio.timeline import Placement, Sound, Timeline
from voiceguide.fit.speech import join_after
from voiceguide.plan import Chapter, Cue


def timeline_of(
    length: int, cues: Iterable[Cue], sound_of: Callable[[str], Sound], chapters: tuple[Chapter, ...] = ()
) -> Timeline:
    """A timeline of `length` samples with these cues; `sound_of` gives the sound of an utterance."""
    return Timeline(length, tuple(placements(cues, sound_of)), chapters)


def placements(cues: Iterable[Cue], sound_of: Callable[[str], Sound]) -> Iterator[Placement]:
    """Each sound of these cues at its sample."""
    from voiceguide.audio.bells import sound

    for cue in cues:
        start = cue.start
        if cue.kind in ("bell", "tick"):
            yield from (Placement(start, sound(name)) for name in cue.parts)
            continue
        for part in cue.parts:
            clip = sound_of(part)
            yield Placement(start, clip)
            start += clip.length + join_after(part)
