"""Text without the parts that are never spoken: invisible characters, marks of other programs, signs of paper."""

from __future__ import annotations

import re
from functools import lru_cache

from voiceguide.language.unmarked import ADDRESS, EMOJI, STRAY, WIKI_LINK

_TASK = re.compile(r"^\s*(?:\[[ xX✓✔-]\]|[☐☑☒□■✅✔✓▢])\s*")
_ARROW = re.compile(r"\s(?:←|⟵|⇐|<-{1,2}|<==?)\s.*$")
_BOXED = re.compile(r"\[\s*(?P<inner>\d[^\[\]()]{0,18})\s*\]")
_NAMED = re.compile(r"[^\W\d_]\.?\s+[^\W\d_]{4,}\s*$")
"""Two words behind a number: `20 seconds pause`."""
_ANCHOR = re.compile(r"\s*\{[#.:][^{}]*\}")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\](?!:)")
_MARKS = re.compile(r"(?<![=~%])(?P<mark>==|~~|%%)(?=\S)(?P<inner>[^=~%]+?)(?<=\S)(?P=mark)")
_NAMED_EMOJI = re.compile(r"(?:^|(?<=\s)):[a-z][a-z0-9_+-]{1,30}:(?:\s+|$)")
_CALLED = re.compile(r"^\[!(?P<kind>[A-Za-z]+)\]\s*")
"""The mark of a callout outside of a quote: `[!CAUTION]`."""
_STRUCK = re.compile(r"~~(?=\S)[^~]+~~\s*")
_REFERENCE = re.compile(r"\[(?P<inner>[^\[\]]+)\]\[[^\[\]]*\]")
_GLUED_NOTE = re.compile(r"(?<=[^\W_][^\W\d_]|[^\W\d_][.,;!?)])\[\d{1,3}\]|(?<=[^\W\d_]{3})[¹²³⁰⁴-⁹]+|[†‡]")
"""The sign of a footnote behind a word: `heel[1]`, `heel.[1]`, `heel¹`."""
_TAGS = re.compile(r"(?:\s+(?:#[^\W\d]|\^[^\W_])[\w/-]*)+$")
"""Tags of notes at the end of a line, `#foot`, and names of blocks, `^a1b2`."""
_LED = re.compile(r"(?<=[^\W\d_])\s*(?:→|⇒|➔|=>|-+>)\s*(?=[~≈]?\d)(?!\d+\s?(?:°|deg))")
"""An arrow that leads from words to their dose."""
_HIDDEN = re.compile(r"%%.*?%%")
_BARS = re.compile(r"\s*(?<!\|)\|(?!\|)\s*|\s*\t+\s*")
_PICTURE = re.compile(r"\s*\((?:\d{1,2}|[a-h])\)(?=\s*(?:$|[.,;]))")


_WIDE = re.compile(r"([^\S\t\n])[^\S\t\n]{2,}")
"""A run of blanks. The other patterns would look at each rest of it."""


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The words of a line without check boxes, anchors, addresses, footnotes and remarks after an arrow."""
    text = _TASK.sub("", _WIDE.sub(r"\1\1", text))
    text = _NAMED_EMOJI.sub("", EMOJI.sub("", text))
    text = _CALLED.sub(lambda match: f"{match['kind'].capitalize()}: ", text)
    text = _ARROW.sub("", text)
    text = _HIDDEN.sub("", text)
    text = WIKI_LINK.sub(lambda match: match["inner"], text)
    text = _STRUCK.sub("", text) if re.search(r"\w", _STRUCK.sub("", text)) else text
    text = _REFERENCE.sub(lambda match: match["inner"], text)
    text = _LED.sub(", ", text)
    text = _MARKS.sub(lambda match: match["inner"], text)
    text = _TAGS.sub(_untagged, _GLUED_NOTE.sub("", _FOOTNOTE.sub("", _ANCHOR.sub("", text))))
    for pattern in (ADDRESS, STRAY, _PICTURE):
        text = pattern.sub("", text)
    text = _BOXED.sub(_unboxed, text)
    text = _BARS.sub(", ", text)
    text = re.sub(r",(?:\s*,)+", ",", text).strip().strip(",").strip()
    return " ".join(text.split())


def _untagged(match: re.Match[str]) -> str:
    """Nothing, for tags behind a dose or a sentence. Else their words belong to the line: `Roll the #heel`."""
    before = match.string[: match.start()]
    ended = re.search(r"\d", before) or before.endswith((".", "!", "?", ")"))
    return "" if ended else re.sub(r"\s\^[\w/-]+|#", "", match[0])


def _unboxed(match: re.Match[str]) -> str:
    """A number without its square brackets: `Reps: [12]`. A pause keeps brackets."""
    inner = match["inner"].strip()
    return f" ({inner})" if _NAMED.search(inner) else f" {inner}"


def numbered_away(title: str) -> str:
    """A heading without its number, as `1.` in `1. Calf stretch`. `Exercise 2: …` keeps its word."""
    return re.sub(r"^\(?\d{1,2}(?:[.)]|\s[–—-])\s+(?=\S)", "", title)
