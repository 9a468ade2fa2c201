"""Writes timelines as files, one format a module, and the files beside them. It knows nothing of speech or players.

To add a format, write a function like `mp3.write_mp3` in a module of its own, and add a line to FORMATS. The module is
imported on first use.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Protocol

from voiceguide.callbacks import Progress
from voiceguide.errors import OutputError

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Timeline

FORMATS: dict[str, str] = {
    ".mp3": "voiceguide.export.mp3:write_mp3",
    ".m4a": "voiceguide.export.m4a:write_m4a",
    ".m4b": "voiceguide.export.m4a:write_m4b",
    ".wav": "voiceguide.export.wav_flac_ogg:write_wav",
    ".flac": "voiceguide.export.wav_flac_ogg:write_flac",
    ".ogg": "voiceguide.export.wav_flac_ogg:write_ogg",
}
"""Suffix -> a function (timeline, open file, tags, progress, store). For Opus: one line here, and a function in
`wav_flac_ogg.py`."""


@dataclass(frozen=True, slots=True)
class Tags:
    """The metadata of a sound file. A field without a value is empty."""

    title: str = ""
    artist: str = ""
    album: str = ""
    genre: str = ""
    language: str = ""
    """A language code as in scripts: `en`."""
    lyrics: str = ""
    comment: str = ""
    cover: bytes = b""
    """A JPEG."""
    chapter_pictures: tuple[bytes, ...] = ()
    """A JPEG for each chapter, or nothing; MP3, M4A and M4B have a place for them."""
    track: int = 0
    """The number in the album, from 1; 0 for a file outside of an album."""
    tracks: int = 0
    """The number of tracks in the album."""


class FrameStore(Protocol):
    """A store that keeps encoded islands and covers between exports."""

    def encoded(self, key: str) -> bytes | None:
        """The frames stored under this key, or None."""

    def keep(self, key: str, encoded: bytes) -> None:
        """Store these frames. Called from several threads."""


class NoStore:
    """A FrameStore that stores nothing."""

    def encoded(self, key: str) -> bytes | None:
        return None

    def keep(self, key: str, encoded: bytes) -> None:
        pass


def suffixes() -> list[str]:
    """The supported suffixes, with their dots."""
    return sorted(FORMATS)


def write(
    timeline: Timeline,
    target: Path,
    tags: Tags,
    *,
    overwrite: bool,
    progress: Progress | None = None,
    store: FrameStore | None = None,
) -> None:
    """Write the session to a file, in the format of its suffix. The file appears completely or not at all.

    Raises OutputError if the format is unknown, the file exists without `overwrite`, or it cannot be written. No
    exception leaves a partial file behind.
    """
    from voiceguide.storage.atomic_write import atomic_write

    writer = _writer(target)
    with atomic_write(target, overwrite=overwrite) as file:
        resolve_name(writer)(timeline, file, tags, progress or _no_progress, store or NoStore())


def check_sound_file(target: Path, *, overwrite: bool) -> None:
    """Raise OutputError for any fault that shows before the work begins."""
    from voiceguide.storage.atomic_write import check_file

    if not os.path.isdir(target):  # noqa: PTH112 - Path.is_dir raises where a name is too long
        _writer(target)
    check_file(target, overwrite=overwrite)


def _writer(target: Path) -> str:
    writer = FORMATS.get(target.suffix.lower())
    if writer is None:
        raise OutputError(
            f"{target}: cannot write {f'{target.suffix!r} files' if target.suffix else 'a file without a suffix'}.",
            hint=f"Use one of {', '.join(suffixes())}.",
        )
    return writer


def _no_progress(done: int, total: int) -> None:
    """Ignore the progress."""
