"""The kit: the lines that all routines share, most frequent first, so that a partial kit is useful."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.language import Pack
from voiceguide.recordings.utterances import atoms, key

FIVES = range(5, 60, 5)
SINGLES = (*range(6, 10), *range(11, 15), *range(16, 20))
"""Other durations of holds and rests in seconds: see `grid`."""
USUAL = ("foot", "leg", "side", "hand", "arm", "knee")
"""Nouns of sides, the most frequent first."""
LIVE = (
    "paused",
    "going-on",
    "skip",
    "back",
    "again",
    "ready",
    "leave",
    "place-kept",
    "first-step",
    "not-longer",
    "not-shorter",
)
"""Phrases for listeners who use the keys of a live session."""
ESSENTIAL = 60
"""The number of first lines that cover nearly every session."""


def kit(pack: Pack) -> list[str]:
    """The lines of a language's kit, without duplicates, most frequent first."""
    found: dict[str, str] = {}
    for text in (*_essential(pack), *_further(pack)):
        for atom in atoms(pack, text):
            found.setdefault(key(atom), atom)
    return list(found.values())


def _essential(pack: Pack) -> Iterator[str]:
    yield pack.phrase("halfway")
    yield pack.time_left(10)
    yield from _sides(pack, USUAL[0])
    yield pack.phrase("rest")
    for seconds in (*FIVES, 60, 120):
        yield pack.duration(seconds) + "."
    for seconds in (*FIVES, 90, *(60 * minutes for minutes in (*range(1, 11), 15, 20, 30))):
        yield pack.phrase("title-length", duration=pack.duration(seconds))
    for number in range(1, 13):
        yield pack.number(number)
    yield pack.phrase("closing")


def _further(pack: Pack) -> Iterator[str]:
    yield from (pack.phrase("breathe-in"), pack.phrase("breathe-out"))
    for seconds in SINGLES:
        yield pack.duration(seconds) + "."
    for seconds in FIVES:  # some languages say `y 35 segundos` after minutes
        yield pack.duration(60 + seconds) + "."
    for number in range(13, 21):
        yield pack.number(number)
    for noun in USUAL[1:]:
        yield from _sides(pack, noun)
    for seconds in (180, 240, 300):
        yield pack.duration(seconds) + "."
    for number in (10, 5, 8, 12, 15, *range(3, 16), 20):
        yield pack.phrase("count", number=number) + "."
    for minutes in (*range(11, 31), *range(35, 61, 5)):
        yield pack.phrase("title-length", duration=pack.duration(60 * minutes))
    for total in (2, 3):
        for number in range(2, total + 1):
            yield pack.phrase("round", number=number, total=total)
    for name in LIVE:
        yield pack.phrase(name)
    for name in ("longer", "shorter", "ends-later", "ends-earlier", "session-left", "starting-in"):
        yield pack.phrase(name, duration=pack.duration(15))
    yield pack.left(15)


def _sides(pack: Pack, noun: str) -> Iterator[str]:
    sides = [pack.side(noun, side) for side in ("left", "right")]
    yield from (side + "." for side in sides)
    yield pack.phrase("same-again", side=sides[1])
    yield pack.phrase("next", text=sides[1])
