"""The recordings of one voice: a folder with a FLAC file for each line, and an index that a person can read.

`index.json` is a list of objects, one a line: `language`, `words`, `file`, and, as measured when it was recorded,
`seconds` and `gain` (the decibels that bring it to the loudness of all clips). A file put there by hand, and named in
the index, serves as well. Files are written whole or not at all, the sound before the index, so that leaving at any
moment loses nothing that was kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voiceguide.errors import RecordingError
from voiceguide.recordings.utterances import key
from voiceguide.speech.printed import first_line
from voiceguide.storage.atomic_write import atomic_write

if TYPE_CHECKING:
    from voiceguide.audio.loudness import Floats

VARIABLE = "VOICEGUIDE_RECORDINGS"
INDEX = "index.json"
MOST_INDEX_BYTES = 10_000_000
DEFAULT = "mine"
NONE = "none"
"""Said where nobody's recordings are to be heard, and so no name."""
LONG_ENOUGH = 1.0
"""Seconds from which on the loudness of a line tells that of its voice."""
_NAME = re.compile(r"\w[\w .-]{0,60}")
_FILE = re.compile(r"\w[\w .-]{0,150}")


@dataclass(frozen=True, slots=True)
class Recording:
    """One line that was recorded."""

    language: str
    words: str
    file: str
    """Its name in the folder."""
    seconds: float = 0.0
    gain: float = 0.0
    """Decibels that bring it to the loudness of all clips."""


def folder() -> Path:
    """Where all recordings are: VOICEGUIDE_RECORDINGS; else a folder among the user's data."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).expanduser()
    import platformdirs

    return platformdirs.user_data_path("voiceguide", appauthor=False) / "recordings"


def voices() -> list[str]:
    """The names of the voices that were recorded."""
    try:
        return sorted(path.parent.name for path in folder().glob(f"*/{INDEX}"))
    except OSError:
        return []


def named(name: str, *, new: bool = False) -> Recordings:
    """The recordings of a voice, by its name or the whole path of its folder; `new`: also where there are none yet.
    Raises RecordingError."""
    path = folder() / name
    if name == NONE or not (_NAME.fullmatch(name) or Path(name).is_absolute()):
        hint = "Letters, digits, blanks, dots and hyphens will do."
        raise RecordingError(f"a voice cannot be called {name[:60]!r}", hint)
    if not new and not (path / INDEX).is_file():
        there = voices()
        known = f"There are: {', '.join(there)}." if there else "voiceguide record SCRIPT makes them."
        raise RecordingError(f"there are no recordings of {name!r} in {folder()}", known)
    return Recordings(path)


class Recordings:
    """The lines of one voice, found by their words and their language."""

    def __init__(self, path: Path) -> None:
        """Raises RecordingError where the folder's index cannot be read."""
        self.path = path
        self._lines = _by_words(path)

    def __len__(self) -> int:
        return len(self._lines)

    def find(self, words: str, language: str) -> Recording | None:
        """The recording of these words, if there is one and its file is there."""
        found = self._lines.get((language, key(words)))
        return found if found and (self.path / found.file).is_file() else None

    def files(self) -> list[Path]:
        """The index, and the sound files that are there."""
        sounds = sorted({self.path / each.file for each in self._lines.values()})
        return [path for path in (self.path / INDEX, *sounds) if path.is_file()]

    def digest(self) -> str:
        """A name for all that is recorded: 64 hexadecimal digits. Raises RecordingError where it cannot be read."""
        made = hashlib.sha256()
        try:
            for path in self.files():
                made.update(hashlib.sha256(path.read_bytes()).digest())
        except OSError as error:
            raise RecordingError(f"{error.filename or self.path} cannot be read: {error.strerror}") from error
        return made.hexdigest()

    @property
    def saved(self) -> int | None:
        """When a line was last kept; nanoseconds since the epoch. None where there are none any more."""
        try:
            return (self.path / INDEX).stat().st_mtime_ns
        except OSError:
            return None

    @property
    def gain(self) -> float | None:
        """The decibels that this voice needs, told by its longer lines; None where there is none yet."""
        gains = sorted(each.gain for each in self._lines.values() if each.seconds >= LONG_ENOUGH)
        return gains[len(gains) // 2] if gains else None

    def keep(self, words: str, language: str, sound: Floats, rate: int) -> Recording:
        """Keep the sound of these words, instead of any before. Raises RecordingError."""
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
            now = _by_words(self.path)  # another process may have recorded meanwhile
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

    soundfile.write(file, sound, rate, format="FLAC", subtype="PCM_16")


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
        raise RecordingError(f"{path} cannot be read: {error.strerror}", "Is it yours to read?") from error
    if len(content) > MOST_INDEX_BYTES:
        raise _no_index(path, "it is too large")
    try:
        lines = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _no_index(path, f"it is not JSON, or not whole ({first_line(error)})") from error
    if not isinstance(lines, list):
        raise _no_index(path, "it is no list of lines")
    return [_recording(path, number, values) for number, values in enumerate(lines, 1)]


def _no_index(path: Path, fault: str) -> RecordingError:
    hint = "Mend it by hand, or move it away: the recordings stay, and are made anew line by line."
    return RecordingError(f"{path} is no index of recordings: {fault}", hint)


def _recording(path: Path, number: int, values: Any) -> Recording:
    """The line of this number, from 1."""
    try:
        made = Recording(**values)
        numbers = float(made.seconds), float(made.gain)
    except (TypeError, ValueError) as error:
        raise _no_index(
            path, f"its line {number} needs language, words and file, and may have seconds and gain"
        ) from error
    texts = (made.language, made.words, made.file)
    if not all(isinstance(text, str) for text in texts) or not _FILE.fullmatch(made.file):
        raise _no_index(path, f"the file on its line {number} is no name of a file in its folder")
    return Recording(*texts, *numbers)


def _slug(words: str) -> str:
    return re.sub(r"[^\w]+", "-", key(words)).strip("-_")[:40] or "line"
