"""The clip store: a folder of speech already made, whose file names are the content.

A name is made of all that made the clip: text, voice, rate, language, engine and its version, clip format. So a
file under a name is the right one or damaged, never out of date. Files are written whole or not at all, and the
first writer wins: engines need not be repeatable, and the clip that was measured must be the clip that is laid.
What has a private key (a clip that names somebody, and its frames) stays in memory and ends with the store.
Several processes may share a folder. Nothing is flushed to the disk by force: a checksum in each file finds what a
power cut left of it.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.errors import CacheError, SpeechError
from voiceguide.speech.clipfile import DamagedError, pack, unpack
from voiceguide.timeline import PRIVATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLIP_FORMAT = 2
"""Counted up when clips are trimmed, levelled or stored in another way."""
CLIP = ".wav"
STRAY_SECONDS = 600
"""A temporary file older than this has lost its writer: writing a clip takes milliseconds."""

_OWN = re.compile(r"[0-9a-f]{64}(\.[a-z0-9]+)")
_PART = re.compile(r"\.[0-9a-f]{64}\.[a-z0-9]+\.\d+\.\d+\.part")
_counter = itertools.count()


def content_key(*made_of: object) -> str:
    """A name for what is made of these plain values: 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps([CLIP_FORMAT, *made_of]).encode()).hexdigest()


def default_folder() -> Path:
    """VOICEGUIDE_CACHE; else ./audio_cache where there is one; else the user's cache folder."""
    named = os.environ.get("VOICEGUIDE_CACHE")
    if named:
        return Path(named).expanduser()
    project = Path("audio_cache")
    if project.is_dir():
        return project.absolute()
    import platformdirs

    return platformdirs.user_cache_path("voiceguide", appauthor=False) / "clips"


@dataclass(frozen=True, slots=True)
class Info:
    """What there is in a store."""

    folder: Path
    clips: int
    size: int
    """Bytes, of everything that is the store's own."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A file that is not what was written."""

    path: Path
    reason: str


class ClipStore:
    """The clips of one folder. Where it cannot be written, new clips go to a private folder that ends with it."""

    def __init__(self, folder: Path | None = None, note: Callable[[str], None] | None = None) -> None:
        """`folder`: else `default_folder()`. `note` is told, once, that nothing can be kept there, and why;
        from whichever thread finds it out."""
        self.folder = folder if folder is not None else default_folder()
        self._note = note or (lambda message: None)
        self._own: tempfile.TemporaryDirectory[str] | None = None
        self._unkept: dict[str, bytes] = {}
        """File name -> content, of what has a private key."""
        self._lock = threading.Lock()
        self._ready = False

    # Clips

    def length(self, key: str) -> int | None:
        """Samples of a clip, once it is found whole; None if it is missing or damaged."""
        found = self._unpacked(key)
        return None if found is None else len(found[1]) // 2

    def read(self, key: str) -> NDArray[np.int16]:
        """The samples of a clip. Raises CacheError if it is missing or damaged."""
        import numpy as np

        found = self._unpacked(key)
        if found is None:
            raise CacheError(
                f"speech kept in {self.folder} was removed or damaged while it was in use",
                "Run the command again: it will be made anew.",
            )
        return np.frombuffer(found[1], dtype="<i2").astype(np.int16, copy=False)

    def add(self, key: str, text: str, samples: NDArray[np.int16]) -> int:
        """Keep a clip, unless there is one by now; the samples of the one that is kept, counted."""
        if self._write(key, CLIP, pack(text, samples.astype("<i2", copy=False).tobytes())):
            return len(samples)
        length = self.length(key)
        if length is None:
            raise CacheError(f"speech kept in {self.folder} cannot be read back", "Is the disk full or failing?")
        return length

    def _unpacked(self, key: str) -> tuple[str, bytes] | None:
        try:
            return unpack(self._content(key, CLIP))
        except (OSError, DamagedError):
            return None

    # What else is kept under a key: a clip's encoded frames, an engine's list of voices

    def read_side(self, key: str, suffix: str) -> bytes | None:
        """What was kept beside a clip under this suffix; None if it is missing or damaged."""
        try:
            return _unsealed(self._content(key, suffix))
        except (OSError, DamagedError):
            return None

    def write_side(self, key: str, suffix: str, data: bytes) -> None:
        """Keep data beside a clip, unless there is some by now."""
        self._write(key, suffix, hashlib.sha256(data).digest() + data)

    # Files

    def path(self, key: str, suffix: str = CLIP) -> Path:
        """Where it is, or would be."""
        if self._own is not None:
            own = self._private() / (key + suffix)
            if own.exists():
                return own
        return self.folder / (key + suffix)

    def _content(self, key: str, suffix: str) -> bytes:
        unkept = self._unkept.get(key + suffix)
        return self.path(key, suffix).read_bytes() if unkept is None else unkept

    def _write(self, key: str, suffix: str, data: bytes) -> bool:
        """Whether it was written, not found."""
        if key.startswith(PRIVATE):
            return self._unkept.setdefault(key + suffix, data) is data
        if self._own is None:
            try:
                self._prepare()
                return _publish(self.folder, key + suffix, data)
            except OSError as error:
                self._go_private(error)
        try:
            return _publish(self._private(), key + suffix, data)
        except OSError as error:
            raise SpeechError(
                f"speech cannot be written, not even to {tempfile.gettempdir()}: {error.strerror or error}",
                "Make room on the disk, or set TMPDIR to a folder that has some.",
            ) from error

    def _go_private(self, error: OSError) -> None:
        with self._lock:
            if self._own is None:
                self._own = tempfile.TemporaryDirectory(prefix="voiceguide-", ignore_cleanup_errors=True)
                self._note(f"speech is not kept: {self.folder} cannot be written ({error.strerror or error})")

    def _private(self) -> Path:
        assert self._own is not None
        return Path(self._own.name)

    def _prepare(self) -> None:
        if not self._ready:
            self.folder.mkdir(parents=True, exist_ok=True)
            _remove_strays(self.folder)
            self._ready = True

    def close(self) -> None:
        """Remove the private folder, if there is one."""
        if self._own is not None:
            self._own.cleanup()
            self._own = None


def info(folder: Path) -> Info:
    """What there is in a cache folder. Raises CacheError if it is something else."""
    sizes = {}
    for path in _own_files(folder):
        with suppress(FileNotFoundError):  # another process may be clearing
            sizes[path] = path.stat().st_size
    return Info(folder, sum(path.suffix == CLIP for path in sizes), sum(sizes.values()))


def verify(folder: Path) -> list[Damage]:
    """The damaged files of a cache folder; nothing is changed. Raises CacheError if it is something else."""
    damages = []
    for path in sorted(_own_files(folder)):
        try:
            _check(path)
        except (OSError, DamagedError) as error:
            damages.append(Damage(path, str(error)))
    return damages


def clear(folder: Path) -> Info:
    """Remove what is the cache's own, and nothing else; what was removed."""
    before = info(folder)
    try:
        for path in _own_files(folder):
            _remove(path)
        if folder.is_dir():
            _remove_strays(folder)
    except OSError as error:
        raise CacheError(f"{folder} cannot be cleared: {error.strerror}", "Do you own what is in it?") from error
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
    yield from (path for path in paths if _OWN.fullmatch(path.name))


def _remove(path: Path) -> None:
    """Remove what stands under a clip's name, but no folder that somebody put something in."""
    if path.is_dir() and not path.is_symlink():
        with suppress(OSError):
            path.rmdir()
    else:
        path.unlink(missing_ok=True)


def _publish(folder: Path, name: str, data: bytes) -> bool:
    """Write a file whole under its name, unless a whole one is there: then False."""
    target = folder / name
    part = folder / f".{name}.{os.getpid()}.{next(_counter)}.part"
    try:
        part.write_bytes(data)
        if _named(part, target):
            return True
        if _is_whole(target):
            return False
        _remove(target)
        return _named(part, target)
    finally:
        part.unlink(missing_ok=True)


def _named(part: Path, target: Path) -> bool:
    """Give the file its name, if that is free: atomically, so that of two writers one wins."""
    try:
        if os.name == "nt":
            part.rename(target)  # refuses to replace there
        else:
            os.link(part, target)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if target.exists():
            return False
        part.replace(target)
    return True


def _check(path: Path) -> None:
    """Raises DamagedError or OSError unless the file is whole."""
    data = path.read_bytes()
    if path.suffix == CLIP:
        unpack(data)
    else:
        _unsealed(data)


def _is_whole(path: Path) -> bool:
    try:
        _check(path)
    except (OSError, DamagedError):
        return False
    return True


def _unsealed(data: bytes) -> bytes:
    if hashlib.sha256(data[32:]).digest() != data[:32]:
        raise DamagedError("its checksum is wrong")
    return data[32:]


def _remove_strays(folder: Path) -> None:
    """Remove the temporary files of writers that are gone."""
    now = time.time()
    for path in list(folder.iterdir()):
        with suppress(FileNotFoundError):  # its writer may be quicker
            if _PART.fullmatch(path.name) and now - path.stat().st_mtime > STRAY_SECONDS:
                path.unlink()
