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
import json
import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.audio.timeline import PRIVATE
from voiceguide.errors import CacheError, SpeechError
from voiceguide.speech.cache_files import CLIP, publish, remove_strays, sealed, unsealed
from voiceguide.speech.clipfile import DamagedError, pack, unpack

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLIP_FORMAT = 2
"""Counted up when clips are trimmed, levelled or stored in another way."""


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


class ClipStore:
    """The clips of one folder. Where it cannot be written, new clips go to a private folder that ends with it."""

    def __init__(self, folder: Path | None = None, note: Callable[[str], None] | None = None) -> None:
        """`folder`: else `default_folder()`. `note` is told, once, that nothing can be kept there, and why;
        from whichever thread finds it out."""
        self.folder = folder if folder is not None else default_folder()
        self.note = note or (lambda message: None)
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
            return unsealed(self._content(key, suffix))
        except (OSError, DamagedError):
            return None

    def write_side(self, key: str, suffix: str, data: bytes) -> None:
        """Keep data beside a clip, unless there is some by now."""
        self._write(key, suffix, sealed(data))

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
                return publish(self.folder, key + suffix, data)
            except OSError as error:
                self._go_private(error)
        try:
            return publish(self._private(), key + suffix, data)
        except OSError as error:
            raise SpeechError(
                f"speech cannot be written, not even to {tempfile.gettempdir()}: {error.strerror or error}",
                "Make room on the disk, or set TMPDIR to a folder that has some.",
            ) from error

    def _go_private(self, error: OSError) -> None:
        with self._lock:
            if self._own is None:
                self._own = tempfile.TemporaryDirectory(prefix="voiceguide-", ignore_cleanup_errors=True)
                self.note(f"speech is not kept: {self.folder} cannot be written ({error.strerror or error})")

    def _private(self) -> Path:
        assert self._own is not None
        return Path(self._own.name)

    def _prepare(self) -> None:
        if not self._ready:
            self.folder.mkdir(parents=True, exist_ok=True)
            remove_strays(self.folder)
            self._ready = True

    def close(self) -> None:
        """Remove the private folder, if there is one."""
        if self._own is not None:
            self._own.cleanup()
            self._own = None
