"""Words at the start of a text that say what it is: a safety line, a note for the reader."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from voiceguide.language import load
from voiceguide.language.letters import either

_END = r"(?:(?!\w)|(?<=['’ʼ]))"
"""The end of a word, or of one that is elided: `n'appuyez pas`."""


@dataclass(frozen=True, slots=True)
class Markers:
    """The markers of one language."""

    label: re.Pattern[str]
    """`Caution:`; alone, or before a colon or a dash."""
    stop: re.Pattern[str]
    """`Stop if`"""
    do_not: re.Pattern[str]
    harmless: re.Pattern[str]
    """What begins like `Do not` and is no caution: `Don't worry`."""
    note: re.Pattern[str]

    def is_safety(self, text: str, do_not: bool) -> bool:
        """True if a text is a safety line; `do_not` says whether `Do not` opens one here."""
        patterns = (self.label, self.stop, self.do_not) if do_not else (self.label, self.stop)
        if self.harmless.match(text):
            return False
        return any(pattern.match(text) for pattern in patterns)

    def is_caution(self, text: str) -> bool:
        """True if a heading is one of cautions, and of nothing else."""
        match = self.label.match(text)
        return match is not None and match.end() == len(text)

    def is_note(self, text: str) -> bool:
        """True if a text is for the reader alone."""
        return bool(self.note.match(text))

    def is_bare(self, text: str) -> bool:
        """True if there is nothing but the opener, so that what it opens must follow."""
        return any((match := pattern.match(text)) and match.end() == len(text) for pattern in (self.label, self.note))

    def begins_line(self, line: str) -> bool:
        """True if a line that goes on a text was meant to begin one of its own."""
        labelled = re.match(r"[^:]*:", line)
        begins = line[:1].isupper() and (self.stop.match(line) or self.do_not.match(line))
        return bool((labelled and (self.label.match(line) or self.note.match(line))) or begins)


@cache
def markers(language: str) -> Markers:
    """The markers of a language."""
    pack = load(language)

    def any_of(key: str) -> str:
        return either(pack.words("openers", key))

    return Markers(
        label=re.compile(rf"\s*(?:{any_of('caution')})\s*(?:[:!.]|\s[–—-]|–|—|$)\s*", re.IGNORECASE),
        stop=re.compile(rf"\s*(?:{any_of('stop')}){_END}", re.IGNORECASE),
        do_not=re.compile(rf"\s*(?:{any_of('do_not')}){_END}", re.IGNORECASE),
        harmless=re.compile(rf"\s*(?:{any_of('harmless')}){_END}", re.IGNORECASE),
        note=re.compile(rf"\s*(?:{any_of('note')})\s*(?::|$)\s*", re.IGNORECASE),
    )
