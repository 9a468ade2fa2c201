"""The licence of a voice's recordings, as its model card tells it, and the recommended voices.

A card is a Markdown file that Piper's makers give out beside a voice. Two of its lines matter here: `* License: CC0`,
and `Finetuned from U.S. English lessac voice`, which names the voice that this one was trained onward from.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

CARD = "MODEL_CARD"
"""The name of a card's file."""
MOST_CARD_BYTES = 64 << 10
MOST_TOLD = 120
"""Characters of a licence that are shown."""
UNKNOWN = "unknown"
RESTRICTED = {
    "lessac": "for research only (Blizzard 2013)",
    "ryan": "not for commercial use (CC BY-NC-SA 4.0)",
}
"""Voice -> the licence of its recordings, for voices that others were trained onward from."""

_TERMS = re.compile(r"^[*\-\s]*(?:dataset\s+)?licen[cs]e\s*:\s*(\S.*)$", re.IGNORECASE | re.MULTILINE)
_ONWARD = re.compile(r"fine-?tuned from ([^\n]{1,200})", re.IGNORECASE)
_FREE = re.compile(r"CC-?0|public domain|CC[- ]?BY\b|Apache|\bMIT\b|\bBSD\b", re.IGNORECASE)
_NOT_FREE = re.compile(r"\bNC\b|non-?commercial|research|\bND\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licence:
    """The licence of a voice's recordings."""

    terms: str = UNKNOWN
    """The licence as its makers write it: `CC0`."""
    onward_from: str | None = None
    """The restricted voice that this one was trained onward from."""

    def __str__(self) -> str:
        """The licence and its meaning for a clinic."""
        if _NOT_FREE.search(self.terms):
            return f"{self.terms}: not for a clinic"
        if self.onward_from:
            terms = RESTRICTED[self.onward_from]
            return f"{self.terms}; trained onward from {self.onward_from}, {terms}: ask before you use it in a clinic"
        return self.terms if _FREE.search(self.terms) else f"{self.terms}: ask before you use it in a clinic"


@dataclass(frozen=True, slots=True)
class Recommended:
    """The recommended voice of a language, or the reason why there is none."""

    voice: str | None
    licence: Licence
    speaker: int | None = None
    """The number of its speaker, in a voice of many."""
    none: str = ""
    """The reason why no voice is recommended."""
    all_the_same: str = ""
    """A voice for people who may use it."""


def licence_in(card: str, name: str = "") -> Licence:
    """The licence that a card tells. `name`: the voice's, for those whose card tells none."""
    match = _TERMS.search(card)
    terms = "".join(filter(str.isprintable, match[1])).strip()[:MOST_TOLD] if match else UNKNOWN
    own = {part.casefold() for part in name.split("-")}
    named = next((RESTRICTED[voice] for voice in RESTRICTED if voice in own), None)
    if named:
        return Licence(named)
    onward = _ONWARD.search(card)
    parents = re.findall(r"\w+", onward[1].casefold()) if onward else []
    return Licence(terms, next((voice for voice in RESTRICTED if voice in parents), None))


def recommended(language: str) -> Recommended | None:
    """The recommendation for a language, by its tag; None for any other text."""
    tag = language.strip().replace("_", "-").casefold()
    return _recommended().get(tag) or _recommended().get(tag.split("-")[0]) if _is_tag(tag) else None


def licence_of(voice: str) -> Licence:
    """The licence of a voice that has no card: from the list of recommended voices, or unknown."""
    known = (each.licence for each in _recommended().values() if each.voice == voice)
    return next(known, licence_in("", voice))


def usual_speaker(voice: str) -> int | None:
    """The number of the speaker of a recommended voice of many; None for other voices."""
    return next((each.speaker for each in _recommended().values() if each.voice == voice), None)


def _is_tag(tag: str) -> bool:
    return re.fullmatch(r"[a-z]{2}(-[a-z0-9]{2,8})?", tag) is not None


@cache
def _recommended() -> Mapping[str, Recommended]:
    text = files("voiceguide.speech").joinpath("recommended_voices.toml").read_text(encoding="utf-8")
    return {
        tag: Recommended(
            each.get("voice"),
            Licence(each.get("licence", UNKNOWN)),
            each.get("speaker"),
            each.get("none", ""),
            each.get("all_the_same", ""),
        )
        for tag, each in tomllib.loads(text).items()
    }
