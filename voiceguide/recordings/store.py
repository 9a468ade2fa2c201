"""The store of one voice's recordings: a folder with a FLAC file per line, and a readable index.

`index.json` is a list with one object a line: `language`, `words`, `file`, and, measured when recorded, `seconds` and
`gain` (the decibels to the loudness of all clips). Files may be added by hand, with an entry in the index. Files are
written completely or not at all, sound before index, so that an interruption loses nothing.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide.errors import RecordingError
from voiceguide.recordings.utterances import key
from voiceguide.speech.error_text import first_line
from voiceguide.storage import environment
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.user_folders import user_folder

if TYPE_CHECKING:
    from voiceguide.audio.loudness import Floats

VARIABLE = "VOICEGUIDE_RECORDINGS"
INDEX = "index.json"
MOST_INDEX_BYTES = 10_000_000
DEFAULT = "mine"
NO_RECORDINGS = "none"
"""The option value for no recordings. It cannot be the name of a voice."""
LONG_ENOUGH = 1.0
"""Seconds from which a line is long enough to measure the loudness of its voice."""
_NAME = re.compile(r"\w[\w .-]{0,60}")
_FILE = re.compile(r"\w[\w .-]{0,150}")


@dataclass(frozen=True, slots=True)
class Recording:
    """A recorded line."""

    language: str
    words: str
    file: str
    """The file name in the folder."""
    seconds: float = 0.0
    gain: float = 0.0
    """The decibels that bring it to the loudness of all clips."""


def recordings_folder() -> Path:
    """The folder named by VOICEGUIDE_RECORDINGS, or one in the user's data folder. Raises OutputError."""
    return environment.folder(VARIABLE) or user_folder("data") / "recordings"


def recorded_voices() -> list[str]:
    """The names of all recorded voices."""
    try:
        return sorted(path.parent.name for path in recordings_folder().glob(f"*/{INDEX}"))
    except OSError:
        return []


def open_recordings(name: str, *, new: bool = False) -> Recordings:
    """The recordings of a voice, by its name or the absolute path of its folder. `new`: allow a voice without
    recordings. Raises RecordingError."""
    path = recordings_folder() / name
    if name == NO_RECORDINGS or not (_NAME.fullmatch(name) or Path(name).is_absolute()):
        hint = "Use letters, digits, spaces, dots and hyphens."
        raise RecordingError(f"a voice cannot be called {name[:60]!r}", hint)
    if not new and not (path / INDEX).is_file():
        there = recorded_voices()
        known = f"There are: {', '.join(there)}." if there else "voiceguide record SCRIPT makes them."
        raise RecordingError(f"there are no recordings of {name!r} in {recordings_folder()}", known)
    return Recordings(path)


class Recordings:
    """The lines of one voice, found by their words and language."""

    def __init__(self, path: Path) -> None:
        """Raises RecordingError if the folder's index cannot be read."""
        self.path = path
        self._lines = _by_words(path)

    def __len__(self) -> int:
        return len(self._lines)

    def find(self, words: str, language: str) -> Recording | None:
        """The recording of these words, if it and its file exist."""
        found = self._lines.get((language, key(words)))
        return found if found and (self.path / found.file).is_file() else None

    def all(self) -> list[Recording]:
        """All lines of the index."""
        return list(self._lines.values())

    def files(self) -> list[Path]:
        """The index and the existing sound files."""
        sounds = sorted({self.path / each.file for each in self._lines.values()})
        return [path for path in (self.path / INDEX, *sounds) if path.is_file()]

    def digest(self) -> str:
        """A hash of all recordings: 64 hexadecimal digits. Raises RecordingError if a file cannot be read."""
        made = hashlib.sha256()
        try:
            for path in self.files():
                made.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise RecordingError(f"{error.filename or self.path} cannot be read: {error.strerror}") from error
        return made.hexdigest()

    @property
    def saved(self) -> int | None:
        """The time of the last change in nanoseconds since the epoch; None if there are no recordings."""
        try:
            return (self.path / INDEX).stat().st_mtime_ns
        except OSError:
            return None

    @property
    def gain(self) -> float | None:
        """The decibels that this voice needs, measured on its longer lines; None if there are none."""
        gains = sorted(each.gain for each in self._lines.values() if each.seconds >= LONG_ENOUGH)
        return gains[len(gains) // 2] if gains else None

    def keep(self, words: str, language: str, sound: Floats, rate: int) -> Recording:
        """Store a recording of these words, replacing an earlier one. Raises RecordingError."""
        from voiceguide.audio.clip import gain_of, resample, trim
        from voiceguide.recordings.sounds import spoken
        from voiceguide.units import RATE

        heard = trim(spoken(resample(sound, rate), RATE))
        name = f"{_slug(words)}-{hashlib.sha256(f'{language} {key(words)}'.encode()).hexdigest()[:8]}.flac"
        seconds = len(heard) / RATE
        made = Recording(language, words, name, round(seconds, 2), round(gain_of(heard), 1))
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with atomic_write(self.path / name, overwrite=True) as file:
                _write_flac(file, sound, rate)
            now = _by_words(self.path)  # another process may have added lines
            now[language, key(words)] = made
            self._lines = now
            with atomic_write(self.path / INDEX, overwrite=True) as file:
                file.write(_index(list(now.values())).encode())
        except OSError as error:
            hint = f"Name another folder in {VARIABLE}."
            raise RecordingError(f"{self.path}: {error.strerror or error}", hint) from error
        return made


def _write_flac(file: Any, sound: Floats, rate: int) -> None:
    import soundfile

    made = io.BytesIO()  # soundfile does not raise all faults of a file
    soundfile.write(made, sound, rate, format="FLAC", subtype="PCM_16")
    file.write(made.getbuffer())


def _index(lines: list[Recording]) -> str:
    return "[\n" + ",\n".join("  " + json.dumps(asdict(each), ensure_ascii=False) for each in lines) + "\n]\n"


def _by_words(folder: Path) -> dict[tuple[str, str], Recording]:
    return {(each.language, key(each.words)): each for each in _read(folder / INDEX)}


def _read(path: Path) -> list[Recording]:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_INDEX_BYTES + 1)
    except FileNotFoundError:
        return []
    except OSError as error:
        raise RecordingError(
            f"{path} cannot be read: {error.strerror}", "Do you have permission to read it?"
        ) from error
    if len(content) > MOST_INDEX_BYTES:
        raise _no_index(path, "it is too large")
    try:
        lines = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _no_index(path, f"it is not JSON, or is incomplete ({first_line(error)})") from error
    if not isinstance(lines, list):
        raise _no_index(path, "it is not a list")
    return [_recording(path, number, values) for number, values in enumerate(lines, 1)]


def _no_index(path: Path, fault: str) -> RecordingError:
    hint = "Correct it, or move it away and record the lines again. The sound files stay."
    return RecordingError(f"{path} is not an index of recordings: {fault}", hint)


def _recording(path: Path, number: int, values: Any) -> Recording:
    """The line with this number, counted from 1."""
    try:
        made = Recording(**values)
        numbers = float(made.seconds), float(made.gain)
    except (TypeError, ValueError) as error:
        raise _no_index(path, f"line {number} needs language, words and file, and may have seconds and gain") from error
    texts = (made.language, made.words, made.file)
    if not all(isinstance(text, str) for text in texts) or not _FILE.fullmatch(made.file):
        raise _no_index(path, f"the file on line {number} is not the name of a file in its folder")
    return Recording(*texts, *numbers)


def _slug(words: str) -> str:
    return re.sub(r"[^\w]+", "-", key(words)).strip("-_")[:40] or "line"
