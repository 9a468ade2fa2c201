"""Finds the position of the body that a text asks for: standing, sitting, lying."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from voiceguide.language.letters import bare, either
from voiceguide.language.pack import Pack


@lru_cache(maxsize=1 << 12)
def position_in(pack: Pack, text: str) -> str | None:
    """The last position that a text asks for, as it is announced: `standing`. None where it asks for none."""
    found = [(match.end(), name) for name, pattern in _patterns(pack) for match in pattern.finditer(bare(text))]
    return max(found)[1] if found else None


@cache
def _patterns(pack: Pack) -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = pack.data["positions"]
    return tuple((each["said"], re.compile(rf"(?<!\w)(?:{either(each['words'])})(?!\w)")) for each in table.values())
