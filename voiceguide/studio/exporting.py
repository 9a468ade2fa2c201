"""A plan becomes files: one sound file or an album, with the texts beside it. It knows nothing of the command line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TypedDict

from voiceguide.audio.timeline import Timeline
from voiceguide.bed import BedOptions, lay_under
from voiceguide.callbacks import Progress
from voiceguide.export import Tags, check_sound_file, suffixes, write
from voiceguide.export.beside import KINDS, TIMED, paths, text
from voiceguide.plan import Plan
from voiceguide.routine import Routine
from voiceguide.storage.atomic_write import atomic_write, check_file
from voiceguide.units import to_seconds

if TYPE_CHECKING:
    from voiceguide.studio.frame_cache import FrameCache

Under = Callable[[Timeline], Timeline]
"""Lays a bed under a timeline, as `bed.lay_under` makes it. One can serve many sessions."""


class PlanRenderer(Protocol):
    """Renders the plans of one routine, as a studio does."""

    routine: Routine
    frames: FrameCache

    def timeline(self, plan: Plan) -> Timeline:
        """The plan as sounds at sample positions."""


class ExportOptions(TypedDict, total=False):
    """The keyword arguments of `Studio.export`."""

    bed: str | BedOptions | Under | None
    """Music or noise under the voice: `brown`, `pink`, `drone`, `hush`, or the path of a sound file."""
    split: Literal["phases", "steps"] | None
    """Make an album with a track for each phase or each step, instead of one file."""
    proof: bool
    """Cut the silences down to a quarter of a second, for a quick check of the words."""
    cover: bool
    """Put a picture of the session into the file. Default: True."""
    beside: tuple[str, ...]
    """Texts to write beside the sound: `handout`, `chapters`, `webvtt`, `lrc`."""
    tags: Tags | None
    """The file's tags. Default: made from the routine and the plan."""
    overwrite: bool
    """Replace files that exist. Default: False."""


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that an export has written."""

    target: Path
    """The sound file, or the album's folder."""
    tracks: tuple[Path, ...]
    """The album's sound files in order; the target alone where there is one file."""
    beside: dict[str, Path]
    """Kind of text -> its file."""
    length: float
    """Seconds of sound."""


@dataclass(frozen=True, slots=True)
class Export:
    """One export: its target and its options. `check` first, before anything slow is done for it."""

    target: Path
    bed: str | BedOptions | Under | None = None
    split: Literal["phases", "steps"] | None = None
    proof: bool = False
    cover: bool = True
    beside: tuple[str, ...] = ()
    tags: Tags | None = None
    overwrite: bool = False
    _texts: dict[str, Path] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Raises ValueError for options that exclude each other or do not exist."""
        if isinstance(self.beside, str):
            raise ValueError(f"beside={self.beside!r}: give a tuple of names, such as ({self.beside!r},)")  # noqa: TRY004
        unknown = next((kind for kind in self.beside if kind not in KINDS), None)
        if unknown is not None:
            raise ValueError(f"beside: {unknown!r} is not one of {', '.join(KINDS)}")
        timed = next((kind for kind in self.beside if kind in TIMED), None)
        if self.split and timed:
            raise ValueError(f"{timed} tells the times of one file: leave out split, or {timed}")
        if self.proof and "handout" in self.beside:
            raise ValueError("a handout tells the times of the session itself: make it without proof")
        if self.split not in (None, "phases", "steps"):
            raise ValueError(f"split: {self.split!r} is not one of 'phases', 'steps'")
        if self.split and self.target.suffix.lower() in suffixes():
            raise ValueError(f"split makes a folder of MP3 files, and {self.target.name} is the name of a file")
        self._texts.update(paths(self.target, self.beside))

    def check(self) -> None:
        """Raise OutputError, BedError for everything that can be known before the session is made."""
        if self.split:
            from voiceguide.storage.atomic_folder import check_folder

            check_folder(self.target, overwrite=self.overwrite)
        else:
            check_sound_file(self.target, overwrite=self.overwrite)
        for path in self._texts.values():
            check_file(path, overwrite=self.overwrite)

    def run(self, studio: PlanRenderer, plan: Plan, progress: Progress | None = None) -> Exported:
        """Write all files, each whole or not at all. Raises OutputError, BedError, SpeechError."""
        self.check()
        under = under_of(self.bed)
        if self.proof:
            from voiceguide.export.proof import proof

            plan = proof(plan)
        timeline = under(studio.timeline(plan))
        tags = self.tags or session_tags(studio.routine, plan, studio.frames, cover=self.cover)
        texts = {path: text(kind, plan, studio.routine, album=bool(self.split)) for kind, path in self._texts.items()}
        tracks = self._write(timeline, plan, tags, progress, studio.frames)
        for path, content in texts.items():
            with atomic_write(path, overwrite=self.overwrite) as file:
                file.write(content.encode())
        return Exported(self.target, tracks, dict(self._texts), to_seconds(timeline.length))

    def _write(
        self, timeline: Timeline, plan: Plan, tags: Tags, progress: Progress | None, frames: FrameCache
    ) -> tuple[Path, ...]:
        if self.split is None:
            write(timeline, self.target, tags, overwrite=self.overwrite, progress=progress, store=frames)
            return (self.target,)
        from voiceguide.export.album import export_album

        return tuple(
            export_album(
                timeline,
                plan,
                self.target,
                tags,
                split=self.split,
                overwrite=self.overwrite,
                progress=progress,
                store=frames,
            )
        )


def under_of(bed: str | BedOptions | Under | None) -> Under:
    """The function that lays a bed under a timeline. Raises BedError where the bed is missing or cannot be read."""
    if bed is None or isinstance(bed, str):
        bed = BedOptions(bed or None)
    return lay_under(bed) if isinstance(bed, BedOptions) else bed


def session_tags(routine: Routine, plan: Plan, frames: FrameCache | None, *, cover: bool = True) -> Tags:
    """The tags of a session's file. The picture of a session for a client never reaches the cache."""
    from voiceguide.export.tags import tags_of

    picture = b""
    if cover:
        from voiceguide.export.cover import cover as draw

        picture = draw(plan, store=None if plan.client or plan.note else frames)
    return tags_of(routine, plan, cover=picture)
