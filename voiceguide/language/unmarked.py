"""Takes the marks of other programs out of a text, and the characters that cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Callable

INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")
"""Characters without a width: soft hyphens, joiners, marks of direction, variants of emoji."""
EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\u20e3]+\\s*")
"""Pictures among letters. Some voices would say their names: `😀` is `grinning face`."""
ADDRESS = re.compile(
    r"\(?(?<![\w@/])(?:https?://|www\.)[^\s<>]+[^\s<>.,;:!?)\]]\)?|(?<![\w@/])(?:youtu\.be|bit\.ly|goo\.gl)/\S+"
)
"""A bare address of a page."""
_BLANKS = str.maketrans(
    dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "
    )
)
_INNER: Callable[[re.Match[str]], str] = lambda match: match["inner"]  # noqa: E731
_MARKS = (
    (re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]{0,300}>", re.DOTALL), ""),
    (re.compile(r"!?\[(?P<inner>[^\[\]]{0,300})\]\([^()\s]{0,500}\)"), _INNER),
    (re.compile(r"\s*\{[#.:][^{}]{0,100}\}"), ""),
    (re.compile(r"\s*\[\^[^\]\s]{1,40}\]:?"), ""),
    (re.compile(r"%%[^%]*%%"), ""),
    (re.compile(r"(?P<mark>==|~~)(?=\S)(?P<inner>[^=~]+)(?P=mark)"), _INNER),
    (re.compile(r"^\s*(?:[-*+]\s+)?\[[ xX✓✔-]\]\s*"), ""),
    (re.compile(r"`(?P<inner>[^`]+)`"), _INNER),
    (re.compile(r"(?<!\w)(?P<mark>\*{1,3}|_{1,3})(?=\S)(?P<inner>[^*_]+)(?P=mark)(?!\w)"), _INNER),
)


def visible(text: str) -> str:
    """A text without characters that cannot be seen, and with plain blanks."""
    return INVISIBLE.sub("", text).translate(_BLANKS)


def unmarked(text: str) -> str:
    """A text without links, anchors, footnotes, tags, marks of emphasis, boxes to tick, addresses and emoji. A text of
    nothing but emoji stays."""
    return _without_emoji(_without_marks(visible(text)))


def _without_marks(text: str) -> str:
    if not _MAY_BE_MARKED.search(text):
        return text
    before = text
    for pattern, instead in _MARKS:
        text = pattern.sub(instead, text)
    text = ADDRESS.sub("", text)
    return text if text == before else re.sub(r" (?=[.,;:!?])", "", " ".join(text.split()))


def _without_emoji(text: str) -> str:
    if not EMOJI.search(text):
        return text
    words = EMOJI.sub("", text)
    return re.sub(r" (?=[.,;:!?])", "", words.strip()) if re.search(r"\w", words) else text


_MAY_BE_MARKED = re.compile(r"[<\[{%=~`*_]|https?:|www\.|youtu\.be/|bit\.ly/|goo\.gl/")
