"""A wording: a line in other words, and the parts that wordings are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from voiceguide.language import Pack


@dataclass(frozen=True, slots=True)
class Wording:
    """A line in other words. A line may become several."""

    lines: tuple[str, ...]
    sure: bool = True
    """True if no other meaning is possible."""


def put(text: str, start: int, end: int, words: str) -> str:
    """The text with words in the place of some of its own."""
    return text[:start] + words + text[end:]


def example_with(pack: Pack, key: str, number: str) -> str:
    """An example of the pack with another number: `10 times` becomes `4 times`."""
    return re.sub(r"\d+", number, str(pack.data["examples"][key]), count=1)
