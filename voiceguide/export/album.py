"""A session as an album: a folder of numbered tracks that play as one, and a playlist.

For players that hide chapters; with one track a step, a headset's "next track" is "next step". The tracks are cut in
silence, a little before their first word, and at multiples of an MP3 frame: so every frame of the one MP3 file is in
one of them, at the same distance from the others, and nothing is encoded twice. Each file says in its header how
many of its samples count; a player that heeds it plays the album to the sample as the session is.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import export
from voiceguide.audio.timeline import Bed, Placement, Sound, Timeline
from voiceguide.callbacks import Progress
from voiceguide.errors import OutputError
from voiceguide.export import FrameStore, Tags
from voiceguide.export.mp3_frames import SAMPLES
from voiceguide.language import load
from voiceguide.plan import Cue, Plan
from voiceguide.storage.atomic_folder import atomic_folder
from voiceguide.storage.atomic_folder import check_folder as check_folder
from voiceguide.units import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAD = 3
"""MP3 frames (78 ms) of the silence before a track's first word that go with it: what LAME makes of a hard start
begins before it."""

BEGINS = ("phase", "safety", "switch")
"""Kinds of cues that are said before a step and belong to it."""

NAME_CHARACTERS = 60
"""The longest name of a track in the folder, without its number and suffix. The whole title stands in its tags."""

PLAYLIST_CHARACTERS = 2**20
"""What is longer is no playlist of ours."""

MARK = "# Written by voiceguide. What is listed here is replaced when the album is exported again."


@dataclass(frozen=True, slots=True)
class Track:
    """A part of a session, in samples."""

    title: str
    start: int
    end: int


def export_album(
    timeline: Timeline,
    plan: Plan,
    folder: Path,
    tags: Tags,
    *,
    split: str = "phases",
    overwrite: bool,
    progress: Progress | None = None,
    store: FrameStore | None = None,
    suffix: str = ".mp3",
) -> list[Path]:
    """Write the session into a folder, one track for each phase or each doing of a step; the tracks' paths, in order.

    `tags` are the session's; each track has its own title, number and words. The folder appears whole or not at all.
    Raises OutputError where it has files in it (unless `overwrite`: then those of an earlier album are replaced, and no
    others), or cannot be written.
    """
    cutter = _Cutter(timeline)
    cut = list(_tracks(cutter, plan, split))
    names = [_file_name(number, len(cut), track.title) + suffix for number, track in enumerate(cut, 1)]
    with atomic_folder(folder, overwrite=overwrite, ours=_ours) as part:
        for number, (track, name) in enumerate(zip(cut, names, strict=True), 1):
            try:
                export.write(
                    cutter.part(track.start, track.end),
                    part / name,
                    _tags(tags, plan, track, number, len(cut)),
                    overwrite=False,
                    progress=_all_progress(progress, track, timeline),
                    store=store,
                )
            except OutputError as error:  # said of the folder as its user knows it
                raise OutputError(error.message.replace(str(part), str(folder)), error.hint) from error
        playlist = part / (_file_name(0, len(cut), plan.title) + ".m3u8")
        playlist.write_text(_playlist(plan.title, cut, names), "utf-8", newline="\n")
    return [folder / name for name in names]


def _tracks(cutter: _Cutter, plan: Plan, split: str) -> Iterator[Track]:
    """The session in parts, without a gap between them. The first begins with the session; silence belongs to the
    track before it."""
    heads = list(SPLITS[split](plan)) or [(plan.title, 0)]
    cuts = [0, *(cutter.silent_before(start) for _, start in heads[1:]), plan.length]
    for (title, _), (start, end) in zip(heads, pairwise(cuts), strict=True):
        yield Track(title, start, end)


def _phases(plan: Plan) -> Iterator[tuple[str, int]]:
    """Title and start of each phase."""
    return ((chapter.title, chapter.start) for chapter in plan.chapters)


def _steps(plan: Plan) -> Iterator[tuple[str, int]]:
    """Title and start of each doing of a step."""
    pack, before = load(plan.language), 0
    for step in plan.steps:
        said = (cue.start for cue in _cues(plan, before, step.start) if cue.kind in BEGINS)
        side = f"{pack.side('side', step.side)}: " if step.side else ""
        times = f" ({step.round})" if step.round > 1 else ""
        yield f"{side}{step.text}{times}", min(said, default=step.start)
        before = step.end


def _cues(plan: Plan, start: int, end: int) -> Sequence[Cue]:
    """The cues that begin in a part of the session."""
    first, last = (bisect_left(plan.cues, at, key=lambda cue: cue.start) for at in (start, end))
    return plan.cues[first:last]


SPLITS: dict[str, Callable[[Plan], Iterator[tuple[str, int]]]] = {"phases": _phases, "steps": _steps}
"""What may be a track of its own."""


@dataclass(frozen=True)
class _Cutter:
    """Cuts a timeline. A long one is cut often: so nothing is looked for from its beginning."""

    timeline: Timeline

    @cached_property
    def starts(self) -> list[int]:
        """Of all sounds, rising."""
        return [placement.start for placement in self.timeline.placements]

    @cached_property
    def ends(self) -> list[int]:
        """For each sound, the sample at which it and all before it have ended."""
        return list(accumulate((placement.end for placement in self.timeline.placements), max))

    def silent_before(self, start: int) -> int:
        """Where to cut before what is said at `start`: a little ahead of it, if nothing is heard there."""
        before = bisect_left(self.starts, start)
        heard = self.ends[before - 1] if before else 0
        cuts = ((start // SAMPLES - lead) * SAMPLES for lead in range(LEAD, -1, -1))
        return next((cut for cut in cuts if heard <= cut), start // SAMPLES * SAMPLES)

    def part(self, start: int, end: int) -> Timeline:
        """What is heard between two samples."""
        placed = []
        sounding = slice(bisect_right(self.ends, start), bisect_left(self.starts, end))
        for placement in self.timeline.placements[sounding]:
            first, last = max(placement.start, start), min(placement.end, end)
            if (first, last) == (placement.start, placement.end):
                placed.append(Placement(first - start, placement.sound))
            elif first < last:
                part = _PartOf(placement.sound, first - placement.start, last - placement.start)
                placed.append(Placement(first - start, part))
        bed = self.timeline.bed
        return Timeline(end - start, tuple(placed), bed=bed and _PartOfBed(bed, start))


@dataclass(frozen=True, slots=True)
class _PartOf:
    """A part of a sound that goes on over a cut."""

    whole: Sound
    start: int
    end: int

    @property
    def key(self) -> str:
        return f"{self.whole.key}[{self.start}:{self.end}]"

    @property
    def length(self) -> int:
        return self.end - self.start

    def samples(self) -> NDArray[np.int16]:
        return self.whole.samples()[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _PartOfBed:
    """A bed from some sample on."""

    whole: Bed
    start: int

    @property
    def channels(self) -> int:
        return self.whole.channels

    def samples(self, start: int, count: int) -> NDArray[np.float32]:
        return self.whole.samples(self.start + start, count)


def _tags(tags: Tags, plan: Plan, track: Track, number: int, count: int) -> Tags:
    """What one file says about itself: its own title and words, and the session as its album."""
    words = [cue.text for cue in _cues(plan, track.start, track.end) if cue.text]
    album = tags.title if tags.album in ("", tags.title) else f"{tags.title} ({tags.album})"
    return replace(tags, title=track.title, album=album, lyrics="\n".join(words), track=number, tracks=count)


def _all_progress(progress: Progress | None, track: Track, timeline: Timeline) -> Progress | None:
    """Progress in a track, told as progress in the session."""
    if progress is None:
        return None
    return lambda done, total: progress(track.start + done, timeline.length)


def _file_name(number: int, count: int, title: str) -> str:
    """A name that every system takes, and that sorts in the order of playing; the suffix is left to the caller."""
    digits = max(2, len(str(count)))
    words = unicodedata.normalize("NFC", title).replace(":", " -")
    words = "".join(" " if c in '<>"/\\|?*%#' or not c.isprintable() else c for c in words)
    short = " ".join(words.split())
    if len(short) > NAME_CHARACTERS:
        short = short[: NAME_CHARACTERS + 1].rsplit(" ", 1)[0][:NAME_CHARACTERS]
    return f"{number:0{digits}} {short.rstrip(' .-,')}".rstrip()


def _playlist(title: str, cut: list[Track], names: list[str]) -> str:
    """Extended M3U, in UTF-8, with each file by its bare name and its length in whole seconds."""
    lines = ["#EXTM3U", MARK, f"#PLAYLIST:{_one_line(title)}"]
    for track, name in zip(cut, names, strict=True):
        lines += [f"#EXTINF:{round((track.end - track.start) / RATE)},{_one_line(track.title)}", name]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ours(folder: Path) -> Iterator[str]:
    """The files of an earlier album in a folder: its playlist, and what that lists."""
    for path in folder.glob("0*.m3u8"):
        try:
            with path.open(encoding="utf-8") as file:
                lines = file.read(PLAYLIST_CHARACTERS).splitlines()
        except (OSError, UnicodeDecodeError):  # a folder of that name, or another program's
            continue
        if lines[1:2] == [MARK]:
            yield path.name
            yield from (line for line in lines if not line.startswith("#") and re.fullmatch(r"[0-9]+ ?[^/\\:]*", line))
