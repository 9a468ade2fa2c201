"""Splits a text into sentences."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from voiceguide.language.letters import CAPITALS
from voiceguide.language.pack import Pack

_END = re.compile(rf"(?<![.!?…])(?P<signs>[.!?…]++)\s++(?=[¿¡\"'“„«(]*+[{CAPITALS}])")
_SPOKEN = re.compile(r"\w")


@lru_cache(maxsize=1 << 14)
def sentences(pack: Pack, text: str) -> tuple[str, ...]:
    """The sentences of a text on one line. Joined with spaces, they give the text again.

    A sentence ends only where this is certain: not after an abbreviation, a single letter or a number, nor before
    anything but a capital, nor after a quotation mark or a bracket.
    """
    found, start = [], 0
    for match in _END.finditer(text):
        if match["signs"] == "." and _goes_on(pack, _before(text, match.start())):
            continue
        if _SPOKEN.search(text, start, match.end("signs")):
            found.append(text[start : match.end("signs")])
            start = match.end()
    return (*found, text[start:])


def _before(text: str, end: int) -> str:
    """The word that ends at this position."""
    start = end
    while start and not text[start - 1].isspace():
        start -= 1
    return text[start:end]


def _goes_on(pack: Pack, word: str) -> bool:
    """True if a dot after this word belongs to the word."""
    bare = word.lstrip("¿¡\"'“„«(")
    return len(bare) < 2 or "." in bare or bare[-1].isdigit() or bare.casefold() in _abbreviations(pack)


@cache
def _abbreviations(pack: Pack) -> frozenset[str]:
    signs = (sign[:-1] for sign in pack.table("speakable", "signs") if sign.endswith("."))
    return frozenset(word.split()[-1].casefold() for word in (*pack.words("speakable", "abbreviations"), *signs))
