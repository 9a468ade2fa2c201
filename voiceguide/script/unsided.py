"""Words behind a dose that may mean the other side, and were not read as sides."""

from __future__ import annotations

import re
from functools import cache

from voiceguide.language import load
from voiceguide.language.letters import bare
from voiceguide.script.scan import Scan
from voiceguide.script.sides import sides_named
from voiceguide.script.templates import DOSE

_CLAUSE = re.compile(r"[^,.;:!?()\[\]–—/\x00-\x1f]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_FEW = 2
"""The most words of a clause whose sides are no place: `switching sides`, and not `arms at your sides`."""
_PHRASES = ("each", "any", "both", "set_off", "switch", "repeat", "alternating", "left_side", "right_side")


def unread_sides(scan: Scan) -> None:
    """Warn of a clause behind the dose that has no other words than those of sides: the step is done once."""
    start = scan.masked.find(DOSE)
    words, each, sides = _vocabulary(scan.grammar.pack.code)
    found: list[str] = []
    telling = False
    for clause in _CLAUSE.finditer(scan.masked, start) if start >= 0 else ():
        own = [bare(word) for word in _LETTERS.findall(clause[0])]
        if own and all(word in words for word in own):
            found.append(clause[0].strip())
            telling |= not each.isdisjoint(own) or (len(own) <= _FEW and not sides.isdisjoint(own))
    written = ", ".join(found)
    if not telling:
        return
    if len(set(sides_named(scan, written))) != 1:  # one side alone is a step of that side
        message = f"`{written}` is only spoken: the step is done once"
        scan.remark("warning", message, found[0], "if it is done on both sides, write `{side}`")


@cache
def _vocabulary(language: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """All words of sides, those for each of them, as `each` and `alternating`, and those for more than one side. Left,
    right and one side are also a place: `to the side`, `left to right`."""
    pack = load(language)
    nouns = [word for noun in pack.data["nouns"].values() for word in (*noun["one"], *noun["many"])]
    phrases = [re.sub(r"\{\w+\}", " ", text) for key in _PHRASES for text in pack.words("sides", key)]
    each = [*pack.table("sides", "instead"), *pack.words("sides", "alternating_words")]
    whole = _words([*nouns, *phrases, *pack.table("sides", "turn"), *each, *pack.words("dose", "then")])
    return whole, _words(each, least=4), _words(pack.data["nouns"]["side"]["many"])


def _words(texts: list[str], least: int = 1) -> frozenset[str]:
    found = (bare(word) for text in texts for word in _LETTERS.findall(text.replace("_", " ")))
    return frozenset(word for word in found if len(word) >= least)
