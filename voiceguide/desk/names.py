"""Safe names for files: they work on every system and never leave their folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

from voiceguide.storage.device_names import names_device

MOST_CHARACTERS = 60
_NOT_ON_WINDOWS = frozenset('<>:"/\\|?*')


def safe_stem(text: str, fallback: str = "routine") -> str:
    """The name of a file without its suffix: letters, digits and hyphens of the text."""
    plain = "".join(sign if sign.isalnum() else "-" for sign in unicodedata.normalize("NFC", text).lower())
    stem = "-".join(part for part in plain.split("-") if part)[:MOST_CHARACTERS].strip("-")
    while len(stem.encode()) > 2 * MOST_CHARACTERS:
        stem = stem[:-1]
    return f"{stem}-1" if names_device(stem) else stem or fallback


def works_everywhere(stem: str) -> bool:
    """True for the name of a file that Windows takes as well."""
    return not names_device(stem) and not _NOT_ON_WINDOWS & set(stem)


def free_name(stem: str, suffix: str, taken: Collection[str]) -> str:
    """The first of `stem.md`, `stem-2.md` … that is not taken. Capitals make no difference."""
    folded = {name.casefold() for name in taken}
    name, number = f"{stem}{suffix}", 1
    while name.casefold() in folded:
        number += 1
        name = f"{stem}-{number}{suffix}"
    return name
