"""The clip cache: a folder of spoken clips, named by their content.

A file name is a hash of everything that determines the clip: text, voice, rate, language, engine and its version, clip
format. So a file is either right or damaged, never outdated. Its checksum covers its name. Files are written completely
or not at all, and the first writer wins: engines may vary, and the measured clip must be the clip that plays. The
folder has a bound (`cache_bound`). Content with a private key (a clip that names somebody, and its frames) stays in
memory. Several processes may share a folder. Files are not synced to disk; a checksum detects damage by a power cut.
"""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.audio.timeline import PRIVATE
from voiceguide.callbacks import Note
from voiceguide.errors import CacheError, SpeechError
from voiceguide.speech.cache_bound import TRIM_EACH, cache_bound, read_used, trim
from voiceguide.speech.cache_files import CLIP, publish, remove_strays, sealed, unsealed
from voiceguide.speech.clip_file import DamagedError, pack, unpack
from voiceguide.storage import environment
from voiceguide.storage.temporary import TemporaryFolder, remove_left_folders
from voiceguide.storage.user_folders import user_folder

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CLIP_FORMAT = 2
"""The version of the clip format. Raise it if trimming, levelling or storage changes."""


def content_key(*made_of: object) -> str:
    """A hash of these plain values: 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps([CLIP_FORMAT, *made_of]).encode()).hexdigest()


_CHECKOUT = Path(__file__).resolve().parents[2] / "audio_cache"
"""The cache of a checkout: whoever can write it can change the code beside it, too."""


def default_folder() -> Path:
    """The folder named by VOICEGUIDE_CACHE, else the user's cache folder.

    In a checkout of voiceguide it is the checkout's `audio_cache`. A folder of that name anywhere else may be
    somebody else's, and is not trusted. Raises OutputError.
    """
    named = environment.folder("VOICEGUIDE_CACHE", may_be_file=True)
    if named is not None:
        return named
    if _CHECKOUT.is_dir() and _CHECKOUT.parent == Path.cwd():
        return _CHECKOUT
    return user_folder("cache") / "clips"


class ClipStore:
    """The clips in one folder. If it cannot be written, new clips go to a temporary folder."""

    def __init__(self, folder: Path | None = None, note: Note | None = None) -> None:
        """`folder`: `default_folder()` if None. `note` is called once, from any thread, if the folder cannot be
        written. Raises OutputError, SettingsError for a mistake in the environment."""
        self._bound = cache_bound()
        self.folder = folder if folder is not None else default_folder()
        self.note = note or (lambda message: None)
        self._own: TemporaryFolder | None = None
        remove_left_folders()
        with suppress(OSError):  # it is not there yet, or cannot be written: that is told when it is
            remove_strays(self.folder)
        self._unkept: dict[str, bytes] = {}
        """File name -> content, for private keys."""
        self._lock = threading.Lock()
        self._ready = False
        self._written = 0
        """Bytes since the folder was trimmed."""

    # Clips

    def length(self, key: str) -> int | None:
        """The length of a clip in samples; None if it is missing or damaged."""
        found = self._unpacked(key)
        return None if found is None else len(found[1]) // 2

    def read(self, key: str) -> NDArray[np.int16]:
        """The samples of a clip. Raises CacheError if it is missing or damaged."""
        import numpy as np

        found = self._unpacked(key)
        if found is None:
            raise CacheError(
                f"cached speech in {self.folder} was removed or damaged during use",
                "Run the command again. It creates the speech again.",
            )
        return np.frombuffer(found[1], dtype="<i2").astype(np.int16, copy=False)

    def add(self, key: str, text: str, samples: NDArray[np.int16]) -> int:
        """Store a clip, unless one exists by now. Returns the length of the stored one in samples."""
        if self._write(key, CLIP, pack(key + CLIP, text, samples.astype("<i2", copy=False).tobytes())):
            return len(samples)
        length = self.length(key)
        if length is None:
            raise CacheError(f"cached speech in {self.folder} cannot be read back", "Is the disk full or failing?")
        return length

    def _unpacked(self, key: str) -> tuple[str, bytes] | None:
        try:
            return unpack(key + CLIP, self._content(key, CLIP))
        except (OSError, DamagedError):
            return None

    # Other content under a key: encoded frames of a clip, an engine's list of voices

    def read_side(self, key: str, suffix: str) -> bytes | None:
        """The data under this key and suffix; None if it is missing or damaged."""
        try:
            return unsealed(key + suffix, self._content(key, suffix))
        except (OSError, DamagedError):
            return None

    def write_side(self, key: str, suffix: str, data: bytes, *, replace: bool = False) -> None:
        """Store data under this key and suffix, unless some exists by now. `replace` replaces that."""
        self._write(key, suffix, sealed(key + suffix, data), replace=replace)

    # Files

    def path(self, key: str, suffix: str = CLIP) -> Path:
        """The path of the file, existing or not."""
        if self._own is not None:
            own = self._private() / (key + suffix)
            if own.exists():
                return own
        return self.folder / (key + suffix)

    def _content(self, key: str, suffix: str) -> bytes:
        unkept = self._unkept.get(key + suffix)
        return read_used(self.path(key, suffix)) if unkept is None else unkept

    def _write(self, key: str, suffix: str, data: bytes, *, replace: bool = False) -> bool:
        """True if the file was written, False if it existed."""
        if key.startswith(PRIVATE):
            if replace:
                self._unkept[key + suffix] = data
            return self._unkept.setdefault(key + suffix, data) is data
        if self._own is None:
            try:
                self._prepare(len(data))
                return publish(self.folder, key + suffix, data, replace=replace)
            except OSError as error:
                refused = error
        try:
            if self._own is None:
                self._go_private(refused)
            return publish(self._private(), key + suffix, data, replace=replace)
        except OSError as error:
            raise SpeechError(
                f"speech cannot be written, neither to {self.folder} nor to a temporary folder: "
                f"{error.strerror or error}",
                "Free some space, or set TMPDIR to a folder on another disk.",
            ) from error

    def _go_private(self, error: OSError) -> None:
        with self._lock:
            if self._own is None:
                self._own = TemporaryFolder("clips")
                self.note(f"speech is not cached: {self.folder} cannot be written ({error.strerror or error})")

    def _private(self) -> Path:
        assert self._own is not None
        return Path(self._own.name)

    def _prepare(self, size: int) -> None:
        """Make the folder, and keep it within its bound: now and then, and before the first of all writes."""
        self._written += size
        if self._ready and self._written < TRIM_EACH:
            return
        if not self._ready:
            self.folder.mkdir(parents=True, exist_ok=True)
        self._ready, self._written = True, 0
        trim(self.folder, self._bound)

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._own is not None:
            self._own.cleanup()
            self._own = None
