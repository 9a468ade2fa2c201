"""The pace of a step with strokes of the hand: `at 60 strokes a minute`."""

from __future__ import annotations

from collections.abc import Sequence

from voiceguide.script.amounts import Amount
from voiceguide.script.scan import Scan
from voiceguide.script.templates import KEPT

SLOWEST, FASTEST = 10, 300
"""Strokes a minute that a hand can follow."""


def take_strokes(scan: Scan) -> int | None:
    """Take the strokes a minute and cover them. The words stay in the instruction. A range is taken as its middle."""
    found: list[int] = []
    for phrase in scan.grammar.strokes:
        for match in phrase.finditer(scan.masked):
            time = scan.amounts.get(match.start("time")) if match.groupdict().get("time") else None
            if time and (time.low != 60 or time.digits):  # `60 taps 1 minute` is not a pace
                continue
            written = scan.text[match.start() : match.end()]
            scan.cover(match.start(), match.end(), KEPT)
            pace = _pace(scan.amounts[match.start("number")])
            if pace is None:
                hint = f"write a number from {SLOWEST} to {FASTEST}"
                scan.remark("error", f"`{written}` is no pace that a hand can follow", written, hint)
            else:
                found.append(pace)
    if len(found) > 1:
        scan.remark("error", "two paces in one step", "", "make it two steps")
    return found[0] if found else None


def check_strokes(scan: Scan, strokes: int | None, doses: Sequence[set[str]]) -> None:
    """Report a pace without a dose to follow it. `doses` has the names of the amounts of each dose of the line."""
    if strokes is None or scan.failed:
        return
    if not doses:
        scan.remark("warning", "the pace is only spoken: the step has no time", "", "to hear it, add `{for}`")
    elif not any("hold" in names for names in doses):
        scan.remark("error", "two paces in one step", "", "a pace goes with a time: `{for}`")


def _pace(amount: Amount) -> int | None:
    if amount.low % 1 or amount.high % 1 or amount.fault or not SLOWEST <= amount.low <= amount.high <= FASTEST:
        return None
    return round((amount.low + amount.high) / 2)
