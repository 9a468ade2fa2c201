"""The durations that a hold may have: the written ones, and round numbers that are easy to say."""

from __future__ import annotations

import math

from voiceguide.routine import Hold


def allowed_seconds(hold: Hold, most: float | None = None) -> tuple[float, ...]:
    """The allowed durations, in seconds, sorted.

    They are the written ones and, within the bounds, every second below 20 and every fifth second above. `most` raises
    the upper bound, for a rest that grows.
    """
    top = hold.most if most is None else max(most, hold.most)
    if hold.least == top:
        return (hold.natural,)
    kept = {seconds for seconds in (*hold.written, hold.natural) if hold.least <= seconds <= top}
    return tuple(sorted(kept | set(_grid(hold.least, top))))


def rounded_middle(least: float, most: float) -> float:
    """The natural length of a range: its middle, rounded down to the grid, or its lower end if the grid has no
    value."""
    middle = (least + most) / 2
    return max((seconds for seconds in _grid(least, middle)), default=least)


def _grid(least: float, most: float) -> list[float]:
    seconds = [float(second) for second in range(max(1, math.ceil(least)), min(19, math.floor(most)) + 1)]
    fives = range(max(4, math.ceil(least / 5)), math.floor(most / 5) + 1)
    return seconds + [float(five * 5) for five in fives]
