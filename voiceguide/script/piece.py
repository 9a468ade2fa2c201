"""A piece of a dose at its place in a line."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.script.amounts import Amount


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a dose at its place."""

    kind: str
    """As in the pack, but `front` for what stands before its words: `10x band pulls`."""
    start: int
    end: int
    amounts: dict[str, Amount]
    """By the name of their piece: `times`, `sets`, `hold` …"""
    kept: tuple[int, int] | None = None
    """The place of words that stay in the instruction: `deep breaths`."""
    phrase: int = -1
    """The index of its phrase."""
    ending: bool = False
    """True if it must end its clause."""
    between: bool = False
    """True if it is a rest between two of something."""
