"""Everything that one desk consists of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from voiceguide.desk.checking import Checker
from voiceguide.desk.folder import ScriptFolder
from voiceguide.desk.jobs import Jobs
from voiceguide.desk.phone import Phone
from voiceguide.desk.studios import Studios

DOCUMENTS = "voiceguide"
"""The folder that is made among the user's documents."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The parts of a desk. `note` is told of faults."""

    folder: ScriptFolder
    checker: Checker
    studios: Studios
    jobs: Jobs
    phone: Phone
    note: Callable[[str], None]

    @classmethod
    def open(cls, path: Path, note: Callable[[str], None]) -> Desk:
        """The desk on a folder. Raises OutputError."""
        folder = ScriptFolder(path)
        folder.tidy()
        checker = Checker(folder.path)
        return cls(folder, checker, Studios(folder, checker, note), Jobs(note), Phone(folder.path, note), note)

    def close(self) -> None:
        """Stop all work."""
        self.phone.stop()
        self.jobs.close()
        self.studios.close()


def usual_folder() -> Path:
    """`./scripts` where there is such a folder, else one among the user's documents."""
    from voiceguide.script.library import LOCAL

    if LOCAL.is_dir():
        return LOCAL
    import platformdirs

    return platformdirs.user_documents_path() / DOCUMENTS
