"""Timelines written as files, by suffix, and all that goes beside them. It knows nothing of speech or players.

A new format is one file with one function like `mp3.write` and one line in FORMATS. It is imported when first used.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from voiceguide.callbacks import Progress
from voiceguide.errors import OutputError

if TYPE_CHECKING:
    from voiceguide.audio.timeline import Timeline

FORMATS: dict[str, str] = {
    ".mp3": "voiceguide.export.mp3:write",
    ".m4a": "voiceguide.export.m4a:write",
    ".m4b": "voiceguide.export.m4a:write_book",
    ".wav": "voiceguide.export.libsndfile:write_wav",
    ".flac": "voiceguide.export.libsndfile:write_flac",
    ".ogg": "voiceguide.export.libsndfile:write_ogg",
}
"""Suffix -> a function (timeline, open file, tags, progress, store)."""


@dataclass(frozen=True, slots=True)
class Tags:
    """What a file says about itself. Empty where there is nothing to say."""

    title: str = ""
    artist: str = ""
    album: str = ""
    genre: str = ""
    language: str = ""
    """As in scripts: `en`."""
    lyrics: str = ""
    comment: str = ""
    cover: bytes = b""
    """A JPEG."""
    track: int = 0
    """Which one of an album, from 1 on; 0 where it is none."""
    tracks: int = 0
    """How many the album has."""


class FrameStore(Protocol):
    """Where encoded islands may be kept from one export to the next."""

    def encoded(self, key: str) -> bytes | None:
        """The frames stored under this key, or None."""

    def keep(self, key: str, encoded: bytes) -> None:
        """Keep these frames. Called from several threads."""


class NoStore:
    """A FrameStore that keeps nothing."""

    def encoded(self, key: str) -> bytes | None:
        return None

    def keep(self, key: str, encoded: bytes) -> None:
        pass


def suffixes() -> list[str]:
    """The suffixes that `write` knows, with their dots."""
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
    """Write the session into a file whose suffix picks the format. It appears whole or not at all.

    Raises OutputError where the format is unknown, the file is there already (unless `overwrite`) or it cannot
    be written. Whatever else is raised on the way, by `progress` too, leaves nothing behind either.
    """
    from voiceguide.storage.atomic_write import atomic_write

    writer = _writer(target)
    with atomic_write(target, overwrite=overwrite) as file:
        _load(writer)(timeline, file, tags, progress or _no_progress, store or NoStore())


def check_target(target: Path, *, overwrite: bool) -> None:
    """Raise OutputError for what can be known before there is anything to write."""
    from voiceguide.storage.atomic_write import check_file

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


def _load(path: str) -> Any:
    module, _, attribute = path.partition(":")
    return getattr(import_module(module), attribute)


def _no_progress(done: int, total: int) -> None:
    """For callers who do not watch."""
