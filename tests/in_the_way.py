"""Things that stand in the place of a file: a pipe, a device without end, a link to itself, a huge file."""

from __future__ import annotations

import os
from pathlib import Path

from tests.needs import need


def pipe(path: Path) -> None:
    """A pipe that nobody writes into."""
    need(hasattr(os, "mkfifo"), "there are no named pipes here")
    os.mkfifo(path)


def endless(path: Path) -> None:
    """A link to a device that never ends."""
    need(Path("/dev/zero").exists(), "there is no endless device here")
    path.symlink_to("/dev/zero")


def loop(path: Path) -> None:
    """A link to itself."""
    need(os.name == "posix", "links need a right here")
    path.symlink_to(path.name)


def huge(path: Path) -> None:
    """A file of 200 GB, which takes no room on the disk."""
    with path.open("wb") as file:
        file.truncate(200_000_000_000)
