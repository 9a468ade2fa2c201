"""The silence that an item of a session brings: its settle time, the gap before it, and pauses between items."""

from __future__ import annotations

from typing import assert_never

from voiceguide.fit.numbers import REST_GROWTH, SETTLE_MOST
from voiceguide.fit.outline import Do, Item, Say, Settle
from voiceguide.fit.speech import PAUSE
from voiceguide.units import to_samples

GAP = to_samples(0.5)
"""The least gap before a step and before the closing word."""
GAP_GROWTH = to_samples(1.5)
"""The samples that each gap may grow by."""


def settle_of(item: Item) -> int:
    """Samples to get in place that this item brings, before they grow."""
    match item:
        case Do():
            return item.settle
        case Settle():
            return item.length
        case Say():
            return 0
        case _:
            assert_never(item)


def room_of(settle: int) -> int:
    """Samples that a settle time may grow by."""
    return max(0, min(int(settle * (REST_GROWTH - 1)), SETTLE_MOST - settle))


def gap_before(item: Item) -> bool:
    """True if a gap that fitting may grow stands before this item."""
    return isinstance(item, Do) or (isinstance(item, Say) and item.kind == "outro")


def pause_between(previous: Item | None, item: Item) -> int:
    """Samples of silence that always stand between two items."""
    if previous is None or isinstance(previous, Settle) or isinstance(item, Settle) or gap_before(item):
        return 0
    return PAUSE
