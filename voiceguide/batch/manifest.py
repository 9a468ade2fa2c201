"""What a batch has made in a folder, so that it makes nothing twice and replaces nothing that is not its own.

One small hidden file beside the recordings, written whole or not at all. Before work begins it says what was promised;
so if the process is killed, the next one knows that a file which has appeared since then is its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any

from voiceguide.storage.atomic_write import atomic_write

NAME = ".voiceguide-batch.json"

Stamp = tuple[int, int]
"""Size in bytes, time of the last change in nanoseconds."""


class Verdict(Enum):
    """What to do about a target."""

    MAKE = auto()
    CURRENT = auto()
    """It is there, as it would be made."""
    ALTERED = auto()
    """It was made as it would be, and somebody has changed it since: theirs."""
    FOREIGN = auto()
    """Something else is there."""


@dataclass(slots=True)
class Entry:
    """One target."""

    digest: str
    stamp: Stamp | None
    """Of the file as it was made; of a promised one, as it was before, if it was."""
    promised: bool = False


@dataclass
class Manifest:
    """The ledger of one folder."""

    folder: Path
    entries: dict[str, Entry] = field(default_factory=dict)
    _before: dict[str, Entry | None] = field(default_factory=dict)
    """What stood where something is promised now."""

    @classmethod
    def read(cls, folder: Path, note: Callable[[str], None]) -> Manifest:
        """As it was saved; `note` is told if it cannot be read: then nothing in the folder is known."""
        try:
            saved: Any = json.loads((folder / NAME).read_text("utf-8"))
            return cls(folder, {name: _entry(value) for name, value in saved["files"].items()})
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            note(f"{folder / NAME} cannot be read, so nothing there counts as made before: {error}")
        return cls(folder)

    def save(self) -> None:
        """Write it whole. Raises OutputError."""
        files = {name: [entry.digest, entry.stamp, entry.promised] for name, entry in sorted(self.entries.items())}
        with atomic_write(self.folder / NAME, overwrite=True) as file:
            file.write(json.dumps({"files": files}, indent=1, ensure_ascii=False).encode())

    def verdict(self, name: str, digest: str) -> Verdict:
        """What to do about a target, were it made with this digest."""
        entry, now = self.entries.get(name), stamp_of(self.folder / name)
        if now is None:
            return Verdict.MAKE
        if entry is None:
            return Verdict.FOREIGN
        same = entry.digest == digest
        if entry.promised:
            return Verdict.CURRENT if same and now != entry.stamp else Verdict.MAKE
        if now == entry.stamp:
            return Verdict.CURRENT if same else Verdict.MAKE
        return Verdict.ALTERED if same else Verdict.FOREIGN

    def promise(self, name: str, digest: str) -> None:
        """Write down that a target will be made."""
        self._before[name] = self.entries.get(name)
        self.entries[name] = Entry(digest, stamp_of(self.folder / name), promised=True)

    def broke(self, name: str) -> None:
        """Take back a promise of this run, if there is one."""
        if name in self._before:
            before = self._before.pop(name)
            if before is None:
                del self.entries[name]
            else:
                self.entries[name] = before

    def break_promises(self) -> None:
        """Take back all promises of this run that were not kept. A file that has appeared since its promise is ours,
        though whoever made it may have been stopped before it could say so: files appear whole or not at all."""
        for name in list(self._before):
            entry, now = self.entries[name], stamp_of(self.folder / name)
            if now is not None and now != entry.stamp:
                self.made(name, entry.digest)
            else:
                self.broke(name)

    def made(self, name: str, digest: str) -> None:
        """Write down that a target is there as promised."""
        self._before.pop(name, None)
        self.entries[name] = Entry(digest, stamp_of(self.folder / name))


def stamp_of(path: Path) -> Stamp | None:
    """What tells a file from what it was before; None if there is none."""
    try:
        found = path.lstat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _entry(value: Any) -> Entry:
    digest, stamp, promised = value
    return Entry(str(digest), None if stamp is None else (int(stamp[0]), int(stamp[1])), bool(promised))
