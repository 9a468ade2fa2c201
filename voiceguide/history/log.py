"""The log of sessions that were done on this machine: one line of JSON for each, in the user's state folder.

It holds no names of clients. Only its owner can read it, and nothing sends it anywhere.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

from voiceguide.errors import OutputError
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.state import make_state_folder, state_folder

NAME = "history.jsonl"
MOST_BYTES = 1_000_000
"""The size from which on the oldest half is dropped."""
FEWEST_SECONDS = 60.0
"""A session that was left earlier is not worth a line."""
LONGEST_NAME = 200
LONGEST_SECONDS = 86_400.0

Where = Literal["play", "page"]


@dataclass(frozen=True, slots=True)
class Done:
    """A session that was done, or a part of one."""

    at: str
    """The local time of its end, as ISO 8601 with the zone: `2026-11-28T14:07:00+01:00`."""
    routine: str
    heard: float
    """Seconds that it took."""
    finished: bool
    where: Where
    length: float | None = None
    """Seconds of the whole session, if they are known."""
    side: Literal["left", "right"] | None = None

    def __post_init__(self) -> None:
        """Raises ValueError for values that cannot be."""
        seconds = [self.heard, *([] if self.length is None else [self.length])]
        right = (
            isinstance(self.routine, str)
            and 0 < len(self.routine) <= LONGEST_NAME
            and all(math.isfinite(each) and 0 <= each <= LONGEST_SECONDS for each in seconds)
            and self.where in get_args(Where)
            and self.side in ("left", "right", None)
        )
        if not right or datetime.fromisoformat(self.at).tzinfo is None:
            raise ValueError("a value is impossible")

    @property
    def moment(self) -> datetime:
        """The time of its end."""
        return datetime.fromisoformat(self.at)


def stamp(now: datetime) -> str:
    """A local time as it stands in the log."""
    return now.astimezone().isoformat(timespec="seconds")


def add(done: Done) -> None:
    """Add a session to the log. One that was left early is passed over. Raises OutputError."""
    if not done.finished and done.heard < FEWEST_SECONDS:
        return
    line = json.dumps(asdict(done), separators=(",", ":")) + "\n"
    path = make_state_folder() / NAME
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            _shorten(path)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0), 0o600)
        with os.fdopen(descriptor, "ab") as file:
            file.write(line.encode("ascii"))
    except OSError as error:
        raise OutputError(f"Cannot write {path}: {error.strerror}.") from error


def read(routine: str | None = None) -> list[Done]:
    """The sessions of the log, newest first; of one routine, if it is named. Damaged lines are passed over. Raises
    OutputError where the log cannot be read."""
    path = state_folder() / NAME
    try:
        if not path.is_file():
            return []
        with path.open("rb") as file:
            content = file.read(2 * MOST_BYTES)
    except OSError as error:
        raise OutputError(f"Cannot read {path}: {error.strerror}.") from error
    found = list(_sessions(content.splitlines()))
    wanted = [done for done in found if routine is None or done.routine == routine]
    return sorted(wanted, key=lambda done: done.moment, reverse=True)


def forget() -> None:
    """Delete the log. Raises OutputError."""
    path = state_folder() / NAME
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"Cannot delete {path}: {error.strerror}.") from error


def _sessions(lines: Iterable[bytes]) -> Iterable[Done]:
    for line in lines:
        done = _session(line)
        if done is not None:
            yield done


def _session(line: bytes) -> Done | None:
    """The session of a line; None where the line is damaged or of another version."""
    try:
        values: Any = json.loads(line)
        known = {name: values[name] for name in Done.__dataclass_fields__ if name in values}
        return Done(**known) if isinstance(known.get("finished"), bool) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _shorten(path: Path) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    with atomic_write(path, overwrite=True) as file:
        Path(file.name).chmod(0o600)
        file.write(b"".join(lines[len(lines) // 2 :]))
