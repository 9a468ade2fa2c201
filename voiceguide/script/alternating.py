"""Sides that alternate with each repetition: `12 each leg, alternating`."""

from __future__ import annotations

import re

from voiceguide.language.letters import bare, either
from voiceguide.script.grammar import any_word
from voiceguide.script.scan import Scan
from voiceguide.script.sides import Side
from voiceguide.script.templates import NUMBER, SIDE


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
