"""The recorded lines of a script in its package: `voices/NAME/` with the sounds and their index.

A voice that is opened replaces no line that is there. It gets a free name, unless the same lines are there already.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path, PurePosixPath

from voiceguide.errors import OutputError, RecordingError
from voiceguide.language import load
from voiceguide.recordings.kit import kit
from voiceguide.recordings.lines import lines
from voiceguide.recordings.store import INDEX, Recording, Recordings, open_recordings, recorded_voices
from voiceguide.routine import Routine
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.temporary import TemporaryFolder

FOLDER = "voices"
MOST_NAMES = 1_000
HINT = "Ask for the package again."


def packed_voices(routine: Routine) -> dict[str, bytes]:
    """The recordings of a routine, by their paths in a package: of each voice that has a line of the routine itself.
    Raises OutputError, RecordingError."""
    found: dict[str, bytes] = {}
    for name in recorded_voices():
        recordings = open_recordings(name)
        own = list(_recorded(recordings, routine, lines(routine)))
        if not own:
            continue
        kept = [*own, *_recorded(recordings, routine, kit(load(routine.language)))]
        found[f"{FOLDER}/{name}/{INDEX}"] = _index(kept)
        for one in kept:
            try:
                found[f"{FOLDER}/{name}/{one.file}"] = (recordings.path / one.file).read_bytes()
            except OSError as error:
                raise OutputError(f"Cannot read {one.file}: {error.strerror}.", "May you read it?") from error
    return found


def is_packed_voice(name: str) -> bool:
    """True for the path of an index or a sound of a voice in a package."""
    parts = PurePosixPath(name).parts
    return len(parts) == 3 and parts[0] == FOLDER and (parts[2] == INDEX or parts[2].endswith(".flac"))


class OpenedVoices:
    """The voices of a package, put among those of this machine."""

    def __init__(self) -> None:
        self.names: list[str] = []
        """The voices that speak the lines of the package."""
        self._made: list[Path] = []

    def store(self, content: Mapping[str, bytes]) -> None:
        """Store all voices of a package. Raises OutputError, RecordingError; `discard` then removes what was stored."""
        voices = {PurePosixPath(name).parts[1] for name in content if is_packed_voice(name)}
        for voice in sorted(voices):
            inside = {name.rpartition("/")[2]: data for name, data in content.items() if _is_of(name, voice)}
            self._store(voice, _lines(inside), inside)

    def discard(self) -> None:
        """Remove the voices that were stored."""
        for path in self._made:
            shutil.rmtree(path, ignore_errors=True)

    def _store(self, voice: str, kept: list[Recording], inside: Mapping[str, bytes]) -> None:
        """Write the sounds, and the index last: a voice without it does not exist."""
        wanted = _free(voice, kept, inside)
        self.names.append(wanted.path.name)
        if len(wanted):
            return
        try:
            wanted.path.mkdir(parents=True)
            self._made.append(wanted.path)
            for name in dict.fromkeys(one.file for one in kept):
                with atomic_write(wanted.path / name, overwrite=False) as file:
                    file.write(inside[name])
            with atomic_write(wanted.path / INDEX, overwrite=False) as file:
                file.write(_index(kept))
        except OSError as error:
            told = f"Cannot write in {wanted.path}: {error.strerror or error}."
            raise OutputError(told, "Is the disk full or write-protected?") from error


def _recorded(recordings: Recordings, routine: Routine, said: list[str]) -> Iterator[Recording]:
    """The recordings of these lines, those that voiceguide stored itself."""
    found = (recordings.find(words, load(routine.language).code) for words in said)
    yield from dict.fromkeys(one for one in found if one and one.file.endswith(".flac"))


def _index(kept: list[Recording]) -> bytes:
    return json.dumps([asdict(one) for one in dict.fromkeys(kept)], ensure_ascii=False, indent=0).encode()


def _is_of(name: str, voice: str) -> bool:
    return is_packed_voice(name) and PurePosixPath(name).parts[1] == voice


def _lines(inside: Mapping[str, bytes]) -> list[Recording]:
    """The lines of a packed voice whose sounds are there. Raises OutputError for an index that cannot be read."""
    with TemporaryFolder("unpack") as folder:
        place = Path(folder.name)
        (place / INDEX).write_bytes(inside.get(INDEX, b""))
        try:
            found = Recordings(place).all()
        except RecordingError:
            raise OutputError("This is not a package of voiceguide, or it is damaged.", HINT) from None
    return [one for one in found if one.file in inside and one.file != INDEX]


def _free(voice: str, kept: list[Recording], inside: Mapping[str, bytes]) -> Recordings:
    """The voice of this name if it has these lines or does not exist yet, else one with a free name. Raises
    RecordingError."""
    for number in range(1, MOST_NAMES):
        found = open_recordings(voice if number == 1 else f"{voice}-{number}", new=True)
        if not found.path.exists() or all(_has(found, one, inside[one.file]) for one in kept):
            return found
    raise OutputError("This is not a package of voiceguide, or it is damaged.", HINT)


def _has(recordings: Recordings, line: Recording, sound: bytes) -> bool:
    there = recordings.find(line.words, line.language)
    with suppress(OSError):
        return there is not None and (recordings.path / there.file).read_bytes() == sound
    return False
