"""How words may be typed: with accents or without, with either apostrophe, with any blanks between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

CAPITALS = "A-ZÀ-ÖØ-ÞŒ"
"""The capital letters of the languages there are, for a character class: what begins a sentence."""
_DOT = "\u0307"
"""That of a Turkish capital: its i is no letter of `min`."""
_APOSTROPHES = str.maketrans("’ʼ", "''")


@lru_cache(maxsize=1024)  # each of a language's phrases asks for it, of the same text
def bare(text: str) -> str:
    """A text to look up: `Une  répétition` -> `une repetition`. No capitals, no accents, single blanks."""
    return " ".join(_unaccented(text.translate(_APOSTROPHES)).casefold().split())


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; one that matches nothing where there are none."""
    forms = {form for word in words for form in (word, _unaccented(word))}
    return "|".join(map(_typed, sorted(forms, key=lambda form: (-len(form), form)))) or "(?!)"


def _typed(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+").replace("'", "['’ʼ]")


def _unaccented(text: str) -> str:
    if text.isascii():  # most are
        return text
    letters = unicodedata.normalize("NFD", text.replace("ß", "ss"))
    plain = "".join(char for char in letters if char == _DOT or not unicodedata.combining(char))
    return unicodedata.normalize("NFC", plain)
