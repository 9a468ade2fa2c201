"""Pauses: quiet without a word or a bell, written in brackets or between dots."""

from __future__ import annotations

import re
from functools import cache

from voiceguide.language import load
from voiceguide.language.letters import either
from voiceguide.script.amounts import lexer

SHORT = 5.0
"""Seconds of a pause that does not say how long it is."""
_DOTS = r"(?:\.{3,}|…)"


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    pack = load(language)
    words = either(pack.words("pause"))
    time = lexer(language).time.pattern
    joined = either([*pack.words("dose", "for"), *pack.words("pause", "of")])
    amount = rf"(?:(?:{joined})\s)?{time}"
    inner = rf"(?:(?:{words})(?:[\s:,–-]+{amount})?|{amount}\s(?:{joined}\s)?(?:{words}))"
    marked = rf"[(\[<]\s*{inner}\s*[.…]*\s*[)\]>]"
    dotted = rf"{_DOTS}\s*[(\[]?\s*(?:(?:{words})\s(?:(?:{joined})\s)?)?{time}\s*[)\]]?\s*(?={_DOTS}){_DOTS}"
    alone = rf"(?:{either(pack.words('pause', 'lines'))})(?:[\s:,–-]+{amount})[.!]?"
    return re.compile(rf"{marked}|{dotted}", re.IGNORECASE), re.compile(alone, re.IGNORECASE)


def split_pauses(text: str, language: str) -> list[str]:
    """A text in pieces: words, and pauses of their own. Most texts are one."""
    if not re.search(r"[(\[<…]|\.\.\.", text):
        return [text]
    pieces, at = [], 0
    for match in _patterns(language)[0].finditer(text):
        pieces += [text[at : match.start()], match[0]]
        at = match.end()
    return [piece.strip() for piece in [*pieces, text[at:]] if piece.strip()]


def is_pause(text: str, language: str) -> bool:
    """Whether a line is a pause and nothing else."""
    return any(pattern.fullmatch(text.strip()) for pattern in _patterns(language))


def pause_of(text: str, language: str) -> float:
    """How long a pause is."""
    amounts = [amount for amount in lexer(language).find(text) if amount.cover == "\x01"]
    return (amounts[0].low + amounts[0].high) / 2 if amounts else SHORT
