"""The phrases of a language pack as regular expressions.

Phrases are matched on masked text. Each time and number of a step is covered by signs of the same length (see
`amounts.py`). So `for {time}` is a simple pattern, and every place is a place of the written text.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from functools import cached_property

from voiceguide.language.letters import bare as bared
from voiceguide.language.letters import either

TIME, UNSURE, NUMBER, MORE = "\x01", "\x02", "\x03", "\x04"
"""Signs that cover a time, a time that needs `for`, and a number; MORE covers the rest of each."""
SIDE, DOSE, CONDITION = "\x06", "\x07", "\x08"
"""Signs that cover the understood parts of a step."""
KEPT = "\x0e"
"""The sign that covers an understood part which stays in the instruction."""

UNDERSTOOD = {ord(sign): None for sign in (SIDE, DOSE, CONDITION)}
"""A translation table that removes the understood parts."""

CLAUSE_END = re.compile(rf"\s*(?:$|[,.;:!?()\[\]{SIDE}{DOSE}{CONDITION}{KEPT}–—…]|-\s)")
"""The end of a clause after a dose."""

_TIME = rf"(?:{TIME}{MORE}*|{UNSURE}{MORE}*(?=\s*(?:$|[,.;:!?)(])))"
_SURE = rf"{TIME}{MORE}*"
_SLOTS = {
    "{number}": rf"(?P<number>{NUMBER}{MORE}*)",
    "{sets}": rf"(?P<sets>{NUMBER}{MORE}*)",
    "{more}": rf"(?P<number>{NUMBER}{MORE}*)",
    "{thing}": r"(?P<thing>\S.*)",
    "{phase}": r"(?P<phase>\S.*)",
}
_WORD = r"[^\W\d_][\w'’-]*"


class Template:
    """A phrase as a pattern. Its slots are groups; the part in `<...>` is the group `kept`.

    It is compiled for the first text that has all its necessary words. A script uses few phrases of a language, and
    compiling all of them would take longer than reading it.
    """

    def __init__(self, template: str, nouns: Mapping[str, str] | None = None) -> None:
        """Take a template. `nouns` has the patterns of more slots: `{one}`, `{many}`."""
        self._template = template
        self._nouns = nouns or {}

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Search as `re.Pattern` does."""
        return self._pattern.search(text, start) if self._may_match(text) else None

    def search_on(self, text: str, start: int) -> re.Match[str] | None:
        """Search behind a match. The necessary words are not looked for again: that would read a long text once for
        each match."""
        return self._pattern.search(text, start)

    def match(self, text: str) -> re.Match[str] | None:
        """Match as `re.Pattern` does."""
        return self._pattern.match(text) if self._may_match(text) else None

    def fullmatch(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Match a whole text, or this part of it, as `re.Pattern` does."""
        return self._pattern.fullmatch(text, start, end) if self._may_match(text[start:end]) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Find all matches as `re.Pattern` does."""
        return self._pattern.finditer(text) if self._may_match(text) else iter(())

    def _may_match(self, text: str) -> bool:
        folded = bared(text)
        for starts in self._wanted:  # without generators: a line is compared with some hundred templates
            for start in starts:
                if start in folded:
                    break
            else:
                return False
        return True

    @cached_property
    def _wanted(self) -> list[list[str]]:
        """The possible beginnings of each necessary token. Slots for any words are left out."""
        tokens = [token.strip("<>") for token in self._template.rstrip("$").split() if not _optional(token)]
        wanted = [[start for word in token.split("|") for start in _starts(word)] for token in tokens]
        return [starts for starts in wanted if "" not in starts]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _compiled(self._template, self._nouns)


def _starts(word: str) -> tuple[str, ...]:
    """The possible beginnings of a word of a template. Empty if any beginning is possible."""
    if not word.startswith("{"):
        return (bared(re.split(r"[_{]", word)[0]),)
    covers = {"{time": (TIME, UNSURE), "{number": (NUMBER,), "{more": (NUMBER,), "{sets": (NUMBER,)}
    return covers.get(word.partition("}")[0], ("",))


def _compiled(template: str, nouns: Mapping[str, str]) -> re.Pattern[str]:
    bare = not re.search(r"\w", re.sub(r"\{.*?\}|\[.*?\]", "", template))
    slots = {**_SLOTS, "{time}": rf"(?P<time>{_SURE if bare else _TIME})", **nouns}
    tokens = template.rstrip("$").split()
    required = [at for at, token in enumerate(tokens) if not _optional(token)]
    pattern = ""
    for at, token in enumerate(tokens):
        inner = token.strip("<>")
        piece = _piece(inner, slots)
        if _optional(token):
            piece = rf"(?:{piece}{_gap(inner)})?" if at < required[-1] else rf"(?:\s+{piece})?"
        elif at < required[-1]:
            piece += _gap(inner)
        pattern += ("(?P<kept>" if token.startswith("<") else "") + piece + (")" if token.endswith(">") else "")
    if re.search(r"\{words\}>?\$$", template):
        # The words after the noun go up to the end of the clause: `respiraciones lentas y profundas`.
        pattern += f"(?={CLAUSE_END.pattern})"
    return re.compile(pattern, re.IGNORECASE)


def _gap(token: str) -> str:
    """The gap after a word: a space, or nothing after a shortened one, `d'environ`."""
    return r"(?:\s+|(?<=['’ʼ]))" if "'" in token else r"\s+"


def _optional(token: str) -> bool:
    return (token.startswith("[") and token.endswith("]")) or token.strip("<>") == "{words}"


def _piece(token: str, slots: Mapping[str, str]) -> str:
    if token == "{words}":
        return rf"{_WORD}(?:,?\s+{_WORD}){{0,2}}?"
    alternatives = sorted(token.strip("[]").split("|"), key=len, reverse=True)
    return "(?:" + "|".join(_words(alternative, slots) for alternative in alternatives) + ")"


def _words(text: str, slots: Mapping[str, str]) -> str:
    parts = re.split(r"(\{\w+\})", text.replace("_", " "))
    pattern = "".join(slots.get(part) or f"(?:{either([part])})" for part in parts if part)
    before = r"(?<!\w)" if text[0].isalnum() else ""
    after = r"(?!\w)" if text[-1].isalnum() else ""
    return before + pattern + after
