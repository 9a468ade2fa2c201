"""Cache maintenance: statistics, checks, and clearing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from voiceguide.errors import CacheError
from voiceguide.speech.cache_files import CLIP, is_own, remove_file, remove_strays, verify_file
from voiceguide.speech.clip_file import DamagedError


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """The statistics of a cache folder."""

    folder: Path
    clips: int
    size: int
    """Bytes, over all files of the cache."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged file."""

    path: Path
    reason: str


def cache_info(folder: Path) -> CacheInfo:
    """The statistics of a cache folder. Raises CacheError for something else."""
    sizes = {}
    for path in _own_files(folder):
        with suppress(FileNotFoundError):  # another process may be clearing the cache
            sizes[path] = path.lstat().st_size
    return CacheInfo(folder, sum(path.suffix == CLIP for path in sizes), sum(sizes.values()))


Decoder = Callable[[str, bytes], object]
"""A decoder of the data under a key. It raises DamagedError for anything else."""


def verify_cache(folder: Path, decoders: Mapping[str, Decoder] | None = None) -> list[Damage]:
    """The damaged files of a cache folder. Changes nothing. Raises CacheError if it is not one.

    `decoders`: suffix -> the decoder of files other than clips.
    """
    damages = []
    for path in sorted(_own_files(folder)):
        try:
            data = verify_file(path)
            decode = (decoders or {}).get(path.suffix)
            if decode:
                decode(path.name.removesuffix(path.suffix), data)
        except OSError as error:
            damages.append(Damage(path, f"it cannot be read: {error.strerror or error}"))
        except DamagedError as error:
            damages.append(Damage(path, str(error)))
    return damages


def clear_cache(folder: Path) -> CacheInfo:
    """Remove all files of the cache, and no others. Returns the statistics of the removed files. Raises CacheError if
    any of them stays."""
    before = cache_info(folder)
    stays: OSError | None = None
    for path in _own_files(folder):
        try:
            remove_file(path)
        except OSError as error:
            stays = stays or (None if path.is_dir() else error)  # a folder with content is somebody else's
    if folder.is_dir():
        remove_strays(folder)
    if stays is not None:
        raise CacheError(f"{folder} cannot be cleared: {stays.strerror}", "Do its files belong to you?") from stays
    return before


def _own_files(folder: Path) -> Iterator[Path]:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CacheError(f"{folder} is not a folder", "Set VOICEGUIDE_CACHE to a folder, or remove the file.")
    try:
        paths = list(folder.iterdir())
    except OSError as error:
        hint = "Set VOICEGUIDE_CACHE to a folder of your own."
        raise CacheError(f"{folder} cannot be read: {error.strerror}", hint) from error
    yield from (path for path in paths if is_own(path.name))
