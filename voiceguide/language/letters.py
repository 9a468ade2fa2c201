"""Spelling variants: words with or without accents, with either apostrophe, with any spaces between them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

CAPITALS = "A-ZÀ-ÖØ-ÞŒ"
"""The capital letters that may start a sentence, as a character class for all languages here."""
_DOT = "\u0307"
"""The dot of a Turkish capital İ. It is kept, so that `MİN` does not read as `min`."""
_APOSTROPHES = str.maketrans("’ʼ", "''")


@lru_cache(maxsize=1024)  # called often with the same text
def bare(text: str) -> str:
    """A text in the form for look-ups: `Une  répétition` -> `une repetition`. Lower case, no accents, single spaces."""
    return " ".join(_unaccented(text.translate(_APOSTROPHES)).casefold().split())


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first. It matches nothing if there are no words."""
    return _either(tuple(words))


@lru_cache(maxsize=1024)  # asked for each line of a script, with the same words of a language
def _either(words: tuple[str, ...]) -> str:
    forms = {form for word in words for form in (word, _unaccented(word))}
    return "|".join(map(_typed, sorted(forms, key=lambda form: (-len(form), form)))) or "(?!)"


def compact(words: Iterable[str]) -> str:
    """A pattern for the same as `either`, with common beginnings written once. Long lists compile faster."""
    tree = _Tree()
    for form in {form for word in words for form in (word, _unaccented(word))}:
        node = tree
        for letter in form:
            node = node.setdefault(letter, _Tree())
        node[""] = _Tree()
    return _branches(tree) or "(?!)"


class _Tree(dict[str, "_Tree"]):
    """Letters and the letters that follow them; an empty letter is the end of a word."""


def _branches(node: dict[str, _Tree]) -> str:
    branches = [_typed(letter) + _branches(behind) for letter, behind in sorted(node.items()) if letter]
    if not branches:
        return ""
    either_of = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{either_of})?" if "" in node else either_of


def _typed(words: str) -> str:
    return re.escape(words).replace(r"\ ", r"\s+").replace("'", "['’ʼ]")


def _unaccented(text: str) -> str:
    if text.isascii():  # the usual case
        return text
    letters = unicodedata.normalize("NFD", text.replace("ß", "ss"))
    plain = "".join(char for char in letters if char == _DOT or not unicodedata.combining(char))
    return unicodedata.normalize("NFC", plain)
