"""The items of an outline, each with its silences and its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from voiceguide.fit.ladder import Ladder, Setting
from voiceguide.fit.numbers import Fitted
from voiceguide.fit.outline import Do, Item, Say
from voiceguide.fit.silences import GAP, GAP_GROWTH, gap_before, pause_between, room_of, settle_of

NO_NUMBERS = Fitted()


@dataclass(frozen=True, slots=True)
class Timed:
    """An item with all that decides when its cues are heard."""

    item: Item
    before: int
    """Samples of silence before it."""
    settle: int = 0
    """Samples to get in place."""
    fitted: Fitted = NO_NUMBERS
    """The numbers of its step."""


def timed(ladder: Ladder, setting: Setting, title_words: tuple[str, ...] = ()) -> list[Timed]:
    """All items of a ladder with a setting's numbers. The time that it leaves over is spread over gaps and settle
    times; over gaps alone where no settle time has room."""
    rooms = [room_of(settle_of(item)) for item in ladder.items]
    into_gaps = min(setting.left_over, ladder.gaps * GAP_GROWTH) if any(rooms) else setting.left_over
    growth = setting.settle_growth + setting.left_over - into_gaps
    gaps = iter(share(into_gaps, [1] * ladder.gaps))
    settles = iter(share(growth, rooms))
    found: list[Timed] = []
    previous: Item | None = ladder.before
    for item in _titled(ladder.items, title_words):
        before = pause_between(previous, item) + (GAP + next(gaps) if gap_before(item) else 0)
        settle = settle_of(item) + next(settles)
        fitted = setting.fitted[item.instance.key] if isinstance(item, Do) else NO_NUMBERS
        found.append(Timed(item, before, settle, fitted))
        previous = item
    return found


def share(amount: int, weights: list[int]) -> list[int]:
    """Whole samples in proportion to the weights; their sum is exactly the amount."""
    total, gone, passed = sum(weights), 0, 0
    parts = []
    for weight in weights:
        passed += weight
        upto = amount * passed // total if total else 0
        parts.append(upto - gone)
        gone = upto
    return parts


def _titled(items: Sequence[Item], words: tuple[str, ...]) -> Iterator[Item]:
    for number, item in enumerate(items):
        if number == 0 and words and isinstance(item, Say) and item.kind == "title":
            yield replace(item, parts=item.parts + words)
        else:
            yield item
