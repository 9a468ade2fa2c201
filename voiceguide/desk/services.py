"""The services of one desk, which its addresses share: scripts, checks, studios, jobs, the page for phones."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from voiceguide.desk.checking import Checker
from voiceguide.desk.folder import ScriptFolder
from voiceguide.desk.jobs import Jobs
from voiceguide.desk.phone import Phone
from voiceguide.desk.studios import Studios


@dataclass(frozen=True, slots=True)
class DeskServices:
    """The services of one desk. `note` is told of faults."""

    folder: ScriptFolder
    checker: Checker
    studios: Studios
    jobs: Jobs
    phone: Phone
    note: Callable[[str], None]
    closed: threading.Event = field(default_factory=threading.Event)
    """Set once all work is to stop."""

    @classmethod
    def open(cls, path: Path, note: Callable[[str], None]) -> DeskServices:
        """The services of a desk on a folder. Raises OutputError."""
        folder = ScriptFolder(path)
        folder.tidy()
        checker = Checker(folder.path)
        return cls(folder, checker, Studios(folder, checker, note), Jobs(note), Phone(folder.path, note), note)

    def close(self) -> None:
        """Stop all work."""
        self.closed.set()
        self.phone.stop()
        self.jobs.close()
        self.studios.close()
