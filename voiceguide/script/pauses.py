"""Pauses: silence without words or bells, written in brackets or between dots."""

from __future__ import annotations

import re
from functools import cache

from voiceguide.language import load
from voiceguide.language.letters import either
from voiceguide.script.grammar import any_word
from voiceguide.script.scan import scanned
from voiceguide.script.templates import MORE, NUMBER, TIME, UNSURE

SHORT = 5.0
"""Seconds of a pause without a written length."""
_DOTS = r"(?:(?<!\.)\.{3,}|…)"
_TIME = rf"[{TIME}{UNSURE}]{MORE}*"


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    pack = load(language)
    words = either(pack.words("pause"))
    bracketed = either([*pack.words("pause"), *pack.words("pause", "waits")])
    joined = either([*pack.words("dose", "for"), *pack.words("pause", "of")])
    amount = rf"(?:(?:{joined})\s)?{_TIME}"
    inner = rf"(?:(?:{bracketed})(?:[\s:,–-]+{amount})?|{amount}\s(?:{joined}\s)?(?:{bracketed}))"
    marked = rf"[(\[<]{{1,2}}\s*{inner}\s*[.…]*\s*[)\]>]{{1,2}}"
    dotted = rf"{_DOTS}\s*[(\[]?\s*(?:(?:{words})\s(?:(?:{joined})\s)?)?{_TIME}\s*[)\]]?\s*{_DOTS}"
    alone = rf"(?:{either(pack.words('pause', 'lines'))})(?:[\s:,–-]+{amount})[.!]?"
    sentence = rf"(?:(?<=[.!?…]\s)|(?<=[.…]))(?P<sentence>(?:{words})\s(?:(?:{joined})\s)?{_TIME}\s*[.!…]*$)"
    return re.compile(rf"{marked}|{dotted}|{sentence}", re.IGNORECASE), re.compile(alone, re.IGNORECASE)


def split_pauses(text: str, language: str) -> list[str]:
    """A text split at its pauses. Most texts have none."""
    if not re.search(r"[(\[<{…]|[.!?] ", text):
        return [text]
    scan = scanned(text, language)
    pieces, at = [], 0
    for match in _patterns(language)[0].finditer(scan.masked):
        if match["sentence"] and re.search(f"[{TIME}{UNSURE}{NUMBER}]", scan.masked[at : match.start()]):
            continue  # a rest behind a dose
        if NUMBER in scan.masked[match.end() :] and any_word(language, "pause", "waits").search(match[0]):
            continue  # a wait within a repetition: `Lift [wait 2 s] and lower, 10 times`
        pieces += [scan.text[at : match.start()], scan.text[match.start() : match.end()]]
        at = match.end()
    rest = scan.text[at:] if at else text
    return [piece.strip() for piece in [*pieces, rest] if piece.strip()]


def is_pause(text: str, language: str) -> bool:
    """True if a line is only a pause."""
    masked = scanned(text.strip(), language).masked
    return any(pattern.fullmatch(masked) for pattern in _patterns(language))


def pause_of(text: str, language: str) -> float:
    """The seconds of a pause."""
    times = [amount for amount in scanned(text, language).amounts.values() if amount.cover == TIME]
    return (times[0].low + times[0].high) / 2 if times else SHORT
