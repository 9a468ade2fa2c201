"""Movements in both directions: forwards and backwards, each way, `10x forwards, 10x backwards`."""

from __future__ import annotations

import re

from voiceguide.language.letters import either
from voiceguide.script.amounts import Amount
from voiceguide.script.scan import Scan
from voiceguide.script.templates import MORE, NUMBER, SIDE


def take_directions(scan: Scan) -> bool:
    """True if the line is done in one direction, then in the other. The words for it are covered."""
    if _two_counts(scan):
        return True
    for pattern in scan.grammar.ways:
        for match in pattern.finditer(scan.masked):
            before = scan.masked[: match.start()].rstrip()
            if (
                scan.grammar.measure.search(before[-14:])
                and re.search(r"[^\W\d_°]*$", before)
                and _measured(scan, before)
            ):
                continue
            if not scan.grammar.end.match(scan.masked, match.end()) and not scan.grammar.goes_on.match(
                scan.masked, match.end()
            ):
                continue
            scan.cover(match.start(), match.end(), SIDE)
            return True
    return False


def _measured(scan: Scan, before: str) -> bool:
    """True if a measure stands right before: `20 degrees each way`."""
    match = re.search(rf"{NUMBER}{MORE}*(?P<rest>\s?-?\S+)$", before)
    return bool(match and scan.grammar.measure.fullmatch(match["rest"]))


def _two_counts(scan: Scan) -> bool:
    """True for equal counts of two ways, `10x forwards, 10x backwards`. The second count is covered, and both ways stay
    words."""
    pack = scan.grammar.pack
    ways = either(pack.words("dose", "way_words"))
    number = rf"{NUMBER}{MORE}*"
    counted = either([*pack.words("dose", "units"), *pack.words("dose", "moves")])
    times = rf"(?:\s?[x×]|\s(?:{counted}))?"
    joints = rf"\s*(?:,|;|/)?\s*(?:(?:{either([*pack.words('dose', 'joiners'), *pack.words('dose', 'then')])})\s)?"
    then = either(pack.words("dose", "then"))
    pattern = re.compile(
        rf"(?P<one>{number}){times}\s(?P<way>{ways})"
        rf"(?P<second>{joints}(?:[^\W\d_]+\s){{0,4}}?(?P<two>{number}){times}\s(?:{ways}))(?!\w)"
        rf"|(?P<first>{number})(?P<between>\s[^,.;]{{0,80}}?)"
        rf"(?P<again>,?\s(?:{then})\s[^,.;]{{0,80}}?(?:{ways})\s(?P<last>{number}){times})(?!\w)",
        re.IGNORECASE,
    )
    match = pattern.search(scan.masked)
    if match is None:
        return False
    one, two, second = ("one", "two", "second") if match["one"] else ("first", "last", "again")
    amounts: list[Amount] = [scan.amounts[match.start(group)] for group in (one, two)]
    if (amounts[0].low, amounts[0].high) != (amounts[1].low, amounts[1].high):
        return False
    scan.cover(match.start(second), match.end(second), SIDE)
    if match["way"]:
        scan.cover(match.start("way"), match.end("way"), SIDE)
    return True
