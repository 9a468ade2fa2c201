"""Plain files in one folder. No symbolic link is followed, and a lock file keeps two desks apart."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from voiceguide.desk.names import free_name
from voiceguide.errors import OutputError, RoutineNotFoundError
from voiceguide.script.file import MOST_BYTES
from voiceguide.storage.atomic_write import atomic_write

HIDDEN = ".voiceguide"
"""The desk's own folder within its folder."""
LOCK_SECONDS = 10.0
MOST_FILE_BYTES = 100_000_000
"""The limit for a sound or a picture beside a script."""


class PlainFolder:
    """A folder, made where it is missing. For several threads."""

    def __init__(self, path: Path) -> None:
        """Raises OutputError if the folder cannot be made or is not a folder."""
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(f"Cannot make the folder {path}: {error.strerror}.", "Name another folder.") from error
        self.path = path.resolve()

    def store(self, stem: str, suffix: str, data: bytes) -> str:
        """Store a file beside the scripts under a free name; returns it. Raises OutputError."""
        with self._locked():
            name = free_name(stem, suffix, self._in(self.path))
            with atomic_write(self.path / name, overwrite=False) as file:
                file.write(data)
            return name

    def beside(self, target: str) -> bytes | None:
        """The content of a file that a script names by its path from this folder; None where there is no such plain
        file. Raises OutputError."""
        path = self.path / target
        if not path.parent.resolve().is_relative_to(self.path):
            return None
        try:
            return self._bytes(path, MOST_FILE_BYTES)
        except RoutineNotFoundError:
            return None

    def discard(self, name: str) -> None:
        """Remove a file that was stored and is not named by any script."""
        with suppress(OSError):  # a leftover does no harm
            (self.path / name).unlink()

    def _hidden(self, *parts: str) -> Path:
        """A folder of the desk's own within its folder, made where it is missing. Raises OutputError."""
        folder = self.path
        try:
            for part in (HIDDEN, *parts):
                folder = folder / part
                folder.mkdir(exist_ok=True)
                if folder.is_symlink():
                    raise OutputError(f"{folder} is a symbolic link, which the desk does not follow.", "Remove it.")
        except OSError as error:
            raise _explained(error, folder) from error
        return folder

    def _bytes(self, path: Path, most: int = MOST_BYTES) -> bytes:
        """The content of a plain file. Raises RoutineNotFoundError for none, OutputError for any other."""
        try:
            with open(path, "rb", opener=_no_link) as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise OutputError(f"{path.name} is not a plain file.", "Choose another script.")
                data = file.read(most + 1)
        except FileNotFoundError:
            raise RoutineNotFoundError("There is no such script.", "Choose one of the list.") from None
        except OSError as error:
            raise OutputError(f"Cannot read {path.name}: {error.strerror}.", "May you read it?") from error
        if len(data) > most:
            raise OutputError(f"{path.name} is over {most // 1_000_000} MB.", "Divide it, or save it smaller.")
        return data

    def _moved(self, old: Path, new: Path) -> None:
        try:
            old.rename(new)
        except OSError as error:
            raise _explained(error, old) from error

    def _in(self, folder: Path) -> list[str]:
        return [entry.name for entry in self._entries(folder)]

    def _entries(self, folder: Path) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                yield from list(entries)
        except FileNotFoundError:
            return
        except OSError as error:
            raise OutputError(f"Cannot look into {folder}: {error.strerror}.", "May you read it?") from error

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other desks away from this folder. Raises OutputError."""
        lock = FileLock(str(self._hidden() / "lock"), timeout=LOCK_SECONDS)
        try:
            with lock:
                yield
        except Timeout:
            raise OutputError("Another desk is saving in this folder.", "Try again in a moment.") from None
        except OSError as error:
            raise _explained(error, self.path) from error


def _no_link(path: str, flags: int) -> int:
    """Open a file, but no symbolic link. A pipe is not waited for."""
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def _explained(error: OSError, path: Path) -> OutputError:
    return OutputError(f"Cannot write in {path}: {error.strerror or error}.", "Is the disk full or write-protected?")
