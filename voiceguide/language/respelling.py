"""Respells words so that a voice pronounces them right, by the script's `pronounce` and the pack's lexicon."""

from __future__ import annotations

import re
from functools import lru_cache

from voiceguide.language.pack import Pack
from voiceguide.language.speakable import speakable


def respelt(pack: Pack, text: str, pronounce: dict[str, str], *, lexicon: bool = True) -> str:
    """The text with hard words respelt: the script's own, and with `lexicon` those of the pack. The script's own
    spellings are final."""
    own = {word.lower(): spelling for word, spelling in pronounce.items()}
    pieces = _pattern(tuple(own)).split(text) if own else [text]
    words = _lexicon(pack) if lexicon else {}
    general = _pattern(tuple(words))
    for place, piece in enumerate(pieces):
        if place % 2:
            pieces[place] = own.get(piece.lower(), piece)
        else:
            pieces[place] = general.sub(lambda word: words.get(word[0].lower(), word[0]), piece)
    return "".join(pieces)


def for_voice(pack: Pack, text: str, pronounce: dict[str, str], *, lexicon: bool = True) -> str:
    """The text for an engine: hard words respelt, and a comma if the text has no final sign, so that it does not sound
    cut off."""
    words = respelt(pack, speakable(pack, text), pronounce, lexicon=lexicon)
    return words if words.endswith((".", "!", "?", "…", ":", ",", ";")) else words + ","


@lru_cache
def _lexicon(pack: Pack) -> dict[str, str]:
    return {word.lower(): spelling for word, spelling in pack.table("lexicon", "words").items()}


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of these whole words, the longest first. It matches nothing if there are no words."""
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)({either})(?!\w)" if either else r"(?!)", re.IGNORECASE)
