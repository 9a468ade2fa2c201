"""The side of a step: left, then right."""

from __future__ import annotations

import re

from voiceguide.language.letters import bare, either
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CONDITION, DOSE, KEPT, MORE, NUMBER, SIDE, TIME, UNSURE

_AMOUNT = f"[{TIME}{UNSURE}{NUMBER}]"
_BEFORE = re.compile(rf"(?:^|[,;:.()–—+{DOSE}{SIDE}{CONDITION}{KEPT}\x04{_AMOUNT[1:]}|\s-)\s*$")


def take_sides(scan: Scan) -> str | None:
    """The pack's noun for the sides of a step, covered where it stands. Elsewhere these are plain words."""
    words = [*scan.grammar.pack.words("dose", "must"), *scan.grammar.pack.words("dose", "joiners")]
    leading = "|".join(re.escape(word) for word in words)
    dose = rf"(?:(?:{leading})\s+){{0,2}}(?:[xX×]\s?)?{_AMOUNT}"
    end = rf"[,.;:!?()\[\]{SIDE}{DOSE}{CONDITION}{KEPT}–—…]|-\s"
    behind = re.compile(rf"\s*(?:$|{end}|{dose})", re.IGNORECASE)
    found: list[str] = []
    for phrase in scan.grammar.sides:
        for match in phrase.pattern.finditer(scan.masked):
            noun = scan.grammar.nouns.get(bare(match.groupdict().get("noun") or ""))
            if phrase.kind == "both" and noun != "side":
                continue
            if not behind.match(scan.masked, match.end()) or SIDE in match[0]:
                continue
            if phrase.kind == "set_off" and not _BEFORE.search(scan.masked[: match.start()]):
                continue
            _keep_noun(scan, match, noun)
            scan.cover(match.start(), match.end(), SIDE)
            found.append(noun or "side")
    return next((noun for noun in found if noun != "side"), found[0] if found else None)


def _keep_noun(scan: Scan, match: re.Match[str], noun: str | None) -> None:
    """`under each foot` becomes `under the foot`; elsewhere the side is cut out."""
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


def _is_set_off(scan: Scan, start: int) -> bool:
    """Whether a side stands behind a comma or a dose, and not among the words: `30 s on each foot`."""
    units = either(scan.grammar.pack.words("dose", "units"))
    dose = rf"(?:[{TIME}{UNSURE}]|{NUMBER}{MORE}*\s(?:{units})(?!\w))[^,;:.!?()]*$"
    return bool(_BEFORE.search(scan.masked[:start]) or re.search(dose, scan.masked[:start], re.IGNORECASE))
