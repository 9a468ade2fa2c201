"""Movements done both ways, and sides that take turns."""

from __future__ import annotations

import re
from typing import Literal

from voiceguide.language.letters import bare, either
from voiceguide.script.amounts import Amount
from voiceguide.script.grammar import any_word
from voiceguide.script.piece import Found
from voiceguide.script.scan import Scan
from voiceguide.script.sides import Side
from voiceguide.script.templates import DOSE, MORE, NUMBER, SIDE, TIME


def take_ways(scan: Scan) -> bool:
    """True if the line is done one way, then the other. The words for it are covered."""
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


def _each_in_turn(scan: Scan) -> str | None:
    """The sides that a line names, where its number is that of each: `Arme abwechselnd heben, je 10x`."""
    words = scan.grammar.pack.words("sides", "alternating_each")
    found = re.search(rf"(?<!\w)(?:{either(words)})\s(?={NUMBER})", scan.masked, re.IGNORECASE) if words else None
    nouns = (scan.grammar.nouns.get(bare(word)) for word in re.findall(r"[^\W\d_]+", scan.text))
    noun = next((noun for noun in nouns if noun), None)
    if found is None or noun is None:
        return None
    scan.cover(found.start(), found.end() - 1, SIDE)
    return noun


def take_alternating(scan: Scan, sides: list[Side]) -> tuple[str | None, bool]:
    """The noun of sides that take turns, and True if the count is of each side: `12 each leg, alternating`."""
    each = next((side for side in sides if side.each), None)
    for pattern in scan.grammar.alternating:
        for match in pattern.finditer(scan.masked):
            if not scan.grammar.end.match(scan.masked, match.end()):
                continue
            noun = scan.grammar.nouns.get(bare((match.groupdict().get("noun") or "").strip()))
            scan.cover(match.start(), match.end(), SIDE)
            return noun or (each.noun if each else "side"), each is not None
    turns = any_word(scan.grammar.pack.code, "sides", "alternating_words").search(scan.masked)
    if each and turns:
        return each.noun, True
    if turns and (noun := _each_in_turn(scan)):
        return noun, True
    return None, False
