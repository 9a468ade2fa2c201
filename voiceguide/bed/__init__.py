"""Music or noise under a session: made or read from a file, looped, levelled, and ducked under speech.

It knows nothing of scripts, speech engines or export formats. A generated bed is one recipe in `generated.py` and a
name in GENERATED. A bed from a file is a `file.FileBed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from voiceguide.audio.bells import is_bell
from voiceguide.audio.levels import BedAtLevel
from voiceguide.audio.timeline import Bed, Timeline
from voiceguide.errors import BedError

KEEP_AWAKE = "hush"
"""A barely audible noise that keeps loudspeakers awake. It is never ducked."""
GENERATED = ("brown", "pink", "drone", KEEP_AWAKE)
"""The beds that need no file."""


@dataclass(frozen=True, slots=True)
class BedOptions:
    """The listener's choice of a bed or wake tones. Never both, because a bed keeps loudspeakers awake by itself."""

    bed: str | None = None
    """A name in GENERATED, or the path of a sound file."""
    wake_tone: bool = False
    """True if tones wake loudspeakers after long silences."""
    silent: bool = False
    """True if the listener asked for no bed."""
    balance: float | None = None
    """Decibels of the voice against the bed; 0 if None."""

    def preferring(self, preferred: str | None, balance: float | None = None) -> BedOptions:
        """The same options, with the bed and the balance that the script prefers if the listener chose nothing."""
        chosen = self.bed is not None or self.wake_tone or self.silent
        bed = self.bed if chosen or not preferred else preferred
        return replace(self, bed=bed, balance=balance if self.balance is None else self.balance)

    @property
    def file(self) -> Path | None:
        """The path of the bed, if it is a file."""
        return None if self.bed is None or self.bed in GENERATED else Path(self.bed)

    def lasting(self) -> BedOptions:
        """The same options with an absolute path, valid in any working folder."""
        return replace(self, bed=str(self.file.absolute())) if self.file else self


def check_bed(name: str) -> None:
    """Raise BedError for any fault that shows without reading the file."""
    if name not in GENERATED and not Path(name).is_file():
        what = "is a folder" if Path(name).is_dir() else "is neither a file nor the name of a bed"
        raise BedError(f"The bed {name!r} {what}.", hint=f"Name a sound file, or one of {', '.join(GENERATED)}.")


class EndlessBed(Bed, Protocol):
    """A levelled bed without an end, not yet faded or ducked."""

    @property
    def ducks(self) -> bool:
        """True if the bed is ducked under speech."""


def lay_under(options: BedOptions) -> Callable[[Timeline], Timeline]:
    """A function that adds the bed or the wake tones to a timeline. Raises BedError for a bed that cannot be read."""
    if options.wake_tone:
        from voiceguide.audio.wake_tones import with_wake_tones

        return with_wake_tones
    if options.bed is not None:
        bed = balanced_bed(options)
        return lambda timeline: over_bed(timeline, bed)
    return lambda timeline: timeline


def over_bed(timeline: Timeline, bed: EndlessBed) -> Timeline:
    """The timeline with the bed, faded in and out and ducked under speech."""
    from voiceguide.bed.ducking import Ducked

    return replace(timeline, bed=Ducked.under(bed, timeline.length, speech_in(timeline) if bed.ducks else ()))


def speech_in(timeline: Timeline) -> Iterator[tuple[int, int]]:
    """The start of each clip of speech, and the first sample after it."""
    for placement in timeline.placements:
        if not is_bell(placement.sound):
            yield placement.start, placement.end


@dataclass(frozen=True, slots=True)
class _EndlessAtLevel(BedAtLevel):
    """An `EndlessBed`: another one, louder or softer."""

    bed: EndlessBed

    @property
    def ducks(self) -> bool:
        """True if the bed itself is ducked."""
        return self.bed.ducks


def balanced_bed(options: BedOptions) -> EndlessBed:
    """The bed of these options at its level against the voice. Raises BedError."""
    assert options.bed is not None
    bed = endless_bed(options.bed)
    return _EndlessAtLevel(bed, -options.balance) if options.balance else bed


def endless_bed(name: str) -> EndlessBed:
    """The bed of this name, or of the file at this path, levelled and endless. Raises BedError."""
    check_bed(name)
    if name in GENERATED:
        from voiceguide.bed.generated import generate

        return generate(name)
    from voiceguide.bed.file import open_file

    return open_file(Path(name))
