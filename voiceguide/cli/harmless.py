"""Foreign text without control characters, safe to print."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 1000
"""A limit above what a screen can show."""

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b.?",
    re.DOTALL,
)
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode categories without a visible character: controls, direction marks, surrogates, unassigned ones."""
_NO_JOINER = "\u200c"
"""The zero-width non-joiner, which Persian words need."""
_VARIANTS = range(0xFE00, 0xFE10)
"""Variation selectors. Terminals disagree on the width of the character before them."""


def harmless(text: str) -> str:
    """Return the text in one line, without escape sequences and invisible characters."""
    shown = " ".join(_ESCAPES.sub("", text[: 4 * MOST_CHARACTERS]).split())
    kept = [
        character
        for character in shown
        if character == _NO_JOINER
        or (unicodedata.category(character) not in _DROPPED and ord(character) not in _VARIANTS)
    ]
    return "".join(kept)[:MOST_CHARACTERS].strip()
