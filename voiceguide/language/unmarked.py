"""Takes the marks of other programs out of a text, and the characters that cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202c\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
"""Characters without a width: soft hyphens, joiners, marks of direction, fillers, variants of emoji, tags."""
EMOJI = re.compile(
    "[\u203c\u2049\u2139\u231a-\u23ff\u25b6\u25c0\u2600-\u27bf\u2934\u2935\u2b00-\u2bff\u3030\u303d\u3297\u3299"
    "\U0001f000-\U0001faff\u20e3]+\\s*"
)
"""Pictures among letters. Some voices would say their names: `😀` is `grinning face`."""
ADDRESS = re.compile(
    r"\(?(?<![\w@/])(?:https?://|www\.)[^\s<>]+[^\s<>.,;:!?)\]]\)?|(?<![\w@/])(?:youtu\.be|bit\.ly|goo\.gl)/\S+"
)
"""A bare address of a page."""
_BLANKS = str.maketrans(
    dict.fromkeys(
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u2800\u3000", " "
    )
)
_STYLED = re.compile("[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]")
"""Joined letters, letters and digits of full width, and those that stand in for bold and italic: `𝗖𝗮𝘂𝘁𝗶𝗼𝗻`."""
_NUMBERED = re.compile(
    "^(?P<lead>[ \t]*)(?P<item>[-*+] +)?(?P<number>(?:[0-9]\u20e3)+|[\u2460-\u249b]) *", re.MULTILINE
)
"""The number of an item, in a box or a circle."""
_BOX = re.compile("(?<=[0-9])\u20e3")
"""The box around a digit among words. The digit stays."""
_INNER: Callable[[re.Match[str]], str] = lambda match: match["inner"]  # noqa: E731
WIKI_LINK = re.compile(r"!?\[\[(?:[^\[\]|]{0,300}\|)?(?P<inner>[^\[\]|]{1,300})\]\]")
"""A link of a notebook: `[[heel]]`, or `[[Heel spot|heel]]` with its words behind the bar."""
STRAY = re.compile(r"`|\*{2,}|(?<![\d\s)])\*+|\*+(?![\d\s*(])|(?<!\S)\*+(?!\S)|(?<!\w)_+|_+(?!\w)")
"""A mark of emphasis or code without its other half. A star between numbers multiplies."""
_MARKS = (
    (WIKI_LINK, _INNER),
    (re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]{0,300}>", re.DOTALL), ""),
    (re.compile(r"!?\[(?P<inner>[^\[\]]{0,300})\]\([^()\s]{0,500}\)"), _INNER),
    (re.compile(r"\s*\{[#.:][^{}]{0,100}\}"), ""),
    (re.compile(r"\s*\[\^[^\]\s]{1,40}\]:?"), ""),
    (re.compile(r"%%[^%]*%%"), ""),
    (re.compile(r"(?P<mark>==|~~)(?=\S)(?P<inner>[^=~]+)(?P=mark)"), _INNER),
    (re.compile(r"^\s*(?:[-*+]\s+)?\[[ xX✓✔-]\]\s*"), ""),
    (re.compile(r"`(?P<inner>[^`]+)`"), _INNER),
    (re.compile(r"(?<!\w)(?P<mark>\*{1,3}|_{1,3})(?=\S)(?P<inner>[^*_]+)(?P=mark)(?!\w)"), _INNER),
    (STRAY, ""),
)


def visible(text: str) -> str:
    """A text without characters that cannot be seen, and with plain blanks, letters and digits."""
    if text.isascii():  # the usual case
        return text
    text = _NUMBERED.sub(_plain_number, INVISIBLE.sub("", text).translate(_BLANKS))
    text = _BOX.sub("", text)
    return _STYLED.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _plain_number(match: re.Match[str]) -> str:
    """The mark of a list for a number in a box or a circle. Behind another mark, the number is left out."""
    number = re.sub(r"\D", "", unicodedata.normalize("NFKC", match["number"]))
    return match["lead"] + (match["item"] or f"{number}. ")


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
