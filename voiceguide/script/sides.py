"""The side of a step: left, then right."""

from __future__ import annotations

import re

from voiceguide.script.scan import Scan
from voiceguide.script.templates import CONDITION, DOSE, NUMBER, SIDE, TIME, UNSURE

_AMOUNT = f"[{TIME}{UNSURE}{NUMBER}]"
_BEFORE = re.compile(rf"(?:^|[,;:.()–—+{DOSE}{SIDE}{CONDITION}\x04{_AMOUNT[1:]}|\s-)\s*$")


def take_sides(scan: Scan) -> str | None:
    """The pack's noun for the sides of a step, covered where it stands. Elsewhere these are plain words."""
    words = [*scan.grammar.pack.words("dose", "must"), *scan.grammar.pack.words("dose", "joiners")]
    leading = "|".join(re.escape(word) for word in words)
    dose = rf"(?:(?:{leading})\s+){{0,2}}(?:[xX×]\s?)?{_AMOUNT}"
    end = rf"[,.;:!?()\[\]{SIDE}{DOSE}{CONDITION}–—…]|-\s"
    behind = re.compile(rf"\s*(?:$|{end}|{dose})", re.IGNORECASE)
    found: list[str] = []
    for phrase in scan.grammar.sides:
        for match in phrase.pattern.finditer(scan.masked):
            noun = scan.grammar.nouns.get((match.groupdict().get("noun") or "").casefold())
            if phrase.kind == "both" and noun != "side":
                continue
            if not behind.match(scan.masked, match.end()) or SIDE in match[0]:
                continue
            if phrase.kind == "set_off" and not _BEFORE.search(scan.masked[: match.start()]):
                continue
            _keep_noun(scan, match)
            scan.cover(match.start(), match.end(), SIDE)
            found.append(noun or "side")
    return next((noun for noun in found if noun != "side"), found[0] if found else None)


def _keep_noun(scan: Scan, match: re.Match[str]) -> None:
    """`under each foot` becomes `under the foot`; elsewhere the side is cut out."""
    pack = scan.grammar.pack
    before = scan.masked[: match.start()].casefold().split()[-1:]
    first, *others = scan.text[match.start() : match.end()].split()
    article = pack.table("sides", "instead").get(first.casefold())
    if article and others and before and before[0] in pack.words("sides", "behind"):
        scan.instead.append((match.start(), match.end(), " ".join([article, *others])))
