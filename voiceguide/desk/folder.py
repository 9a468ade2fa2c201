"""The scripts in the desk's folder: listed, read, and saved whole or not at all.

Nothing outside the folder is read or written, and no symbolic link is followed. Each save keeps the version before it
in `.voiceguide/versions`. A script that is thrown away goes to `.voiceguide/bin`. A lock file keeps two desks apart.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voiceguide.desk.files import HIDDEN, PlainFolder
from voiceguide.desk.names import free_name, safe_stem
from voiceguide.desk.versions import KEPT_FOR, moment_of, outdated, version_name
from voiceguide.errors import OutputError, RoutineNotFoundError
from voiceguide.script.file import MOST_BYTES
from voiceguide.script.library import is_text
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.user_folders import documents_folder

SUFFIX = ".md"
MOST_SCRIPTS = 2_000
DOCUMENTS = "voiceguide"
"""The folder that is made among the user's documents."""
_MARK = b"\xef\xbb\xbf"


class ChangedError(OutputError):
    """The script on the disk is another one than the one that was opened."""

    def __init__(self, text: str, version: str) -> None:
        super().__init__("This script was changed meanwhile by another program.", "Choose one of the two.")
        self.text = text
        self.version = version


@dataclass(frozen=True, slots=True)
class Saved:
    """A script as it is on the disk."""

    name: str
    """Its file name without `.md`."""
    text: str
    version: str
    """A digest of its bytes."""

    def as_json(self) -> dict[str, Any]:
        """The script for the page."""
        return {"name": self.name, "text": self.text, "version": self.version}


def _now() -> datetime:
    return datetime.now(UTC)


class ScriptFolder(PlainFolder):
    """The folder of one desk. For several threads."""

    def __init__(self, path: Path, now: Callable[[], datetime] = _now) -> None:
        """Raises OutputError if the folder cannot be made or is not a folder."""
        super().__init__(path)
        self._now = now

    def names(self) -> list[str]:
        """The names of all scripts, the last changed first. A name that is not text is left out; `unnamed` has it."""
        found = [entry for entry in self._scripts() if is_text(entry.name)]
        dated = [(-entry.stat(follow_symlinks=False).st_mtime_ns, entry.name.removesuffix(SUFFIX)) for entry in found]
        return [name for _, name in sorted(dated)][:MOST_SCRIPTS]

    def unnamed(self) -> list[str]:
        """The file names of the scripts whose names are not text (UTF-8), sorted."""
        return sorted(entry.name for entry in self._scripts() if not is_text(entry.name))

    def read(self, name: str) -> Saved:
        """A script. Raises RoutineNotFoundError, OutputError."""
        data = self._bytes(self.script_path(name))
        return Saved(name, _text(data, name), _digest(data))

    def new_name(self, title: str) -> str:
        """A free name for a script with this title."""
        return free_name(safe_stem(title), SUFFIX, self._in(self.path)).removesuffix(SUFFIX)

    def create(self, title: str, text: str) -> Saved:
        """Save a new script under a free name. Raises OutputError."""
        with self._locked():
            return self._write(self.new_name(title), text, text.encode(), overwrite=False)

    def save(self, name: str, text: str, base: str) -> Saved:
        """Save a script that was opened at the version `base`. Raises ChangedError if the disk has another one,
        RoutineNotFoundError, OutputError."""
        with self._locked():
            path = self.script_path(name)
            now = self._bytes(path)
            data = _as_before(text, now)
            if now == data:
                return Saved(name, text, _digest(now))
            if _digest(now) != base:
                raise ChangedError(_text(now, name), _digest(now))
            self._keep(path, name, base)
            return self._write(name, text, data, overwrite=True)

    def rename(self, name: str, title: str) -> str:
        """Give a script another name; returns it. Its versions go with it."""
        with self._locked():
            path, new = self.script_path(name), self._renamed(name, title)
            if new != name:
                self._moved(path, self.path / (new + SUFFIX))
                old = self._versions(name)
                if old.is_dir() and not self._versions(new).exists():
                    self._moved(old, self._versions(new))
            return new

    def double(self, name: str) -> Saved:
        """A copy under a free name."""
        return self.create(name, self.read(name).text)

    def versions(self, name: str) -> list[str]:
        """The file names of a script's earlier versions, the newest first."""
        self.script_path(name)
        folder = self._versions(name)
        return sorted((entry.name for entry in self._entries(folder) if moment_of(entry.name)), reverse=True)

    def version(self, name: str, version: str) -> str:
        """The text of an earlier version. Raises RoutineNotFoundError."""
        if version not in self.versions(name):
            raise RoutineNotFoundError("There is no such version.", "Choose one of the list.")
        return _text(self._bytes(self._versions(name) / version), name)

    def throw_away(self, name: str) -> None:
        """Move a script to the bin, from where it can be brought back for six weeks."""
        with self._locked():
            path = self.script_path(name)
            bin_ = self._hidden("bin")
            moved = free_name(version_name(self._now()).removesuffix(SUFFIX) + "." + name, SUFFIX, self._in(bin_))
            self._moved(path, bin_ / moved)

    def thrown_away(self) -> list[tuple[str, str]]:
        """The scripts in the bin: (the entry's name, the script's name), the newest first."""
        found = []
        for entry in self._entries(self.path / HIDDEN / "bin"):
            stamp, _, name = entry.name.partition(".")
            plain = is_text(name) and entry.is_file(follow_symlinks=False)
            if moment_of(stamp + SUFFIX) and name.endswith(SUFFIX) and plain:
                found.append((entry.name, name.removesuffix(SUFFIX)))
        return sorted(found, reverse=True)

    def bring_back(self, entry: str) -> str:
        """Move a script out of the bin; returns its name. Raises RoutineNotFoundError."""
        with self._locked():
            name = dict(self.thrown_away()).get(entry)
            if name is None:
                raise RoutineNotFoundError("It is no longer in the bin.", "Choose one of the list.")
            target = free_name(name, SUFFIX, self._in(self.path))
            self._moved(self.path / HIDDEN / "bin" / entry, self.path / target)
            return target.removesuffix(SUFFIX)

    def tidy(self) -> None:
        """Remove versions and scripts in the bin that are older than six weeks."""
        with suppress(OutputError), self._locked():
            for entry, _ in self.thrown_away():
                moment = moment_of(entry.partition(".")[0] + SUFFIX)
                if moment and self._now() - moment > KEPT_FOR:
                    with suppress(OSError):  # it is tried again with the next start
                        (self.path / HIDDEN / "bin" / entry).unlink()
            for name in self.names():
                self._thin(self._versions(name))

    def script_path(self, name: str) -> Path:
        """The file of a script. Only names of the list are known, so none leads elsewhere. Raises
        RoutineNotFoundError."""
        if name not in self.names():
            raise RoutineNotFoundError("There is no such script.", "Choose one of the list.")
        return self.path / (name + SUFFIX)

    # Files

    def _scripts(self) -> Iterator[os.DirEntry[str]]:
        for entry in self._entries(self.path):
            if entry.name.endswith(SUFFIX) and not entry.name.startswith(".") and entry.is_file(follow_symlinks=False):
                yield entry

    def _renamed(self, name: str, title: str) -> str:
        stem = safe_stem(title, name)
        others = [entry.name for entry in self._entries(self.path) if entry.name != name + SUFFIX]
        return free_name(stem, SUFFIX, others).removesuffix(SUFFIX)

    def _write(self, name: str, text: str, data: bytes, *, overwrite: bool) -> Saved:
        if len(data) > MOST_BYTES:
            raise OutputError("The script is too long to be saved.", "Divide it into several routines.")
        target = self.path / (name + SUFFIX)
        with atomic_write(target, overwrite=overwrite) as file:
            if overwrite:
                Path(file.name).chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(data)
        return Saved(name, text, _digest(data))

    def _keep(self, path: Path, name: str, base: str) -> None:
        """Keep the file that is about to be replaced: as a second name for it, so that a change of the last moment is
        kept, too."""
        folder = self._hidden("versions", name)
        kept = folder / free_name(version_name(self._now()).removesuffix(SUFFIX), SUFFIX, self._in(folder))
        try:
            os.link(path, kept)
        except OSError:  # no hard links on this file system
            with atomic_write(kept, overwrite=False) as file:
                file.write(self._bytes(path))
        data = self._bytes(kept)
        if _digest(data) != base:
            raise ChangedError(_text(data, name), _digest(data))
        self._thin(folder)

    def _thin(self, folder: Path) -> None:
        for name in outdated(self._in(folder), self._now()):
            with suppress(OSError):  # it is tried again with the next save
                (folder / name).unlink()

    def _versions(self, name: str) -> Path:
        return self.path / HIDDEN / "versions" / name


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _as_before(text: str, before: bytes) -> bytes:
    """The bytes of a text, with the byte order mark and the line endings that its file has."""
    mark = _MARK if before.startswith(_MARK) else b""
    ending = b"\r\n" if b"\r\n" in before else b"\n"
    return mark + text.encode().replace(b"\n", ending)


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        hint = "Save it as UTF-8 in the program that wrote it."
        raise OutputError(f"{name}{SUFFIX} is not UTF-8, so it cannot be opened here.", hint) from None


def usual_folder() -> Path:
    """`./scripts` where there is such a folder, else one among the user's documents. Raises OutputError if it cannot be
    made there."""
    from voiceguide.script.library import LOCAL

    if LOCAL.is_dir():
        return LOCAL
    return documents_folder(DOCUMENTS)
