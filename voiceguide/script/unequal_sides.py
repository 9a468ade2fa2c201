"""Sides with a dose each: `left 30 s, right 60 s`."""

from __future__ import annotations

import re
from typing import Literal

from voiceguide.language.letters import either
from voiceguide.script.amounts import Amount
from voiceguide.script.piece import Found
from voiceguide.script.scan import Scan
from voiceguide.script.templates import DOSE, MORE, NUMBER, SIDE, TIME


def take_unequal(scan: Scan) -> tuple[Amount | None, Literal["left", "right"]]:
    """The amount of the second side, and the first side: `left 30 s, right 60 s`. Everything but the first amount is
    covered."""
    pack = scan.grammar.pack
    left, right = (either(pack.words("sides", key)) for key in ("left_side", "right_side"))
    amount = f"[{TIME}{NUMBER}]{MORE}*"
    units = rf"(?:\s?[x×](?!\w)|\s(?:{either(pack.words('dose', 'units'))})(?!\w))?"
    gap = rf"\s*(?:[,;/|–-]|{either(pack.words('dose', 'joiners'))})?\s*(?:(?:{either(pack.words('dose', 'then'))})\s)?"
    for one, other in ((left, right), (right, left)):
        before = (
            rf"(?P<a>(?<!\w)(?:{one})(?!\w)\s?[:=]?\s*)(?P<one>{amount})"
            rf"(?P<c>{units}{gap}(?:{other})(?!\w)\s?[:=]?\s*(?P<two>{amount}){units})"
        )
        behind = (
            rf"(?P<a>)(?P<one>{amount})(?P<c>{units}\s(?:{one})(?!\w){gap}(?P<two>{amount}){units}\s(?:{other})(?!\w))"
        )
        for form in (before, behind):
            match = re.search(form, scan.masked, re.IGNORECASE)
            if match is None:
                continue
            first, second = scan.amounts[match.start("one")], scan.amounts[match.start("two")]
            if first.cover != second.cover or _is_breaths(scan, match.start("one")):
                continue
            scan.cover(match.start("a"), match.end("a"), SIDE)
            scan.cover(match.start("c"), match.end("c"), SIDE)
            if first.cover == NUMBER:
                scan.cover(first.start, first.end, DOSE)
                scan.labelled.append(Found("label", first.start, first.end, {"times": first}))
            return second, "left" if one is left else "right"
    return None, "left"


def _is_breaths(scan: Scan, start: int) -> bool:
    """True if a number of breaths begins at this place. Those are not counted by sides."""
    phrases = (phrase.pattern for phrase in scan.grammar.doses if phrase.kind == "breaths")
    return any((match := pattern.search(scan.masked, start)) and match.start() == start for pattern in phrases)
