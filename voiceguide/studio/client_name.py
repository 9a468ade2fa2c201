"""Checks the name of a client and a note for them, before they are spoken or written."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 80
"""The limit for a name."""
MOST_NOTE_CHARACTERS = 500
"""The limit for a note: some forty seconds of speech."""
_LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""Line ends of all systems and programs: in a cell of a sheet, a line break is a blank."""
_REFUSED = ("Cc", "Co", "Cs", "Zl", "Zp")
"""Unicode's categories of control characters, private and surrogate characters, and line ends."""


def client_name(text: str) -> str:
    """The name with single blanks. Raises ValueError, with a message for the person who typed it."""
    return _plain(text, "a client's name", MOST_CHARACTERS)


def note_text(text: str) -> str:
    """The note with single blanks. Raises ValueError, with a message for the person who typed it."""
    return _plain(text, "a note", MOST_NOTE_CHARACTERS)


def _plain(text: str, what: str, most: int) -> str:
    plain = unicodedata.normalize("NFC", _LINE_BREAK.sub(" ", text).strip(" \t"))
    if any(unicodedata.category(character) in _REFUSED for character in plain):
        raise ValueError(f"{what} has a character in it that cannot be printed")
    plain = " ".join(plain.split())
    if not any(map(str.isalpha, plain)):
        raise ValueError(f"{what} needs a letter")
    if len(plain) > most:
        raise ValueError(f"{what} has {most} characters at most, not {len(plain)}")
    return plain
