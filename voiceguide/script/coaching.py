"""Cues inside a hold: `halfway: Change direction.`"""

from __future__ import annotations

import re

from voiceguide.routine import BreathPattern, Breaths, Coaching, Count, Dose, Hold, Intervals, Series, Sets, When
from voiceguide.script.amounts import Amount
from voiceguide.script.near import near
from voiceguide.script.scan import Scan, scanned
from voiceguide.script.source import Remark
from voiceguide.script.templates import MORE, NUMBER, TIME, UNSURE

SEPARATOR = re.compile(r":|\s[-–—]\s")
"""The sign after the time of a cue."""
LONGEST_CUE_WORD = 80
"""Characters before a number in which a word of time is looked for: a line of numbers is read in linear time."""
WHEN: dict[str, When] = {"halfway": "halfway", "after": "after", "before_end": "before-end", "every": "every"}


def read_cue(text: str, line: int, language: str) -> tuple[Coaching | None, tuple[Remark, ...]]:
    """The cue in a nested item, if a time stands in front of it, and the remarks about it."""
    scan = scanned(text, language)
    for separator in SEPARATOR.finditer(scan.masked):
        head = scan.masked[: separator.start()].strip()
        for phrase in scan.grammar.coaching:
            if match := phrase.pattern.fullmatch(head):
                start = match.start("time") if "time" in match.groupdict() else -1
                shift = len(scan.masked) - len(scan.masked.lstrip())
                amount = scan.amounts[start + shift] if start >= 0 else None
                return _cue(scan, line, WHEN[phrase.kind], text[separator.end() :].strip(), amount)
        if separator[0] == ":":
            break
    _doubt(scan)
    return None, tuple(scan.remarks)


def outside(cue: Coaching, dose: Dose | None) -> str | None:
    """The message for a cue outside its hold, with both numbers. None if the cue is inside."""
    if dose is None:
        return "a cue needs a hold to be in, and this step has no time"
    seconds = _longest(dose)
    beyond = cue.seconds > seconds if cue.when == "before-end" else cue.seconds >= seconds
    if not beyond:
        return None
    return f"the cue at {cue.seconds:g} seconds is outside its hold of {seconds:g} seconds"


def _cue(
    scan: Scan, line: int, when: When, text: str, amount: Amount | None
) -> tuple[Coaching | None, tuple[Remark, ...]]:
    if not text:
        scan.remark("error", "the cue says nothing", "", "write its words behind the colon")
    elif amount and (amount.fault or amount.ranged or amount.low <= 0):
        written = scan.text[amount.start : amount.end]
        scan.remark("error", amount.fault or f"`{written}` is not one time in the hold", written, "write {cues}")
    if scan.remarks:
        return None, tuple(scan.remarks)
    return Coaching(line, text, when, amount.low if amount else 0.0), ()


def _doubt(scan: Scan) -> None:
    """Report a text that looks like a cue but is not one."""
    colon = scan.masked.find(":")
    head = scan.masked[:colon].strip() if colon >= 0 else ""
    halfway = [re.sub(r"\[.*?\]", "", word).strip() for word in scan.grammar.pack.words("coaching", "halfway")]
    units = {word.casefold() for word in scan.grammar.lexer.unit_words if len(word) > 2}
    timed = TIME in head or UNSURE in head or not units.isdisjoint(head.casefold().split()) or _counted(scan, head)
    if colon >= 0 and ((timed and len(head.split()) <= 6) or near(head, halfway)):
        written = scan.text[:colon].strip()
        scan.remark("error", f"`{written}:` cannot be read as the time of a cue", written, "write {cues}")
        return
    for phrase in scan.grammar.coaching if colon < 0 else ():
        match = phrase.pattern.match(scan.masked)
        if match and (phrase.kind != "halfway" or re.match(r"\s*[,–—]", scan.masked[match.end() :])):
            message = "this is said before the hold: a cue inside it has a colon behind its time"
            scan.remark("warning", message, "", "write {cues}")
            return


def _counted(scan: Scan, head: str) -> bool:
    """True if a word of time stands before a number: `every 5 reps`, `after 20`, `every 15 secnds`."""
    return any(
        sign == NUMBER
        and scan.grammar.cue_word.search(head, max(0, at - LONGEST_CUE_WORD), at)
        and not scan.grammar.measure.match(head, _end(head, at))
        for at, sign in enumerate(head)
    )


def _end(masked: str, start: int) -> int:
    return next((at for at in range(start + 1, len(masked)) if masked[at] != MORE), len(masked))


def _longest(dose: Dose) -> float:
    if isinstance(dose, Sets):
        return _longest(dose.of)
    if isinstance(dose, Hold):
        return dose.written[1]
    if isinstance(dose, Count):
        return dose.written[1] * dose.pace
    if isinstance(dose, BreathPattern):
        return dose.written[1] * sum(phase.seconds for phase in dose.phases)
    if isinstance(dose, Series):
        return max(_longest(one) for one in dose.of)
    if isinstance(dose, Intervals):
        return max(part.hold.written[1] for part in dose.parts)
    if isinstance(dose, Breaths):
        return dose.written[1] * (dose.seconds_in + dose.seconds_out)
    return dose.seconds
