"""Unread doses. A text that looks like a dose but was not read as one is reported, so that no dose is lost silently."""

from __future__ import annotations

import re
from itertools import pairwise

from voiceguide.language.letters import bare
from voiceguide.script.amounts import Amount
from voiceguide.script.grammar import word_set
from voiceguide.script.near import near
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CLAUSE_END, DOSE, NUMBER

_TIMES = re.compile(rf"(?<=\S\s)[x×]\s*(?={DOSE})|(?<={DOSE})\s+[x×](?!\w)", re.IGNORECASE)
_SCALE = re.compile(r"\d+/(?:10|5)$")
_LONG = 6
"""Letters from which a unit can be recognised in a misspelt word without a number before it."""


def unread_doses(scan: Scan) -> None:
    """Report the first text that looks like an unread part of the dose. After an error, report nothing."""
    for report in (_vague_time, _joined_number, _other_dose, _times_sign, _unread_digits, _unread_unit):
        if not scan.failed:
            report(scan)


def _vague_time(scan: Scan) -> None:
    """Report a vague time: `for a few seconds`."""
    for pattern in scan.grammar.vague if DOSE not in scan.masked else ():
        if match := pattern.search(scan.masked):
            _refuse(scan, match[0], "is no time that can be kept", "write `{for}`")
            return


def _joined_number(scan: Scan) -> None:
    """Report a number that is cut in two: `one hundred and` before `twenty seconds`, `thirty` after `one minute`."""
    amounts = sorted(scan.amounts.values(), key=lambda amount: amount.start)
    for first, second in pairwise(amounts):
        if not scan.grammar.plus.fullmatch(scan.text, first.end, second.start):
            continue
        read = [scan.masked[amount.start] == DOSE for amount in (first, second)]
        behind = read == [True, False] and CLAUSE_END.match(scan.masked, second.end)
        if read == [False, True] or (behind and scan.masked[second.start] == NUMBER):
            _refuse(
                scan,
                scan.text[first.start : second.end],
                "cannot be read as one number",
                "write it in digits, or put a comma between them",
            )


def _other_dose(scan: Scan) -> None:
    """Report `10 reps` that were not read beside another dose."""
    for amount in scan.amounts.values() if DOSE in scan.masked else ():
        word = scan.grammar.dose_word.match(scan.masked, amount.end)
        if word and scan.masked[amount.start] == NUMBER and not _quantified(scan, amount):
            written = scan.text[amount.start : word.end()]
            _refuse(
                scan, written, "looks like a dose, beside another one", "write it like `{sets}`, or make it two steps"
            )


def _quantified(scan: Scan, amount: Amount) -> bool:
    """True if an amount is a word for one, which may be an article: `one set`."""
    return not amount.digits and amount.high <= 1


def _times_sign(scan: Scan) -> None:
    if match := _TIMES.search(scan.masked):
        _refuse(scan, match[0].strip(), "beside a time says how often, but not of what", "write it like `{sets}`")


def _unread_digits(scan: Scan) -> None:
    for match in scan.grammar.digits_left.finditer(scan.masked):
        digits = match["digits"]
        clear = not digits or match["unit"] or CLAUSE_END.match(scan.masked, match.end())
        if digits and (_SCALE.search(digits) or ("/" in digits and not clear)):
            continue
        _refuse(
            scan, scan.text[match.start() : match.end()], "cannot be read as a time", "write it like `{for}`, `{range}`"
        )
        return


def _unread_unit(scan: Scan) -> None:
    """Report a unit without its number: `for a minte`, `for two hundred seconds`."""
    units = scan.grammar.lexer.unit_words
    ordinary = word_set(scan.grammar.pack.code, "measures", "ordinary")
    vague = [found.span() for form in scan.grammar.vague for found in form.finditer(scan.masked)]
    for match in scan.grammar.for_unit.finditer(scan.masked):
        if DOSE in scan.masked and any(start <= match.start() and match.end() <= end for start, end in vague):
            continue
        word = bare(match["unit"])
        is_unit = word in (bare(unit) for unit in units if len(unit) > 2)
        if is_unit or (word not in ordinary and near(word, [unit for unit in units if len(unit) >= _LONG])):
            meant = near(word, [unit for unit in units if len(unit) >= _LONG])
            written = scan.text[match.start() : match.end()]
            instead = written[: match.start("unit") - match.start()] + meant if meant else None
            message = f"`{written}` cannot be read as a time"
            scan.remark("error", message, written, "write it like `{for}`", instead)
            return


def _refuse(scan: Scan, written: str, message: str, hint: str) -> None:
    scan.remark("error", f"`{written}` {message}", written, hint)
