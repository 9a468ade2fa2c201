"""Unparsed amounts and words. The times, numbers and hints that remain in a step after its dose is read are
reported."""

from __future__ import annotations

import re

from voiceguide.language.letters import bare
from voiceguide.script.amounts import Amount
from voiceguide.script.near import near
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CLAUSE_END, NUMBER, TIME, UNSURE

_WORD = re.compile(r"\s?-?(?P<word>[^\W\d_]+)")
_TICK = re.compile(r"\s?(?P<tick>[\"″”]|''|’’|′′|['′’](?!\w))")
_GLUED = re.compile(r"(?<![\w.,/-])\d+[-]?(?P<word>[^\W\d_]{2,})")
_SETS = re.compile(r"\d+\s?[x×]\s?(?P<each>\d+\s(?P<word>[^\W\d_]{3,}))", re.IGNORECASE)
_QUOTED = re.compile(r"(?:^|[\s(])[\"“]\w")


def unparsed_amounts(scan: Scan) -> None:
    """Report every time and number outside the dose."""
    for amount in scan.amounts.values():
        cover = scan.masked[amount.start]
        if cover == TIME:
            _lost_time(scan, amount)
        elif cover == UNSURE and amount.digits:
            _metres(scan, amount)
        elif cover == NUMBER:
            _lost_number(scan, amount)
    for match in _GLUED.finditer(scan.masked):
        _misspelt(scan, match[0], match["word"])
    for match in _SETS.finditer(scan.text):
        if scan.masked[slice(*match.span("word"))] == match["word"]:  # no part of the dose
            _misspelt(scan, match["each"], match["word"])


def unparsed_words(scan: Scan, plain: str, dosed: bool, sides: str | None) -> None:
    """Report steps without words, and steps that repeat, switch or wait without a length."""
    if scan.failed:
        return
    written = " ".join(scan.text.split()).rstrip(".!")
    if any(pattern.fullmatch(written) for pattern in scan.grammar.switch) or (sides and not plain and not dosed):
        hint = "write `{leg}` on the step before"
        scan.remark("error", f"`{written}` is no step: nothing is done in it", "", hint)
    elif (repeat := scan.grammar.repeat.match(plain)) and (not dosed or repeat.end() == len(plain)):
        hint = "write `{side}` on the step, or `{rounds}` on the heading"
        scan.remark("error", "nothing repeats by itself", "", hint)
    elif not dosed and scan.grammar.repeat_last.search(plain):
        scan.remark(
            "error", "nothing repeats by itself", "", "write `{side}` on the step, or `{rounds}` on the heading"
        )
    elif scan.grammar.repeat_behind.search(plain):
        hint = "write `{side}` instead"
        scan.remark("warning", "nothing repeats by itself: this is only spoken", "", hint)
    elif not dosed and (ready := scan.grammar.until_ready.search(scan.masked)):
        scan.remark("error", "a wait needs a time, for when no one says that they are ready", ready[0], "`{wait}`")
    elif not any(char.isalnum() for char in plain):
        scan.remark("error", "the step does not say what to do", "", "put words before the time")
    _bare_condition(scan, plain)
    adverb = scan.grammar.adverb.search(scan.masked)
    if adverb and CLAUSE_END.match(scan.masked, adverb.end()):
        scan.remark("warning", f"`{adverb[0]}` is spoken, not counted", adverb[0], "to count it: `{times}`")


def _bare_condition(scan: Scan, plain: str) -> None:
    """Warn of a condition after a comma instead of in brackets. It is only spoken."""
    *_, last = plain.split(",")
    for phrase in scan.grammar.conditions if "," in plain else ():
        if phrase.kind in ("optional", "needs") and phrase.pattern.fullmatch(last.strip()):
            hint = "conditions stand in brackets: `{optional}`, `{needs}`"
            scan.remark("warning", f"`{last.strip()}` is only spoken", last.strip(), hint)


def _lost_time(scan: Scan, amount: Amount) -> None:
    written = scan.text[amount.start : amount.end]
    if scan.grammar.cue_word.search(scan.before(amount.start)):
        hint = "nest a cue under the step: {cues}"
        scan.remark("error", f"`{written}` is a moment in the step, not its length", written, hint)
    elif not scan.failed:
        hint = "put it at the end, behind a comma, or write `{for}`"
        scan.remark("error", f"`{written}` looks like a time, but does not end its clause", written, hint)


def _metres(scan: Scan, amount: Amount) -> None:
    """Report `1 m` after a word of holding. It may be a length or a time."""
    if CLAUSE_END.match(scan.masked, amount.end) and scan.grammar.must.search(scan.before(amount.start)):
        written = scan.text[amount.start : amount.end]
        scan.remark("error", f"`{written}` may be a length or a time", written, "write `{time}`, or more words")


def _lost_number(scan: Scan, amount: Amount) -> None:
    written = scan.text[amount.start : amount.end]
    tick = _TICK.match(scan.masked, amount.end)
    if tick and amount.digits and not _QUOTED.search(scan.masked[: amount.start]):
        examples = scan.grammar.pack.data["examples"]
        unit = examples["minute" if tick["tick"] in ("'", "′", "’") else "second"]
        meant, marked = f"{written} {unit}", written + tick[0]
        message = f"`{marked}` cannot be read as a time: write `{meant}`"
        scan.remark("error", message, marked, f"write `{meant}`", meant, sure=False)
        return
    word = _WORD.match(scan.masked, amount.end)
    if word and _misspelt(scan, written + word[0], word["word"]):
        return
    if scan.failed or _of_a_scale(scan, amount) or scan.grammar.measure.match(scan.masked, amount.end):
        return
    if _must_be_a_dose(scan, amount):
        hint = "say of what: `{for}`, `{times}`"
        scan.remark("error", f"`{written}` looks like a dose, but has no unit", written, hint)
    elif re.match(r"\s?[x×](?!\w)", scan.masked[amount.end : amount.end + 3], re.IGNORECASE) and amount.digits:
        hint = "put it at the end, behind a comma"
        scan.remark("error", f"`{written}x` looks like a dose, but does not end its clause", written, hint)
    elif amount.digits or _counts(scan, amount):
        hint = "to count it, end the clause with it: `{times}`, `{breaths}`"
        scan.remark("warning", f"{written} is spoken, not counted", written, hint)


def _counts(scan: Scan, amount: Amount) -> bool:
    """True if a number word counts an action: `three times`, `dreimal`."""
    glued = scan.text[amount.end : amount.end + 1].isalpha()
    return amount.low > 1 and (glued or bool(scan.grammar.dose_word.match(scan.masked, amount.end)))


def _of_a_scale(scan: Scan, amount: Amount) -> bool:
    """True if a number is one of a scale: `7 out of 10`."""
    out_of = scan.grammar.pack.data["speakable"]["out_of"]
    before, behind = scan.before(amount.start).casefold(), scan.masked[amount.end : amount.end + 40].casefold()
    return before.endswith(f" {out_of} ") or behind.startswith(f" {out_of} {NUMBER}")


def _must_be_a_dose(scan: Scan, amount: Amount) -> bool:
    if not amount.bound and not scan.grammar.must.search(scan.before(amount.start)):
        return False
    return amount.digits or (amount.low > 2 and bool(CLAUSE_END.match(scan.masked, amount.end)))


def _misspelt(scan: Scan, written: str, word: str) -> bool:
    """True if the word after a number is a misspelt unit."""
    pack = scan.grammar.pack
    known = {bare(word) for word in (*pack.words("measures"), *pack.words("measures", "ordinary"))}
    if bare(word) in known or bare(word) in scan.grammar.nouns or scan.failed:
        return False
    unit = near(word, scan.grammar.lexer.unit_words)
    if unit:
        message = f"`{written}` cannot be read as a time: did you mean `{unit}`?"
        scan.remark("error", message, word, f"write `{unit}`", unit)
    return bool(unit)
