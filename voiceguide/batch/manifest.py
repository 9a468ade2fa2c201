"""A manifest of the recordings that a batch made in a folder. With it, a batch makes nothing twice and replaces no file
that is not its own.

It is one small hidden file beside the recordings, written whole or not at all. It lists the targets of a run before the
work begins. If the process is killed, the next run knows that a file that has appeared since is its own.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

from voiceguide.callbacks import Note
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.opening import read_kept

NAME = ".voiceguide-batch.json"
MOST_BYTES = 100_000_000
"""The limit for a manifest: that of half a million recordings."""

Stamp = tuple[int, int]
"""Size in bytes, time of the last change in nanoseconds."""


class Verdict(Enum):
    """The decision about a target."""

    MAKE = auto()
    CURRENT = auto()
    """The target exists and is up to date."""
    ALTERED = auto()
    """The target is up to date, but a person has changed it since: keep it."""
    FOREIGN = auto()
    """Another file has this name."""


@dataclass(slots=True)
class Entry:
    """One target."""

    digest: str
    stamp: Stamp | None
    """The file as it was made; of an announced target, the file before, if there was one."""
    announced: bool = False


@dataclass
class Manifest:
    """The manifest of one folder."""

    folder: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    _before: dict[str, Entry | None] = field(default_factory=dict)
    """The entries before this run announced theirs."""

    @classmethod
    def read(cls, folder: Path, note: Note) -> Manifest:
        """The saved manifest. If it cannot be read, `note` is told and the manifest is empty."""
        try:
            saved: Any = json.loads(read_kept(folder / NAME, MOST_BYTES))
            return cls(folder, {name: _entry(value) for name, value in saved["files"].items()})
        except FileNotFoundError:
            pass
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError, OverflowError) as error:
            reason = getattr(error, "strerror", None) or error
            note(f"{folder / NAME} cannot be read, so nothing there counts as made before: {reason}")
        return cls(folder)

    def save(self) -> None:
        """Write the manifest. Raises OutputError."""
        files = {name: [entry.digest, entry.stamp, entry.announced] for name, entry in sorted(self.entries.items())}
        with atomic_write(self.folder / NAME, overwrite=True) as file:
            file.write(json.dumps({"files": files}, indent=1, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def verdict(self, name: str, digest: str) -> Verdict:
        """The decision about a target that would be made with this digest."""
        entry, now = self.entries.get(name), stamp_of(self.folder / name)
        if now is None:
            return Verdict.MAKE
        if entry is None:
            return Verdict.FOREIGN
        same = entry.digest == digest
        if entry.announced:
            return Verdict.CURRENT if same and now != entry.stamp else Verdict.MAKE
        if now == entry.stamp:
            return Verdict.CURRENT if same else Verdict.MAKE
        return Verdict.ALTERED if same else Verdict.FOREIGN

    def announce(self, name: str, digest: str) -> None:
        """Announce a target of this run."""
        self._before[name] = self.entries.get(name)
        self.entries[name] = Entry(digest, stamp_of(self.folder / name), announced=True)

    def withdraw(self, name: str) -> None:
        """Withdraw the announcement of a target, if there is one."""
        if name in self._before:
            before = self._before.pop(name)
            if before is None:
                del self.entries[name]
            else:
                self.entries[name] = before

    def withdraw_unfinished(self) -> None:
        """Withdraw all announcements of this run without a result. A file that has appeared since is kept as made:
        files appear whole or not at all, even if their maker was stopped before it could report."""
        for name in list(self._before):
            entry, now = self.entries[name], stamp_of(self.folder / name)
            if now is not None and now != entry.stamp:
                self.made(name, entry.digest)
            else:
                self.withdraw(name)

    def made(self, name: str, digest: str) -> None:
        """Record that a target was made as announced."""
        self._before.pop(name, None)
        self.entries[name] = Entry(digest, stamp_of(self.folder / name))


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None if there is none."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _entry(value: Any) -> Entry:
    digest, stamp, announced = value
    return Entry(str(digest), None if stamp is None else (int(stamp[0]), int(stamp[1])), bool(announced))
