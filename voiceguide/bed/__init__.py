"""Music or noise under a session: where it comes from, how it is looped and levelled, and how it gives way to speech.

A bed that is made by code is one recipe in `made.py`, and a name in MADE. Everything that is read from a file is a
`file.FileBed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from voiceguide.audio.bells import MadeSound, Strokes
from voiceguide.audio.timeline import Bed, Timeline
from voiceguide.errors import BedError

HUSH = "hush"
"""A noise just above nothing that keeps loudspeakers awake. It gives way to nothing."""
MADE = ("brown", "pink", "drone", HUSH)
"""What can be made without a file."""


@dataclass(frozen=True, slots=True)
class BedOptions:
    """What a listener says about what sounds under a session. A bed keeps loudspeakers awake by itself, so there is one
    of the two, or none."""

    bed: str | None = None
    """A name in MADE, or the path of a sound file."""
    wake_tone: bool = False
    """Whether tones wake loudspeakers after long silences."""

    @property
    def file(self) -> Path | None:
        """The bed, if it is a file."""
        return None if self.bed is None or self.bed in MADE else Path(self.bed)

    def lasting(self) -> BedOptions:
        """The same, as it is found from another folder, too."""
        return replace(self, bed=str(self.file.absolute())) if self.file else self


def check_bed(name: str) -> None:
    """Raise BedError for what can be known without reading the file."""
    if name not in MADE and not Path(name).is_file():
        what = "is a folder" if Path(name).is_dir() else "is no file, and nothing that voiceguide can make"
        raise BedError(f"The bed {name!r} {what}.", hint=f"Name a sound file, or one of {', '.join(MADE)}.")


class EndlessBed(Bed, Protocol):
    """A bed at its level, not yet in its place under a session."""

    @property
    def ducks(self) -> bool:
        """Whether it gives way to speech."""


def lay_under(options: BedOptions) -> Callable[[Timeline], Timeline]:
    """What lays it under a timeline. Raises BedError at once where there is no such bed, or it cannot be read."""
    if options.wake_tone:
        from voiceguide.audio.wake_tones import with_wake_tones

        return with_wake_tones
    if options.bed is not None:
        bed = endless_bed(options.bed)
        return lambda timeline: over_bed(timeline, bed)
    return lambda timeline: timeline


def over_bed(timeline: Timeline, bed: EndlessBed) -> Timeline:
    """The timeline over a bed that is faded in and out, and gives way to speech."""
    from voiceguide.bed.ducking import Ducked

    return replace(timeline, bed=Ducked.under(bed, timeline.length, speech_in(timeline) if bed.ducks else ()))


def speech_in(timeline: Timeline) -> Iterator[tuple[int, int]]:
    """Where each clip of speech begins, and the sample after its end."""
    for placement in timeline.placements:
        if not isinstance(placement.sound, MadeSound | Strokes):
            yield placement.start, placement.end


def endless_bed(name: str) -> EndlessBed:
    """The bed of this name, or of the file at this path, at its level and without an end. Raises BedError."""
    check_bed(name)
    if name in MADE:
        from voiceguide.bed.made import made

        return made(name)
    from voiceguide.bed.file import open_file

    return open_file(Path(name))
