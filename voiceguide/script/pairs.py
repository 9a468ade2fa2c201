"""Optional steps that belong together: circle left, circle right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voiceguide.language import Pack
from voiceguide.language.letters import bare, either
from voiceguide.routine import Step


def paired(steps: Sequence[Step], pack: Pack) -> list[Step]:
    """The steps with pairs. Two optional steps in a row with opposite sides or directions have the same `pair`."""
    found = list(steps)
    for at in range(len(found) - 1):
        one, other = found[at], found[at + 1]
        if one.pair is None and one.optional and other.optional and _opposite(one.text, other.text, pack):
            found[at], found[at + 1] = replace(one, pair=one.line), replace(other, pair=one.line)
    return found


def _opposite(one: str, other: str, pack: Pack) -> bool:
    """True if two texts differ only in the words of a side or a direction."""
    words = {*pack.table("sides", "turn"), *pack.words("dose", "way_words")}
    pattern = re.compile(rf"(?<!\w)(?:{either(words)})(?!\w)", re.IGNORECASE)
    first, second = bare(one), bare(other)
    return first != second and pattern.search(first) is not None and pattern.sub("", first) == pattern.sub("", second)
