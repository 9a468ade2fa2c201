"""The levels of a live session, which its listener turns while it plays, and the file that keeps them.

The file lies in the state folder, so the next session begins with the levels of the last one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from voiceguide.audio.levels import LOUDEST_DECIBELS, QUIETEST_DECIBELS, USUAL, Group, Levels, at_levels
from voiceguide.audio.timeline import Timeline
from voiceguide.storage.atomic_write import atomic_write
from voiceguide.storage.opening import read_kept
from voiceguide.storage.state import make_state_folder, state_folder

NAME = "levels.json"
MOST_BYTES = 100_000


class Mixer:
    """Gives each timeline of a session the levels of now."""

    def __init__(self, levels: Levels = USUAL, keep: Callable[[Levels], None] | None = None) -> None:
        """`keep` is called with the levels after each change."""
        self.levels = levels
        self._keep = keep or (lambda levels: None)
        self._over_bed = False
        """True if the last timeline had a bed."""

    def lay(self, timeline: Timeline) -> Timeline:
        """The timeline at the levels of now."""
        self._over_bed = timeline.bed is not None
        return at_levels(timeline, self.levels)

    def turn(self, group: Group, steps: int) -> bool:
        """Turn the level of a group of sounds. Returns False if it stays the same."""
        turned = self.levels.turned(group, steps)
        if turned == self.levels or (group == "bed" and not self._over_bed):
            return False
        self.levels = turned
        self._keep(turned)
        return True


def load_levels() -> Levels:
    """The levels of the last session. The usual ones where none are kept or the file cannot be read."""
    try:
        found: Any = json.loads(read_kept(state_folder() / NAME, MOST_BYTES))
    except (OSError, ValueError, RecursionError):
        return USUAL
    usual = asdict(USUAL)
    kept: dict[str, Any] = {name: found.get(name) for name in usual} if isinstance(found, dict) else {}
    return replace(USUAL, **{name: float(value) for name, value in kept.items() if _is_level(value)})


def save_levels(levels: Levels) -> None:
    """Keep the levels for the next session. Raises OutputError if the file cannot be written."""
    with atomic_write(make_state_folder() / NAME, overwrite=True) as file:
        file.write(json.dumps(asdict(levels)).encode())


def _is_level(value: object) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and QUIETEST_DECIBELS <= value <= LOUDEST_DECIBELS  # type: ignore[operator]
