"""The pieces of a dose, found in the words of a line: a time, a number of times, a rest …"""

from __future__ import annotations

import re
from dataclasses import replace

from voiceguide.language.letters import bare
from voiceguide.script.amounts import Amount
from voiceguide.script.grammar import Phrase, any_word, word_set
from voiceguide.script.piece import Found
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CLAUSE_END, DOSE, NUMBER, SIDE, UNSURE

_NAMES = {"more": "again", "rounds": "again", "work": "hold"}
"""Kinds of phrases that give a piece of another name."""
_WORD = re.compile(r"[^\W\d_]+")
_PASSES = 3
"""The number of searches for pieces. A rejected piece may hide another one."""
FEWEST = 3
"""The least number word that counts a movement."""


def keeps_words(scan: Scan, piece: Found) -> bool:
    """True if a piece keeps words for the movement: `slow circles`, not `reps`."""
    return piece.kept is not None and piece.kind != "hold" and not keeps_unit(scan, piece)


def keeps_unit(scan: Scan, piece: Found) -> bool:
    """True if a piece keeps one word that its number implies: `reps`."""
    start, end = piece.kept or (0, 0)
    words = scan.text[start:end]
    return (len(words.split()) < 2 and not any_word(scan.grammar.pack.code, "dose", "moves").fullmatch(words)) or (
        bare(words) in word_set(scan.grammar.pack.code, "dose", "units")
    )


def find_pieces(scan: Scan) -> list[Found]:
    """The pieces of doses in order. Pieces that must end their clause and do not are left out."""
    before = scan.masked
    found: list[Found] = [*_fronts(scan), *_before_sides(scan), *scan.labelled]
    rejected: set[tuple[int, int]] = set()
    for _ in range(_PASSES):
        new = _search(scan, rejected)
        refused = [piece for piece in sorted(new, key=lambda piece: -piece.start) if _no_dose(scan, piece, before)]
        for piece in refused:
            rejected.add((piece.phrase, piece.start))
            scan.masked = scan.masked[: piece.start] + before[piece.start : piece.end] + scan.masked[piece.end :]
        places = {(piece.phrase, piece.start) for piece in refused}
        found += [piece for piece in new if (piece.phrase, piece.start) not in places]
        if not refused:
            break
    found += _adverbs(scan, found)
    return sorted(found, key=lambda piece: piece.start)


def _search(scan: Scan, rejected: set[tuple[int, int]]) -> list[Found]:
    """The pieces that the phrases find in the uncovered text, without those rejected before."""
    found: list[Found] = []
    for number, phrase in enumerate(scan.grammar.doses):
        at = 0
        while match := phrase.pattern.search_on(scan.masked, at) if at else phrase.pattern.search(scan.masked):
            at = match.end()
            amounts = _amounts(scan, phrase, match)
            if (number, match.start()) in rejected or any(
                amount.cover == UNSURE and not scan.led(amount) for amount in amounts.values()
            ):
                continue
            if phrase.kind == "sets" and _of_a_measure(scan, match):
                continue
            kept = match.span("kept") if match.groupdict().get("kept") else None
            if phrase.kind == "times" and kept and _too_few(amounts["times"]):
                continue
            between = phrase.kind == "rest" and bool(
                any_word(scan.grammar.pack.code, "dose", "between").search(scan.text[match.start() : match.end()])
            )
            found.append(Found(phrase.kind, match.start(), match.end(), amounts, kept, number, phrase.ending, between))
            scan.cover(match.start(), match.end(), DOSE)
    return found


def _too_few(amount: Amount) -> bool:
    """True if a number is a word for one or two, which counts nothing: `two squats, then walk back`."""
    return not amount.digits and amount.high < FEWEST


def _amounts(scan: Scan, phrase: Phrase, match: re.Match[str]) -> dict[str, Amount]:
    amounts = {}
    for slot in ("time", "number", "sets"):
        if match.groupdict().get(slot):
            amount = scan.amounts[match.start(slot)]
            name = {"time": phrase.kind, "sets": "sets", "number": phrase.kind}[slot]
            name = "times" if (name, slot) == ("sets", "number") else _NAMES.get(name, name)
            amounts[name] = _one_more(amount) if phrase.kind == "more" else amount
    return amounts


def _one_more(amount: Amount) -> Amount:
    return replace(amount, low=amount.low + 1, high=amount.high + 1)


def _of_a_measure(scan: Scan, match: re.Match[str]) -> bool:
    return bool(scan.grammar.measure.match(scan.masked, match.end()))


def _no_dose(scan: Scan, piece: Found, before: str) -> bool:
    """True if a piece is not a dose in its place."""
    bare_hold = piece.kind == "hold" and piece.amounts["hold"].start == piece.start
    if bare_hold and scan.grammar.cue_word.search(before[max(0, piece.start - 80) : piece.start]):
        return True
    if not piece.ending or scan.grammar.end.match(scan.masked, piece.end):
        return False
    if piece.kind in ("times", "breaths", "sets", "again", "hold", "counted", "work", "rest"):
        return not scan.grammar.goes_on.match(scan.masked, piece.end)
    return True


def _fronts(scan: Scan) -> list[Found]:
    """Doses before their words: `10x band pulls`, `5-minute walk`, `2 min plank`."""
    start = len(scan.masked) - len(scan.masked.lstrip())
    no_words = any_word(scan.grammar.pack.code, "dose", "not_front")
    for pattern in scan.grammar.front:
        match = pattern.search(scan.masked, start)
        behind = re.match(r"\s+(?P<word>[^\W\d_]{2,})", scan.masked[match.end() :]) if match else None
        if match and match.start() == start and behind and not no_words.match(behind["word"]):
            amount = scan.amounts[match.start("number")]
            scan.cover(match.start(), match.end(), DOSE)
            return [Found("front", match.start(), match.end(), {"times": amount})]
    found = []
    for amount in scan.amounts.values():
        behind = re.match(r"\s(?P<word>[^\W\d_]{3,})", scan.masked[amount.end :])
        if amount.cover != "\x01" or not behind or amount.bound:
            continue
        written = scan.text[amount.start : amount.end]
        hyphened = re.search(r"\d-[^\W\d_]", written)
        leading = amount.start == start and not no_words.match(behind["word"])
        if (hyphened or leading) and not any_word(scan.grammar.pack.code, "dose", "nouns").match(behind["word"]):
            scan.cover(amount.start, amount.end, DOSE)
            found.append(Found("front", amount.start, amount.end, {"hold": amount}))
    return found


def _before_sides(scan: Scan) -> list[Found]:
    """Counts right before a side: `10 each side`."""
    found = []
    for amount in scan.amounts.values():
        if amount.cover == NUMBER and amount.digits and re.match(rf"\s{SIDE}", scan.masked[amount.end :]):
            opens = re.search(r"(?:^|[,:;.(–—-]\s?)$", scan.masked[: amount.start])
            if opens and scan.masked[amount.start] == NUMBER:
                scan.cover(amount.start, amount.end, DOSE)
                found.append(Found("label", amount.start, amount.end, {"times": amount}))
    return found


def _adverbs(scan: Scan, found: list[Found]) -> list[Found]:
    """Counts in one word: `twice`, `twice more`."""
    added = []
    back = word_set(scan.grammar.pack.code, "exercise", "back")
    for word, value in scan.grammar.pack.table("dose", "adverbs").items():
        for match in scan.grammar.adverb.finditer(scan.masked):
            if bare(match[0]) != bare(word):
                continue
            more = re.match(
                rf"\s+(?:{any_word(scan.grammar.pack.code, 'dose', 'more_words').pattern})",
                scan.masked[match.end() :],
                re.IGNORECASE,
            )
            end = match.end() + (more.end() if more else 0)
            alone = all(bare(word) in back for word in _WORD.findall(scan.masked[: match.start()]))
            if (found or more or alone) and CLAUSE_END.match(scan.masked, end):
                number = float(value) + bool(more)
                amount = Amount(match.start(), end, NUMBER, number, number, digits=False)
                scan.cover(match.start(), end, DOSE)
                added.append(Found("again", match.start(), end, {"again": amount}))
    return added
