"""The side of a step: left, then right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from voiceguide.language import load
from voiceguide.language.letters import bare, either
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CONDITION, DOSE, KEPT, MORE, NUMBER, SIDE, TIME, UNSURE

_AMOUNT = f"[{TIME}{UNSURE}{NUMBER}]"
_BEFORE = re.compile(rf"(?:^|[,;:.()–—+{DOSE}{SIDE}{CONDITION}{KEPT}\x04{_AMOUNT[1:]}|\s-)\s*$")


@dataclass(frozen=True, slots=True)
class Side:
    """Words for the sides on which something is done."""

    start: int
    end: int
    noun: str
    """The key of the noun in the language pack."""
    each: bool
    """True if it belongs to a dose, `10 times each leg`. False if it repeats everything before it: `then switch
    legs`."""
    second: Literal["left", "right"] | None = None
    """The side that comes second by the words: `Do the same on the left`."""


def take_sides(scan: Scan) -> list[Side]:
    """Take the sides that are named, and cover them. In other places such words are plain."""
    _keep_plain(scan)
    behind = _behind(scan.grammar.pack.code)
    found: list[Side] = []
    for phrase in scan.grammar.sides:
        for match in phrase.pattern.finditer(scan.masked):
            noun = scan.grammar.nouns.get(bare(match.groupdict().get("noun") or ""))
            if phrase.kind == "both" and noun != "side":
                continue
            sure = phrase.kind == "each" and _of_an_amount(scan, match)
            if not (sure or behind.match(scan.masked, match.end())) or SIDE in match[0] or KEPT in match[0]:
                continue
            if phrase.kind == "set_off" and not (
                _BEFORE.search(scan.masked[: match.start()]) or _follows_count(scan, match)
            ):
                continue
            if match[0].startswith("/") and not sure and re.search(r"[^\W\d_]\s*$", scan.masked[: match.start()]):
                continue  # `ankle/foot`
            _keep_noun(scan, match, noun)
            found.append(Side(match.start(), match.end(), noun or "side", phrase.kind == "each", _second(scan, match)))
            scan.cover(match.start(), match.end(), SIDE)
    return sorted(found, key=lambda side: side.start)


@cache
def _behind(language: str) -> re.Pattern[str]:
    """The end of a clause or a dose, which stands behind a side."""
    pack = load(language)
    words = [*pack.words("dose", "must"), *pack.words("dose", "joiners")]
    leading = "|".join(re.escape(word) for word in words)
    dose = rf"(?:(?:{leading})\s+){{0,2}}(?:[xX×]\s?)?{_AMOUNT}"
    end = rf"[,.;:!?()\[\]{SIDE}{DOSE}{CONDITION}{KEPT}–—…]|-\s"
    goes_on = either(pack.words("sides", "goes_on"))
    return re.compile(rf"\s*(?:$|{end}|{dose}|(?<=\s)(?:{goes_on})(?!\w))", re.IGNORECASE)


def noun_of(sides: list[Side]) -> str | None:
    """The noun of the sides: the first that is not just `side`."""
    nouns = [side.noun for side in sides]
    return next((noun for noun in nouns if noun != "side"), nouns[0] if nouns else None)


def _keep_plain(scan: Scan) -> None:
    """Cover plain words that look like sides: `a bottle in each hand`."""
    for pattern in scan.grammar.plain_sides:
        for match in pattern.finditer(scan.masked):
            if not re.search(_AMOUNT + f"{MORE}*[^,.;]{{0,12}}$", scan.masked[: match.start()]):
                scan.cover(match.start(), match.end(), KEPT)


def _of_an_amount(scan: Scan, match: re.Match[str]) -> bool:
    """True if sides stand right after an amount, `2 minutes per foot gently`, and not before a part of the body, `1
    minute each side of the heel`."""
    units, parts = (either(scan.grammar.pack.words(*key)) for key in (("dose", "units"), ("sides", "behind")))
    amount = rf"{_AMOUNT}{MORE}*(?:\s?[x×]|\s(?:{units}))?\s*$"
    if re.match(rf"\s+(?:{parts})(?!\w)", scan.masked[match.end() :], re.IGNORECASE):
        return False
    return bool(re.search(amount, scan.masked[: match.start()], re.IGNORECASE))


def _second(scan: Scan, match: re.Match[str]) -> Literal["left", "right"] | None:
    named = sides_named(scan, match[0])
    return named[0] if len(set(named)) == 1 else None


def sides_named(scan: Scan, text: str) -> list[Literal["left", "right"]]:
    """The sides that the words name, in order. A word with the same form for both sides names none: `espalda
    derecha`."""
    pack = scan.grammar.pack
    lefts = {bare(word) for word in pack.words("sides", "left")}
    turn = pack.table("sides", "turn")
    if not turn:
        return []
    others = {bare(word): bare(other) for word, other in turn.items()}
    words = map(bare, re.findall(rf"(?<!\w)(?:{either(turn)})(?!\w)", text, re.IGNORECASE))
    return ["left" if word in lefts else "right" for word in words if others[word] != word]


def first_of(named: Sequence[Literal["left", "right"]]) -> Literal["left", "right"]:
    """The side to begin with: the one named most often, else the one named first."""
    if not named:
        return "left"
    right = named.count("right")
    return named[0] if 2 * right == len(named) else "right" if 2 * right > len(named) else "left"


def turned(scan: Scan, text: str) -> str | None:
    """The text for the other side, with left and right swapped. None if it names no side, or a word cannot be
    swapped."""
    written = scan.grammar.pack.table("sides", "turn")
    turn = {bare(word): other for word, other in written.items()}
    if not turn or not sides_named(scan, text):
        return None

    def other(match: re.Match[str]) -> str:
        swapped = str(turn[bare(match[0])])
        return swapped[:1].upper() + swapped[1:] if match[0][:1].isupper() else swapped

    return re.sub(rf"(?<!\w)(?:{either(written)})(?!\w)", other, text, flags=re.IGNORECASE)


def _keep_noun(scan: Scan, match: re.Match[str], noun: str | None) -> None:
    """Keep the noun of a side after a preposition: `under each foot` becomes `under the foot`. Other sides are cut
    out."""
    pack = scan.grammar.pack
    behind = set(map(bare, pack.words("sides", "behind")))
    words = scan.text[match.start() : match.end()].split()
    before = scan.text[: match.start()].split()[-1:]
    start = match.start()
    if bare(words[0]) in behind and noun != "side" and not _is_set_off(scan, start):
        before = [words.pop(0)]
    elif before:
        start = scan.text.rindex(before[0], 0, start)
    each, *others = words
    plain = pack.table("sides", "instead").get(bare(each))
    if not (plain and others and before and bare(before[0]) in behind):
        return
    article = pack.data["nouns"].get(noun, {}).get("the", plain)
    led = pack.table("sides", "contracted").get(f"{bare(before[0])} {article}", f"{before[0]} {article}")
    scan.instead.append((start, match.end(), led + ("" if led.endswith("'") else " ") + " ".join(others)))


def _follows_count(scan: Scan, match: re.Match[str]) -> bool:
    """True if a side that begins with `then` stands right after a count: `12 times and then the left`."""
    pack = scan.grammar.pack
    then = rf"(?:(?:{either(pack.words('dose', 'joiners'))})\s)?(?:{either(pack.words('dose', 'then'))})(?!\w)"
    count = rf"{NUMBER}{MORE}*\s(?:{either(pack.words('dose', 'units'))})\s*$"
    return bool(
        re.match(then, match[0], re.IGNORECASE) and re.search(count, scan.masked[: match.start()], re.IGNORECASE)
    )


def _is_set_off(scan: Scan, start: int) -> bool:
    """True if a side stands after a comma or a dose, and not among the words: `30 s on each foot`."""
    pack = scan.grammar.pack
    units = either([*pack.words("dose", "units"), *pack.words("dose", "moves")])
    dose = rf"(?:[{TIME}{UNSURE}]|{NUMBER}{MORE}*\s(?:{units})(?!\w))[^,;:.!?()]*$"
    return bool(_BEFORE.search(scan.masked[:start]) or re.search(dose, scan.masked[:start], re.IGNORECASE))
