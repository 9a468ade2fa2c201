"""Doses behind the labels of printed sheets: `Sets: 3 | Reps: 10 | Hold: 5 s`."""

from __future__ import annotations

import re
from functools import cache

from voiceguide.language import load
from voiceguide.language.letters import bare, either
from voiceguide.script.piece import Found
from voiceguide.script.scan import Scan
from voiceguide.script.templates import DOSE, KEPT, MORE, NUMBER, TIME, UNSURE

KINDS = ("sets", "times", "hold", "rest")
_AMOUNT = f"[{TIME}{UNSURE}{NUMBER}]{MORE}*"
_BEHIND = re.compile(
    rf"(?:\s*\]|\)|)\s*(?=$|[|.,;/\t)\]–—-]|\s{{2}}|[^\W\d_][^:|.]{{0,20}}:|{DOSE}|\s+[^\W\d_][^:|.]{{0,20}}:)"
)


@cache
def kinds_of(language: str) -> dict[str, str]:
    """The labels of a language, bare, and the pieces that they name."""
    pack = load(language)
    names = ("weight", "name", "sides", *KINDS)
    return {bare(word): name for name in names for word in pack.words("labelled", name)}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = either([word for name in ("weight", *KINDS) for word in load(language).words("labelled", name)])
    start = r"(?:^|(?<=[|.,;\t/([])|(?<=\s))"
    return re.compile(rf"{start}\s*(?P<label>{words})\s*[:=]\s*\[?\s*(?P<amount>{_AMOUNT})", re.IGNORECASE)


def take_labelled(scan: Scan) -> None:
    """Read and cover what is labelled. One label alone may be plain words: `Hold: 5 seconds` is read as such."""
    for match in _pattern(scan.grammar.pack.code).finditer(scan.masked):
        kind = kinds_of(scan.grammar.pack.code)[bare(match["label"])]
        amount = scan.amounts[match.start("amount")]
        start = match.start("label")
        if kind == "weight":
            unit = re.match(r"\s*\]?\s*[^\W\d_]{1,3}(?!\w)", scan.masked[match.end() :])
            scan.cover(start, match.end() + (unit.end() if unit else 0), KEPT)
            continue
        timed = amount.cover != NUMBER
        if timed != (kind in ("hold", "rest")):
            continue
        behind = _BEHIND.match(scan.masked, match.end())
        if behind is None:
            continue
        end = behind.end() if scan.masked[match.end() : behind.end()].strip() else match.end()
        scan.labelled.append(Found("label", start, end, {kind: amount}))
        scan.cover(start, end, DOSE)
