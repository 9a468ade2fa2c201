"""The words that hibari says wrong by itself, written as phonemes for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

AMERICAN, BRITISH = 0, 1


def pronounced(text: str, *, british: bool) -> str:
    """The text for the package: `the [psoas](/sˈOəs/)` for words that it would spoil, and no phonemes but these."""
    phonemes = _phonemes(BRITISH if british else AMERICAN)
    harmless = text.replace("](", "] (")  # a writer's brackets are read, not obeyed
    return _pattern(tuple(phonemes)).sub(lambda word: f"[{word[0]}](/{phonemes[word[0].casefold()]}/)", harmless)


@cache
def digest() -> str:
    """A short text that changes with the words: part of the engine's version, so that cached clips follow them."""
    return hashlib.sha256(_file()).hexdigest()[:8]


@cache
def _phonemes(accent: int) -> Mapping[str, str]:
    import tomllib

    words = tomllib.loads(_file().decode())["words"]
    return {word.casefold(): both[accent] for word, both in words.items() if both[accent]}


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of these whole words, the longest first."""
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)


@cache
def _file() -> bytes:
    return Path(__file__).with_suffix(".toml").read_bytes()
