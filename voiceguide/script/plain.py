"""Text without the parts that are never spoken: invisible characters, marks of other programs, signs of paper."""

from __future__ import annotations

import re
from functools import lru_cache

from voiceguide.language.unmarked import ADDRESS, EMOJI

_TASK = re.compile(r"^\s*(?:\[[ xX✓✔-]\]|[☐☑☒□■✅✔✓▢])\s*")
_ARROW = re.compile(r"\s(?:←|⟵|⇐|<-{1,2}|<==?)\s.*$")
_BOXED = re.compile(r"\[\s*(?P<inner>\d[^\[\]()]{0,18})\s*\]")
_ANCHOR = re.compile(r"\s*\{[#.:][^{}]*\}")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\](?!:)")
_MARKS = re.compile(r"(?<![=~%])(?P<mark>==|~~|%%)(?=\S)(?P<inner>[^=~%]+?)(?<=\S)(?P=mark)")
_HIDDEN = re.compile(r"%%.*?%%")
_STARS = re.compile(r"(?<![\w*])\*{1,3}(?=\s)|\*{2,3}|(?<=\s)\*{1,3}(?![\w*])|(?<!\w)_{2,3}|_{2,3}(?!\w)")
_BARS = re.compile(r"\s*(?<!\|)\|(?!\|)\s*|\s*\t+\s*")
_PICTURE = re.compile(r"\s*\((?:\d{1,2}|[a-h])\)(?=\s*(?:$|[.,;]))")


_WIDE = re.compile(r"([^\S\t\n])[^\S\t\n]{2,}")
"""A run of blanks. The other patterns would look at each rest of it."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The words of a line without check boxes, anchors, addresses, footnotes and remarks after an arrow."""
    text = _TASK.sub("", _WIDE.sub(r"\1\1", text))
    text = EMOJI.sub("", text)
    text = _ARROW.sub("", text)
    text = _HIDDEN.sub("", text)
    text = _MARKS.sub(lambda match: match["inner"], text)
    for pattern in (_ANCHOR, _FOOTNOTE, ADDRESS, _STARS, _PICTURE):
        text = pattern.sub("", text)
    text = _BOXED.sub(lambda match: match["inner"], text)
    text = _BARS.sub(", ", text)
    text = re.sub(r",(?:\s*,)+", ",", text).strip().strip(",").strip()
    return " ".join(text.split())


def numbered_away(title: str) -> str:
    """A heading without its number, as `1.` in `1. Calf stretch`. `Exercise 2: …` keeps its word."""
    return re.sub(r"^\(?\d{1,2}(?:[.)]|\s[–—-])\s+(?=\S)", "", title)
