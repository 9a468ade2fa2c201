"""Where in a routine a listener is, in terms that hold for every session of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StepReference:
    """One doing of a step."""

    line: int
    """Of the step in its script."""
    side: Literal["left", "right"] | None
    round: int
