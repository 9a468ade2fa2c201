"""Copied messages and mails. Heads, quoting marks and signatures are told apart from the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from voiceguide.importing.chatter import words

_DAY = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"
_TIME = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?\s?m\.?)?"
_MESSAGE = re.compile(
    rf"\[?(?P<when>{_DAY},?\s+{_TIME})\]?\s*(?:[-–:]\s*)?(?P<who>[^:\n]{{1,40}}):\s?(?P<text>.*)", re.IGNORECASE
)
_EVENT = re.compile(rf"\[?{_DAY},?\s+{_TIME}\]?\s*[-–]?\s*(?P<text>.*)", re.IGNORECASE)
_HEAD_ALONE = re.compile(rf"(?:[^:\n]{{1,40}},?\s+)?\[?(?:{_DAY},?\s+)?{_TIME}\]?[\s✓]*", re.IGNORECASE)
_MEDIA = re.compile(
    r"<[^<>]{3,40}>|[^\n]{0,30}\b(?:omitted|weggelassen|omitido|omis|omesso|weggelaten)\b[^\n]{0,5}", re.IGNORECASE
)
_DIVIDER = re.compile(r"[-_=]{2,}\s*[^-_=*\n]{5,40}\s*[-_=]{2,}")
_QUOTED = re.compile(r"(?:>\s?)+")
_LONGEST_SIGNATURE = 12


@dataclass(frozen=True, slots=True)
class PastedLine:
    """A line of a paste."""

    text: str
    chatter: bool = False
    begins: bool = False
    """True if a new message begins with it."""


@cache
def _wrote() -> re.Pattern[str]:
    return re.compile(rf".{{6,160}}\b(?:{'|'.join(words('wrote'))})\b.{{0,80}}:", re.IGNORECASE)


@cache
def _mail_head() -> re.Pattern[str]:
    return re.compile(rf"[*_]*(?:{'|'.join(map(re.escape, words('mail')))})\s*:[*_]*\s.*", re.IGNORECASE)


def lines_of(text: str) -> list[PastedLine]:
    """The lines of a paste; heads, system messages and signatures are chatter."""
    raw = [_QUOTED.sub("", line, count=1) if line.startswith(">") else line for line in text.split("\n")]
    return list(_lines(raw))


def _lines(raw: list[str]) -> Iterator[PastedLine]:
    told = ""
    signature = False
    for number, line in enumerate(raw):
        stripped = line.strip()
        message = _MESSAGE.match(stripped)
        if message:
            signature = False
            head = f"{message['who'].strip()}, {message['when']}"
            if message["who"] != told:
                yield PastedLine(head, chatter=True, begins=True)
            told = message["who"]
            yield PastedLine(message["text"], chatter=bool(_MEDIA.fullmatch(message["text"].strip())), begins=True)
        elif signature and stripped:
            yield PastedLine(line, chatter=True)
        elif stripped == "--" and 0 < len(raw) - number - 1 <= _LONGEST_SIGNATURE:
            signature = True
            yield PastedLine("")
        else:
            yield PastedLine(line, chatter=_is_head(raw, number))


def _is_head(raw: list[str], number: int) -> bool:
    """A line of a mail's head, or one that a program put in."""
    line = raw[number].strip()
    if not line:
        return False
    if _EVENT.match(line) or _HEAD_ALONE.fullmatch(line) or _DIVIDER.fullmatch(line) or _wrote().fullmatch(line):
        return True
    beside = [raw[place].strip() for place in (number - 1, number + 1) if 0 <= place < len(raw)]
    return bool(_mail_head().fullmatch(line)) and any(_mail_head().fullmatch(other) for other in beside)
