"""Chatter: the greetings and remarks around the exercises of a letter. The words are data, in `chatter.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_NAME = re.compile(r"[^\W\d_][\w.’' -]{0,40}$")
_CONTACT = re.compile(
    r"(?:https?://|www\.)\S+$|\S+@\S+\.\w{2,}$|(?:\w{1,8}[.:]? ?)?\+?\(?\d[\d ()/.-]{6,18}\d$|[\d/ .:-]{6,20}$",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<!\w)(?:\+\d|\(\d{2,5}\)|\d{3,5}[ /-]\d{3})[\d /-]{4,14}\d\b|\S@\S+\.\w{2,}|https?://|www\.", re.IGNORECASE
)
_MOST_WORDS = 25


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("chatter.toml").read_text("utf-8"))


def words(kind: str) -> list[str]:
    """The words of one kind, of all languages: a sheet in one may be sent with a mail in another."""
    return sorted({word for language in _data().values() for word in language[kind]}, key=len, reverse=True)


@cache
def _begins(kind: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, words(kind)))})(?!\w)", re.IGNORECASE)


@cache
def _form() -> re.Pattern[str]:
    labels = "|".join(map(re.escape, words("form")))
    return re.compile(rf"(?:{labels})\s*[.:]*:(?!.*:\s*\d{{1,3}}(?!\d|[./-]))", re.IGNORECASE)


def is_chatter(text: str) -> bool:
    """True for a line that greets, thanks, takes leave, or is an address."""
    if _CONTACT.match(text) or _form().match(text):
        return True
    return len(text.split()) <= _MOST_WORDS and bool(_begins("opens").match(text))


def has_contact(text: str) -> bool:
    """True for a line with a telephone number or an address."""
    return bool(_NUMBER.search(text))


def closes(text: str) -> bool:
    """True for the line that ends a letter. Names and addresses follow it."""
    match = _begins("closes").match(text)
    if not match or len(text.split()) > 7:
        return False
    name = text[match.end() :].strip(" ,!.–-")
    return not name or bool(_NAME.match(name))


def warns(text: str) -> bool:
    """True for a line about pain, stopping or a doctor. Such a line is never chatter."""
    return bool(_warnings().search(text))


@cache
def _warnings() -> re.Pattern[str]:
    patterns = (re.escape(word).replace(r"\*", r"\w*") for word in words("warns"))
    return re.compile(rf"\b(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


def language_of(text: str) -> str:
    """The language with the most small words in a text. English if there are none."""
    found = re.findall(r"[^\W\d_]+", text.casefold())[:5_000]
    counts = {code: sum(word in frozenset(language["small"]) for word in found) for code, language in _data().items()}
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > counts["en"] else "en"
