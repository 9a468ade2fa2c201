"""Doses with a missing part: as many as one can, a sequence five times, a repeat without a number."""

from __future__ import annotations

import re

from voiceguide.language.letters import either
from voiceguide.script.actions import Action
from voiceguide.script.amounts import Amount
from voiceguide.script.doses import Pieces
from voiceguide.script.grammar import any_word
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CONDITION, DOSE, MORE, NUMBER

SEQUENCE = 60.0
"""Seconds of a sequence whose length is unsaid, where nobody presses."""


def take_failure(scan: Scan) -> tuple[bool, Amount | None]:
    """True if the words say `as many as you can`, and the number of sets: `2 x max`."""
    words = scan.grammar.pack.words("dose", "failure")
    if not words:
        return False, None
    number = rf"{NUMBER}{MORE}*"
    units = either([*scan.grammar.pack.words("labelled", "sets"), "x", "×"])
    pattern = re.compile(
        rf"(?<!\w)(?P<sets>{number})\s?(?:{units})(?:\sof|\sto)?\s(?:{either(words)})(?!\w)", re.IGNORECASE
    )
    if match := pattern.search(scan.masked):
        scan.cover(match.start(), match.end(), DOSE)
        return True, scan.amounts[match.start("sets")]
    return bool(any_word(scan.grammar.pack.code, "dose", "failure").search(scan.masked)), None


def take_both_again(scan: Scan, actions: list[Action]) -> str | None:
    """The words behind `do both again`, where a line does two things before it: both are done once more, so."""
    match = any_word(scan.grammar.pack.code, "exercise", "both_again").search(scan.masked)
    if (
        match is None
        or len(actions) != 2
        or any(set(action.amounts) not in ({"times"}, {"hold"}) for action in actions)
    ):
        return None
    last = actions[-1].found[-1].end
    if match.start() < last or re.search(f"[{NUMBER}]", scan.masked[last:]):
        return None
    while scan.masked[last : last + 1] == ")":
        last += 1
    tail = scan.text[match.end() :].strip(" .,;!")
    actions[-1].end = last
    scan.cover(last, len(scan.text), CONDITION)
    return f" {tail}" if tail else ""


def check_repeats(scan: Scan, pieces: list[Pieces]) -> None:
    """Report repeats of something without a length."""
    code = scan.grammar.pack.code
    if match := any_word(code, "exercise", "clocked").search(scan.masked):
        hint = "write what one minute has, work and rest, and how often: `{hold_sets}`"
        scan.remark("error", f"`{match[0]}` begins anew by the clock, which is not kept", match[0], hint)
    elif len(pieces) > 1 and (match := any_word(code, "dose", "failure").search(scan.masked)):
        message = f"`{match[0]}` of several movements: the time of each is not said"
        scan.remark("error", message, match[0], "write them as steps of their own, with a time each")
    if match := any_word(code, "exercise", "steps").search(scan.masked):
        if any(amount.start >= match.end() for amount in scan.amounts.values()) or not pieces:
            hint = "write those steps out, or put them under a heading of their own: `## … ({rounds})`"
            scan.remark("error", f"`{match[0]}` leads back to other steps", match[0], hint)
    elif match := any_word(code, "exercise", "redo").search(scan.masked):
        message = f"`{match[0]}` repeats something, and it is not sure what"
        scan.remark("error", message, match[0], "write what is done once more as a step of its own")


def take_sequence(scan: Scan, pieces: list[Pieces]) -> bool:
    """True if a sequence of unsaid length is done several times: each of them waits for the listener."""
    counted = any(
        {"times", "again", "sets"} & each.names and not {"pace", "hold", "breaths"} & each.names for each in pieces
    )
    sequence = any_word(scan.grammar.pack.code, "exercise", "sequences").search(scan.masked)
    if not counted or not sequence:
        return False
    hint = "say how long one takes: `{times}, 60 {second} {each_time}`"
    message = f"`{sequence[0]}` has a length of its own, which is not said"
    if len(pieces) != 1 or pieces[0].names not in ({"times"}, {"again"}):
        scan.remark("error", message, sequence[0], hint)
        return False
    message += f": each is about {SEQUENCE:g} seconds, or until a press"
    scan.remark("warning", message, sequence[0], hint)
    return True
