"""The language of a script, found by its words."""

from __future__ import annotations

import re
from functools import cache

from voiceguide.language import available, load
from voiceguide.language.letters import bare

ENOUGH = 4
"""The words of a language that a text must have before the language is taken."""
_ONE_IN = 8
"""If one word in so many is English, no other language is tried."""
_WORD = re.compile(r"[^\W\d_]+")
_MOST = 20_000
"""Characters that are examined."""


def found_language(text: str) -> str:
    """The code of the language that most words belong to. English if that is not clear."""
    words = [bare(word) for word in _WORD.findall(text[:_MOST])]
    english = frozenset(map(bare, load("en").words("found")))
    if sum(word in english for word in words) * _ONE_IN > len(words):
        return "en"  # the other packs need not be read
    scores = {code: sum(word in known for word in words) for code, known in _known().items()}
    best = max(scores, key=lambda code: scores[code])
    others = [score for code, score in scores.items() if code not in (best, "en")]
    clear = scores[best] >= ENOUGH and scores[best] >= 2 * scores["en"] and scores[best] > max(others, default=0)
    return best if clear else "en"


@cache
def _known() -> dict[str, frozenset[str]]:
    """The telling words of each language."""
    return {code: frozenset(map(bare, load(code).words("found"))) for code in available()}
