"""Intervals whose parts are times with their words: `4 rounds: 30 s sprint, 90 s easy`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from voiceguide.language import load
from voiceguide.language.letters import bare, either
from voiceguide.script.amounts import Amount
from voiceguide.script.scan import Scan
from voiceguide.script.templates import DOSE, MORE, NUMBER, TIME, UNSURE

_TIME = rf"[{TIME}{UNSURE}]{MORE}*"
_NUMBER = rf"{NUMBER}{MORE}*"
_WORD = r"[^\W\d_][\w'’-]*"


@dataclass(frozen=True, slots=True)
class Part:
    """A time with its words."""

    amount: Amount
    text: str
    rest: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a round, and the number of rounds."""

    of: tuple[Part, ...] = ()
    rounds: Amount | None = None


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of all parts with their rounds, and of one part."""
    pack = load(language)
    joints = either([*pack.words("dose", "joiners"), *pack.words("dose", "then")])
    stop = either([*pack.words("dose", "joiners"), *pack.words("dose", "then"), *pack.words("dose", "not_front")])
    words = rf"(?!(?:{stop})(?!\w)){_WORD}(?:\s(?!(?:{joints})(?!\w)){_WORD}){{0,2}}"
    one = rf"(?P<time>{_TIME})\s(?P<words>{words})"
    part = rf"{_TIME}\s{words}"
    gap = rf"\s?(?:[,;/+]\s?(?:(?:{joints})\s)*|\s(?:(?:{joints})\s)+)"
    parts = rf"{part}(?:{gap}{part})+"
    units = either([*pack.words("dose", "units"), *pack.words("labelled", "sets")])
    rounds = rf"(?P<rounds>{_NUMBER})(?:\s?[x×](?!\w)|\s(?:{units})(?!\w))(?:\s[^\W\d_]{{1,3}})?\s?[:,]?\s?"
    whole = rf"(?:{rounds})?(?P<open>\()?(?P<parts>{parts})(?(open)\))\s?[.!]?"
    behind = rf"(?:,?\s(?:[x×]\s?(?P<after>{_NUMBER})|(?P<last>{_NUMBER})(?:\s?[x×]|\s(?:{units}))))?[.!]?\s*"
    flags = re.IGNORECASE
    return re.compile(whole + behind, flags), re.compile(one, flags)


def take_parts(scan: Scan) -> Parts:
    """Read and cover intervals with the words of their parts. Empty if it is not sure that the line has intervals."""
    times = [amount for amount in scan.amounts.values() if amount.cover != NUMBER]
    if len(times) < 2 or _has_work(scan):
        return Parts()
    whole, one = _patterns(scan.grammar.pack.code)
    start = _start(scan)
    match = whole.fullmatch(scan.masked, start)
    number = next((name for name in ("rounds", "after", "last") if match and match[name]), "")
    labelled = scan.masked[:start].rstrip().endswith(":")
    if match is None or not (number or match["open"] or labelled):
        return Parts()
    found = list(one.finditer(scan.masked, match.start("parts"), match.end("parts")))
    amounts = [scan.amounts[each.start("time")] for each in found]
    if any(amount.bound or amount.fault for amount in amounts):
        return Parts()
    rounds = scan.amounts[match.start(number)] if number else None
    words = [scan.text[each.start("words") : each.end("words")] for each in found]
    parts = [
        Part(amount, said, bare(said) in scan.grammar.rest_words) for amount, said in zip(amounts, words, strict=True)
    ]
    for amount in [*amounts, *([rounds] if rounds else [])]:
        scan.amounts.pop(amount.start)
    begin = match.start("rounds") if number == "rounds" else match.start("open" if match["open"] else "parts")
    scan.cover(begin, len(scan.text), DOSE)
    if rounds is None:
        hint = "to do them more often, add `{rounds}`"
        scan.remark("warning", "intervals, but not how often: they are done once", "", hint)
    return Parts(tuple(parts), rounds)


def _start(scan: Scan) -> int:
    """The end of the name of a line, before its rounds or its bracket."""
    amounts = sorted(scan.amounts.values(), key=lambda amount: amount.start)
    first = amounts[0].start
    before = scan.masked[:first]
    opened = before.rfind("(")
    return opened if opened >= 0 and not before[opened + 1 :].strip() else first


def _has_work(scan: Scan) -> bool:
    """True if other phrases read the parts: `20 s on, 10 s off`."""
    return any(phrase.pattern.search(scan.masked) for phrase in scan.grammar.doses if phrase.kind == "work")
