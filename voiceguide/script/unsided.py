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
_PHRASES = ("each", "any", "both", "set_off", "switch", "repeat", "alternating", "left_side", "right_side")


def unread_sides(scan: Scan) -> None:
    """Warn of a clause behind the dose that has no other words than those of sides: the step is done once."""
    start = scan.masked.find(DOSE)
    words, telling = _vocabulary(scan.grammar.pack.code)
    found: list[str] = []
    for clause in _CLAUSE.finditer(scan.masked, start) if start >= 0 else ():
        own = [bare(word) for word in _LETTERS.findall(clause[0])]
        if own and all(word in words for word in own):
            found.append(clause[0].strip())
    written = ", ".join(found)
    if not any(bare(word) in telling for word in _LETTERS.findall(written)):
        return
    if len(set(sides_named(scan, written))) != 1:  # one side alone is a step of that side
        message = f"`{written}` is only spoken: the step is done once"
        scan.remark("warning", message, found[0], "if it is done on both sides, write `{side}`")


@cache
def _vocabulary(language: str) -> tuple[frozenset[str], frozenset[str]]:
    """All words of sides, and those of them that tell of sides without others: `side`, `left`, `each`."""
    pack = load(language)
    nouns = [word for noun in pack.data["nouns"].values() for word in (*noun["one"], *noun["many"])]
    phrases = [re.sub(r"\{\w+\}", " ", text) for key in _PHRASES for text in pack.words("sides", key)]
    side = pack.data["nouns"]["side"]
    telling = [*side["one"], *side["many"], *pack.table("sides", "turn"), *pack.table("sides", "instead")]
    telling += pack.words("sides", "alternating_words")
    return _words([*nouns, *phrases, *telling, *pack.words("dose", "then")]), _words(telling, least=4)


def _words(texts: list[str], least: int = 1) -> frozenset[str]:
    found = (bare(word) for text in texts for word in _LETTERS.findall(text.replace("_", " ")))
    return frozenset(word for word in found if len(word) >= least)
