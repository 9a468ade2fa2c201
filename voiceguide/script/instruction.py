"""The instruction that is left of a step when its dose, its side and its conditions are cut out."""

from __future__ import annotations

import re

from voiceguide.routine import Dose, Sets
from voiceguide.script.pieces import Found
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CONDITION, DOSE, SIDE
from voiceguide.script.tidy import CUT, tidied


def instruction(scan: Scan, found: list[Found], dose: Dose | None) -> tuple[str, str]:
    """The plain instruction, and what is said: with `{number}` in it where the count is best said inside."""
    plain = _letters(scan)
    begins = found and not scan.text[: found[0].start].strip(" (")
    if begins and (_is(found[0], "hold") or (_is(found[0], "counted") and not _kept(found[0]))):
        # A verb that the step begins with is its instruction: `Hold here for 30 seconds, then relax`.
        _keep_lead(scan, plain, found[0])
        if _kept(found[0]):
            start, end = found[0].match.span("kept")
            plain[start:end] = scan.text[start:end]
    spoken = list(plain)
    for piece in found:
        kept = _kept(piece)
        number = piece.amounts.get("number")
        if number is None or piece.phrase.kind not in ("counted", "breaths", "times", "sets"):
            continue
        plainly = piece.phrase.kind in ("times", "sets")
        if kept and (len(kept.split()) > 1 or not plainly):
            start, end = piece.match.span("kept")
            plain[start:end] = scan.text[start:end]
            if piece.phrase.kind != "counted":
                plain[start] = scan.grammar.pack.data["dose"].get("some", "") + plain[start]
        if kept is None and plainly:
            continue
        if isinstance(dose, Sets):
            spoken[piece.start : piece.end] = plain[piece.start : piece.end]
        else:
            spoken[piece.start : piece.end] = scan.text[piece.start : piece.end]
            # To count up to ten is no bound: its words stay, `cuenta hasta {number}`.
            start = number.value if piece.phrase.kind == "counted" else number.start
            spoken[start : number.end] = ["{number}"] + [""] * (number.end - start - 1)
    return _tidied(scan, plain), _tidied(scan, spoken)


def _is(piece: Found, kind: str) -> bool:
    return piece.phrase.kind == kind


def _kept(piece: Found) -> str | None:
    return piece.match.groupdict().get("kept")


def with_lead(scan: Scan, piece: Found) -> str:
    """The instruction with what stands before its dose, where nothing else is left (`Hold for 30 seconds`), or where
    a word of rest is no rest (`Lie down and rest for a minute`)."""
    letters = _letters(scan)
    amount = _keep_lead(scan, letters, piece)
    if piece.phrase.kind == "rest":
        letters[amount : piece.end] = scan.text[amount : piece.end]
    return _tidied(scan, letters)


def _letters(scan: Scan) -> list[str]:
    """The text letter by letter, with CUT for all that has been understood."""
    understood = (SIDE, DOSE, CONDITION)
    letters = [CUT if sign in understood else char for char, sign in zip(scan.text, scan.masked, strict=True)]
    for start, end, words in scan.instead:
        letters[start:end] = [words] + [""] * (end - start - 1)
    return letters


def _keep_lead(scan: Scan, letters: list[str], piece: Found) -> int:
    """Put back what stands before the first amount of a piece, without `for`; where that amount ends."""
    amount = min(piece.amounts.values(), key=lambda amount: amount.start)
    lead = scan.text[piece.start : amount.start]
    words = "|".join(re.escape(word) for word in scan.grammar.pack.words("dose", "for"))
    if behind := re.search(rf"(?<!\w)(?:{words})\s", lead, re.IGNORECASE):
        lead = lead[: behind.start()]
    if len(lead) > 1:
        letters[piece.start : piece.start + len(lead)] = lead
    return amount.end


def _tidied(scan: Scan, letters: list[str]) -> str:
    return tidied("".join(letters), scan.grammar.joiner)
