"""The instruction of an action: its plain words without the dose, and its spoken words with the dose in place."""

from __future__ import annotations

import re

from voiceguide.language.letters import either
from voiceguide.script.actions import Action
from voiceguide.script.grammar import any_word
from voiceguide.script.piece import Found
from voiceguide.script.pieces import keeps_unit
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CONDITION, DOSE, SIDE, UNDERSTOOD
from voiceguide.script.tidy import CUT, tidied

_TIMED = {"hold": "{duration}", "pace": "{duration}", "tempo": "{duration}"}
_COUNTED = ("breaths", "counted", "times")
SHORTEST_SET = 10.0
"""Seconds of a hold from which its count is a number of sets."""


def instruction(scan: Scan, action: Action, *, sets: bool) -> tuple[str, str]:
    """The plain words and the spoken words. A dose among the spoken words is `{duration}` or `{number}`.

    With `sets`, the dose is of sets, whose numbers are spoken after the words.
    """
    plain = letters(scan)
    spoken = list(plain)
    for piece in action.found:
        if piece.kept and piece.kind != "hold":
            start, end = piece.kept
            plain[start:end] = scan.text[start:end]
            spoken[start:end] = scan.text[start:end]
            if piece.kind != "counted":
                plain[start] = scan.grammar.pack.data["dose"].get("some", "") + plain[start]
            if piece.kind == "sets" and re.search(r"\w\s*$", scan.text[action.start : piece.start]):
                spoken[start] = plain[start]
        if _in_place(scan, action, piece, sets):
            if _words_behind(scan, action, piece):
                keep_lead(scan, plain, piece)
                _keep_kept(scan, plain, piece)
            _fill(scan, spoken, piece)
        elif piece.kind == "hold" and _has_verb(scan, piece):
            keep_lead(scan, spoken, piece)
        elif piece.kept and keeps_unit(scan, piece) and piece.kind in ("times", "sets"):
            start, end = piece.kept
            plain[start:end] = spoken[start:end] = [CUT] * (end - start)
    _keep_repeat(scan, action, spoken)
    text, said = (_tidied(scan, part[action.start : action.end]) for part in (plain, spoken))
    if action.start:
        text, said = (_begun(scan, part) for part in (text, said))
    if action.found and not text:
        text = with_lead(scan, action)
        said = said if "{" in said else text
    return text, said


def _keep_repeat(scan: Scan, action: Action, spoken: list[str]) -> None:
    """Put back a sentence that says how often and in how many sets: `Repeat 10 times and do 2 sets`."""
    again = next((piece for piece in action.found if "again" in piece.amounts), None)
    sets = next((piece for piece in action.found if set(piece.amounts) == {"sets"}), None)
    if again is None or sets is None or action.amounts.get("times") is not again.amounts["again"]:
        return
    amount = again.amounts["again"]
    spoken[again.start : sets.end] = scan.text[again.start : sets.end]
    spoken[amount.start : amount.end] = ["{number}"] + [""] * (amount.end - amount.start - 1)


def _begun(scan: Scan, text: str) -> str:
    """The words of a later action without their joining words: `then with eyes shut`."""
    joints = either([*scan.grammar.pack.words("dose", "then"), *scan.grammar.pack.words("dose", "joiners")])
    text = re.sub(rf"^(?:(?:{joints})(?!\w),?\s*)+", "", text, flags=re.IGNORECASE) or text
    return text[:1].upper() + text[1:]


def _in_place(scan: Scan, action: Action, piece: Found, sets: bool) -> bool:
    """True if a dose is spoken in its place, before other words."""
    if piece.kind in ("rest", "sets", "again", "more", "rounds", "work", "front", "label"):
        return False
    if piece.kind in ("breaths", "counted"):
        return not sets
    if piece.kind == "hold" and piece.kept:
        return True
    if piece.kind == "times" and piece.kept and (not keeps_unit(scan, piece) or _words_behind(scan, action, piece)):
        return not sets
    if not _words_behind(scan, action, piece):
        return False
    if piece.kind == "times":
        return not sets and not _set_off(scan, action, piece)
    return (
        not _set_off(scan, action, piece)
        or piece.start < (piece.amounts.get(piece.kind) or piece.amounts["hold"]).start
    )


def _keep_kept(scan: Scan, found: list[str], piece: Found) -> None:
    """Put back the part of a verb after its time: `houd 30 seconden vast`."""
    if piece.kept and piece.kind == "hold":
        start, end = piece.kept
        found[start:end] = scan.text[start:end]


def _has_verb(scan: Scan, piece: Found) -> bool:
    """True if a hold has its verb before its time: `and hold for {time}`. The verb is then spoken with the words."""
    amount = piece.amounts["hold"]
    lead = scan.text[piece.start : amount.start]
    return amount.end == piece.end and bool(any_word(scan.grammar.pack.code, "dose", "verbs").search(lead))


def _words_behind(scan: Scan, action: Action, piece: Found) -> bool:
    if any(other.start > piece.start and other.kept and other.kind != "hold" for other in action.found):
        return True
    return bool(re.search(r"[\w\x01-\x03]", scan.masked[piece.end : action.end].translate(UNDERSTOOD)))


def _set_off(scan: Scan, action: Action, piece: Found) -> bool:
    """True if signs stand on both sides of a dose, so that the rest is a sentence without it."""
    before = scan.masked[action.start : piece.start].rstrip()
    behind = scan.masked[piece.end : action.end].lstrip()
    opens = not before or before[-1] in ",.;:!?([–—-" or bool(scan.grammar.joiner.search(before))
    return opens and (not behind or behind[0] in ",.;:!?)]–—")


def _fill(scan: Scan, spoken: list[str], piece: Found) -> None:
    """Put the words of a piece back, with a slot for its number."""
    spoken[piece.start : piece.end] = scan.text[piece.start : piece.end]
    held = piece.amounts.get("hold")
    for name, amount in piece.amounts.items():
        if name == "times" and held is not None and held.high >= SHORTEST_SET:
            continue
        slot = _TIMED.get(name) or ("{number}" if name in _COUNTED else "")
        if not slot:
            continue
        # To count up to ten is not a bound: its words stay, `cuenta hasta {number}`.
        start = amount.value if name == "counted" or slot == "{duration}" else amount.start
        spoken[start : amount.end] = [slot] + [""] * (amount.end - start - 1)


def letters(scan: Scan) -> list[str]:
    """The letters of the text, with CUT for the parts understood."""
    understood = (SIDE, DOSE, CONDITION)
    found = [CUT if sign in understood else char for char, sign in zip(scan.text, scan.masked, strict=True)]
    for start, end, words in scan.instead:
        found[start:end] = [words] + [""] * (end - start - 1)
    return found


def keep_lead(scan: Scan, found: list[str], piece: Found) -> int:
    """Put back the words before the first amount of a piece, without `for`. Return the end of that amount."""
    amount = min(piece.amounts.values(), key=lambda amount: amount.start)
    lead = scan.text[piece.start : amount.start]
    words = "|".join(re.escape(word) for word in scan.grammar.pack.words("dose", "for"))
    if behind := re.search(rf"(?<!\w)(?:{words})\s", lead, re.IGNORECASE):
        lead = lead[: behind.start()]
    if len(lead.strip()) > 1:
        found[piece.start : piece.start + len(lead)] = lead
    return amount.end


def with_lead(scan: Scan, action: Action, *, rest: bool = False) -> str:
    """The instruction with the words before its dose, if no others are left (`Hold for 30 seconds`), or if a word of
    rest does not mean a rest (`Lie down and rest for a minute`)."""
    piece = action.found[0]
    found = letters(scan)
    end = keep_lead(scan, found, piece)
    _keep_kept(scan, found, piece)
    if rest or piece.kind in ("rest", "counted"):
        found[end : piece.end] = scan.text[end : piece.end]
    text = _tidied(scan, found[action.start : action.end])
    if not text and piece.kind == "hold":
        behind = scan.text[end : piece.end].strip()
        text = behind[:1].upper() + behind[1:]
    return text


def _tidied(scan: Scan, found: list[str]) -> str:
    return tidied("".join(found), scan.grammar.joiner)
