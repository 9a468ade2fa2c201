"""What others have written, made harmless for a screen."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 1000
"""More than a screen holds of one text."""

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
    r"|\x1b.?",
    re.DOTALL,
)
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode's categories of what has no sign: controls, marks of direction, halves of characters, what has no meaning."""
_NO_JOINER = "\u200c"
"""The one of them that writing needs: Persian words take no room for it."""
_VARIANTS = range(0xFE00, 0xFE10)
"""Terminals do not agree on the width of what these make of the character before them."""


def harmless(text: str) -> str:
    """The text in one line, without escape sequences, control characters and whatever else has no sign of its own."""
    shown = " ".join(_ESCAPES.sub("", text[: 4 * MOST_CHARACTERS]).split())
    kept = [
        character
        for character in shown
        if character == _NO_JOINER
        or (unicodedata.category(character) not in _DROPPED and ord(character) not in _VARIANTS)
    ]
    return "".join(kept)[:MOST_CHARACTERS].strip()
