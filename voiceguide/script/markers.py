"""Markers: opening words that make a text a safety line or a note for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from voiceguide.language import load
from voiceguide.language.letters import CAPITALS, either

_END = r"(?:(?!\w)|(?<=['’ʼ]))"
"""The end of a word, also of a shortened one: `n'appuyez pas`."""
_WRAPPED = re.compile(
    r"\s*(?:\((?P<round>[^()]+)\)|\[(?P<square>[^\[\]]+)\]|[\"“”„«](?P<quoted>[^\"“”«»]+)[\"“”»])[.!]?\s*"
)
"""A text that stands in brackets or quotes as a whole."""
_LIST_MARK = r"\s*(?:\(?\d{1,2}[.)]\s+|\(?[a-zA-Z]\)\s+|[—–•*#>-]+\s+)?"


@dataclass(frozen=True, slots=True)
class Markers:
    """The markers of one language."""

    label: re.Pattern[str]
    """`Caution:`, alone or before a colon or a dash."""
    stop: re.Pattern[str]
    """`Stop if`."""
    do_not: re.Pattern[str]
    """`Do not`."""
    sentence: re.Pattern[str]
    """`If it hurts, stop`, and a label that a comma or a capital letter sets off: `Caution, ease off`."""
    lead: re.Pattern[str]
    """Words and marks that may stand before all these: `Important:`, `Please`, `a)`."""
    harmless: re.Pattern[str]
    """Words that begin like `Do not` but do not warn: `Don't worry`."""
    note: re.Pattern[str]

    def is_safety(self, text: str, do_not: bool) -> bool:
        """True if a text is a safety line. With `do_not`, `Do not` and the other sentences are markers, too."""
        text = _unwrapped(text)
        patterns = (self.label, self.stop, self.do_not, self.sentence) if do_not else (self.label, self.stop)
        forms = (text, self.lead.sub("", text, count=1))  # `Safety:` leads and is a label itself
        if any(self.harmless.match(form) for form in forms):
            return False
        return any(pattern.match(form) for pattern in patterns for form in forms)

    def is_caution(self, text: str) -> bool:
        """True if a heading is only a caution marker."""
        match = self.label.match(text)
        return match is not None and match.end() == len(text)

    def is_note(self, text: str) -> bool:
        """True if a text is for the reader alone."""
        return bool(self.note.match(text))

    def is_bare(self, text: str) -> bool:
        """True if a text is only a marker, so that its content must follow."""
        return any((match := pattern.match(text)) and match.end() == len(text) for pattern in (self.label, self.note))

    def begins_line(self, line: str) -> bool:
        """True if a line that continues a text was meant to begin a new one."""
        labelled = re.match(r"[^:]*:", line)
        meant = (self.stop.match(line) or self.do_not.match(line)) and not self.harmless.match(line)
        begins = line[:1].isupper() and meant
        return bool((labelled and (self.label.match(line) or self.note.match(line))) or begins)


def _unwrapped(text: str) -> str:
    """A text without the brackets or quotes around it."""
    match = _WRAPPED.fullmatch(text)
    return next((inner for inner in match.groups() if inner), text) if match else text


def _ended(words: Iterable[str]) -> str:
    """A pattern for one of several words. A full stop in one is the end of a clause: `hör auf.` is not in `hör auf den
    Atem`."""
    return either(list(words)).replace(r"\.", r"(?=\s*(?:[.,;!?)]|$))")


@cache
def markers(language: str) -> Markers:
    """The markers of a language."""
    pack = load(language)

    def any_of(key: str) -> str:
        return either(pack.words("markers", key))

    then_stop = pack.words("markers", "then_stop")
    clear = _ended(word for word in then_stop if " " in word)
    short = _ended(word for word in then_stop if " " not in word)  # `If you reach the bus stop, go on`
    return Markers(
        label=re.compile(rf"\s*(?:{any_of('caution')})\s*(?:[:!.]|\s[–—-]|–|—|$)\s*", re.IGNORECASE),
        stop=re.compile(rf"\s*(?:{any_of('stop')}){_END}", re.IGNORECASE),
        do_not=re.compile(rf"\s*(?:{any_of('do_not')}){_END}", re.IGNORECASE),
        sentence=re.compile(
            rf"\s*(?:(?:{any_of('caution')})(?:,\s|\s+(?=(?-i:[{CAPITALS}])))"
            rf"|(?:{any_of('if')}){_END}[^.!?:]{{1,150}}?(?:(?<!\w)(?:{clear})(?!\w)"
            rf"|(?:[,;–—-]\s*(?:\w+\s)?(?:{short})(?!\w)|(?<!\w)(?:{short})\s*[.!]?\s*$)))",
            re.IGNORECASE,
        ),
        lead=re.compile(rf"^{_LIST_MARK}(?:(?:{any_of('lead')})(?!\w)\s*[:,!.–—-]?\s*)?", re.IGNORECASE),
        harmless=re.compile(rf"\s*(?:{any_of('harmless')}){_END}", re.IGNORECASE),
        note=re.compile(rf"\s*(?:{any_of('note')})\s*(?::|$)\s*", re.IGNORECASE),
    )
