"""A step, named in a way that holds for every session of the same script."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StepReference:
    """One instance of a step."""

    line: int
    """The line of the step in its script."""
    side: Literal["left", "right"] | None
    round: int
