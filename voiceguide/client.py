"""The name of the person a session is made for: someone's text, so it is looked at before it is spoken or written."""

from __future__ import annotations

import unicodedata

MOST_CHARACTERS = 80
_REFUSED = ("Cc", "Co", "Cs", "Zl", "Zp")
"""Unicode's categories of control characters, of what has no meaning, and of line ends."""


def client_name(text: str) -> str:
    """The name with single blanks. ValueError, with a message for the person who typed it, where it can be none."""
    name = unicodedata.normalize("NFC", text.strip(" \t"))
    if any(unicodedata.category(character) in _REFUSED for character in name):
        raise ValueError("a client's name has a character in it that cannot be printed")
    name = " ".join(name.split())
    if not any(map(str.isalpha, name)):
        raise ValueError("a client's name needs a letter")
    if len(name) > MOST_CHARACTERS:
        raise ValueError(f"a client's name has {MOST_CHARACTERS} characters at most, not {len(name)}")
    return name
