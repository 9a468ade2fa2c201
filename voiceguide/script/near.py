"""The distance between words, for typing errors."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


@lru_cache(maxsize=4096)  # a trial of another wording reads the lines around it again
def distance(one: str, other: str) -> int:
    """The number of letters to insert, delete, change or swap (optimal string alignment)."""
    before, row = [0] * (len(other) + 1), list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        oldest, before, row = before, row, [i] * (len(other) + 1)
        for j, wanted in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                row[j] = min(row[j], oldest[j - 2] + 1)
    return row[-1]


def near(word: str, known: Iterable[str]) -> str | None:
    """The known word that an unknown word probably means.

    A long word may differ by two letters, a short one by one. A short one must also begin alike, since many ordinary
    words are as near.
    """
    word = word.casefold()
    candidates = []
    for other in known:
        most = 2 if len(other) >= 6 else 1
        folded = other.casefold()
        if folded == word:
            return None
        if len(other) < 3 or abs(len(other) - len(word)) > most or (most == 1 and folded[0] != word[0]):
            continue
        away = distance(word, folded)
        if away <= most:
            candidates.append((away, other))
    return min(candidates)[1] if candidates else None


def nearest(word: str, known: Iterable[str]) -> str:
    """The nearest known word."""
    return min(known, key=lambda other: (distance(word.casefold(), other.casefold()), other))
