"""An album: a folder of numbered tracks that play as one session, and a playlist.

It is for players without chapters. With one track per step, a headset's "next track" is "next step". Tracks are cut
in silence, shortly before their first word, at multiples of an MP3 frame. So the tracks contain the same frames as the
single MP3 file, at the same distances, and nothing is encoded twice. The header of each track states its exact number
of samples; players that respect it play the album without gaps.
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
from voiceguide.audio.timeline import Placement, ShiftedBed, Sound, Timeline
from voiceguide.callbacks import Progress
from voiceguide.errors import OutputError
from voiceguide.export import FrameStore, Tags
from voiceguide.export.mp3_frames import SAMPLES
from voiceguide.language import load
from voiceguide.plan import Cue, Plan
from voiceguide.storage.atomic_folder import atomic_folder
from voiceguide.units import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAD = 3
"""MP3 frames (78 ms) of silence before a track's first word that belong to the track. LAME's pre-echo of a hard start
lies in them."""

BEGINS = ("phase", "safety", "switch")
"""Kinds of cues that are spoken before a step and belong to it."""

NAME_CHARACTERS = 60
"""The longest track name in a file name, without number and suffix. The tags hold the full title."""
NAME_BYTES = 180
"""The same in bytes. File systems allow 255; the temporary name is longer."""

PLAYLIST_CHARACTERS = 2**20
"""The longest playlist that is read. A longer file is not from voiceguide."""

MARK = "# Written by voiceguide. The files listed here are replaced when the album is exported again."


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
    """Write the session as an album, one track per phase or per step instance, and return the paths in order.

    `tags` are the session's; each track gets its own title, number and words. The folder appears completely or not at
    all. Raises OutputError if it cannot be written or has files in it. With `overwrite`, files of an earlier album are
    replaced and all others are kept.
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
            except OutputError as error:  # name the folder that the user knows
                raise OutputError(error.message.replace(str(part), str(folder)), error.hint) from error
        playlist = part / (_file_name(0, len(cut), plan.title) + ".m3u8")
        playlist.write_text(_playlist(plan.title, cut, names), "utf-8", newline="\n")
    return [folder / name for name in names]


def _tracks(cutter: _Cutter, plan: Plan, split: str) -> Iterator[Track]:
    """The session in adjacent tracks. The first starts with the session; silence belongs to the track before it."""
    heads = list(SPLITS[split](plan)) or [(plan.title, 0)]
    cuts = [0, *(cutter.silent_before(start) for _, start in heads[1:]), plan.length]
    for (title, _), (start, end) in zip(heads, pairwise(cuts), strict=True):
        yield Track(title, start, end)


def _phases(plan: Plan) -> Iterator[tuple[str, int]]:
    """The title and start of each phase."""
    return ((chapter.title, chapter.start) for chapter in plan.chapters)


def _steps(plan: Plan) -> Iterator[tuple[str, int]]:
    """The title and start of each step instance."""
    pack, before = load(plan.language), 0
    for step in plan.steps:
        said = (cue.start for cue in _cues(plan, before, step.start) if cue.kind in BEGINS)
        side = f"{pack.side('side', step.side)}: " if step.side else ""
        times = f" ({step.round})" if step.round > 1 else ""
        yield f"{side}{step.text}{times}", min(said, default=step.start)
        before = step.end


def _cues(plan: Plan, start: int, end: int) -> Sequence[Cue]:
    """The cues that start in a part of the session."""
    first, last = (bisect_left(plan.cues, at, key=lambda cue: cue.start) for at in (start, end))
    return plan.cues[first:last]


SPLITS: dict[str, Callable[[Plan], Iterator[tuple[str, int]]]] = {"phases": _phases, "steps": _steps}
"""The possible units of a track."""


@dataclass(frozen=True)
class _Cutter:
    """Cuts a timeline. Positions are found by bisection, since a long timeline is cut often."""

    timeline: Timeline

    @cached_property
    def starts(self) -> list[int]:
        """The starts of all sounds, rising."""
        return [placement.start for placement in self.timeline.placements]

    @cached_property
    def ends(self) -> list[int]:
        """For each sound, the sample at which it and all earlier sounds have ended."""
        return list(accumulate((placement.end for placement in self.timeline.placements), max))

    def silent_before(self, start: int) -> int:
        """The cut before the words at `start`: a little earlier if that is silent."""
        before = bisect_left(self.starts, start)
        heard = self.ends[before - 1] if before else 0
        cuts = ((start // SAMPLES - lead) * SAMPLES for lead in range(LEAD, -1, -1))
        return next((cut for cut in cuts if heard <= cut), start // SAMPLES * SAMPLES)

    def part(self, start: int, end: int) -> Timeline:
        """The timeline between two samples."""
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
        return Timeline(end - start, tuple(placed), bed=bed and ShiftedBed(bed, start))


@dataclass(frozen=True, slots=True)
class _PartOf:
    """A part of a sound that spans a cut."""

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


def _tags(tags: Tags, plan: Plan, track: Track, number: int, count: int) -> Tags:
    """The tags of one track: its own title and words, with the session as the album."""
    words = [cue.text for cue in _cues(plan, track.start, track.end) if cue.text]
    album = tags.title if tags.album in ("", tags.title) else f"{tags.title} ({tags.album})"
    return replace(
        tags, title=track.title, album=album, lyrics="\n".join(words), chapter_pictures=(), track=number, tracks=count
    )


def _all_progress(progress: Progress | None, track: Track, timeline: Timeline) -> Progress | None:
    """Progress in a track, reported as progress in the session."""
    if progress is None:
        return None
    return lambda done, total: progress(track.start + done, timeline.length)


def _file_name(number: int, count: int, title: str) -> str:
    """A file name, without the suffix, that is valid on every system and sorts in playing order."""
    digits = max(2, len(str(count)))
    words = unicodedata.normalize("NFC", title).replace(":", " -")
    words = "".join(" " if c in '<>"/\\|?*%#' or not c.isprintable() else c for c in words)
    short = " ".join(words.split())
    if len(short) > NAME_CHARACTERS:
        short = short[: NAME_CHARACTERS + 1].rsplit(" ", 1)[0][:NAME_CHARACTERS]
    short = short.encode()[:NAME_BYTES].decode(errors="ignore")
    return f"{number:0{digits}} {short.rstrip(' .-,')}".rstrip()


def _playlist(title: str, cut: list[Track], names: list[str]) -> str:
    """The playlist: extended M3U in UTF-8, each file with its bare name and its length in whole seconds."""
    lines = ["#EXTM3U", MARK, f"#PLAYLIST:{_one_line(title)}"]
    for track, name in zip(cut, names, strict=True):
        lines += [f"#EXTINF:{round((track.end - track.start) / RATE)},{_one_line(track.title)}", name]
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ours(folder: Path) -> Iterator[str]:
    """The files of an earlier album in a folder: its playlist, and the files listed in it."""
    for path in folder.glob("0*.m3u8"):
        try:
            with path.open(encoding="utf-8") as file:
                lines = file.read(PLAYLIST_CHARACTERS).splitlines()
        except (OSError, UnicodeDecodeError):  # a folder of that name, or another program's file
            continue
        if lines[1:2] == [MARK]:
            yield path.name
            yield from (line for line in lines if not line.startswith("#") and re.fullmatch(r"[0-9]+ ?[^/\\:]*", line))
