"""Facts for the reader: times a day, number of weeks. They are not part of a dose and not spoken."""

from __future__ import annotations

import re

from voiceguide.language.letters import bare, either
from voiceguide.script.grammar import any_word, word_set
from voiceguide.script.scan import Scan, scanned
from voiceguide.script.templates import CONDITION, MORE, NUMBER, TIME, UNSURE

_SENTENCES = re.compile(r"[^.!?…;]*(?:[.!?…;](?!\s|$)[^.!?…;]*)*[.!?…;]*\s*")
_LABEL = re.compile(r"\s*(?P<label>[^\W\d_][^:|.!?\d]{0,28}?)\s*:")
_SEPARATOR = re.compile(r"\s*(?:[,;(–—]|\s-\s)")
_WORD = re.compile(r"[^\W\d_]+")
_AMOUNTS = re.compile(f"[{TIME}{UNSURE}{NUMBER}]{MORE}*")


def is_labelled_fact(text: str, language: str) -> bool:
    """True if the label of a line makes it a fact: `Equipment: a mat`."""
    label = _LABEL.match(text)
    return bool(label) and bare(label["label"]) in word_set(language, "facts", "labels") if label else False


def keeps_no_time(text: str, language: str) -> bool:
    """True if a line is a fact by some of its words, and a time stands before them: `Press for 30 s as required`."""
    scan = scanned(text, language)
    fact = any_word(language, "facts", "whole").search(scan.masked)
    return fact is not None and TIME in scan.masked[: fact.start()] and not is_labelled_fact(text, language)


def take_facts(scan: Scan) -> list[str]:
    """Take the facts of a line and cover them. A sentence with nothing else is covered whole."""
    facts: list[str] = []
    for start, end in _sentences(scan.masked):
        fact = any_word(scan.grammar.pack.code, "facts", "whole").search(scan.masked[start:end])
        first = _start_of_fact(scan, start, end, start + fact.start()) if fact else None
        if first is not None:
            facts.append(scan.text[first:end].strip(" ,;"))
            scan.cover(first, end, CONDITION)
    for pattern in scan.grammar.often:
        for match in pattern.finditer(scan.masked):
            if (
                CONDITION in match[0]
                or _of_sets(scan, match.start())
                or (
                    re.match(r"\s*\w", scan.masked[match.end() :].translate({1: "a", 3: "a"}))
                    and (not _may_go_on(scan, match.end()))
                )
            ):
                continue
            facts.append(_whole(scan, match.start(), match.end()))
    return facts


def _start_of_fact(scan: Scan, start: int, end: int, at: int) -> int | None:
    """The start of a fact in a sentence. A dose before its clause belongs to a step: `10 times, as often as you like`.
    None if a time behind it belongs to one: `one leg at a time for 30 seconds`."""
    pack = scan.grammar.pack
    if re.search(rf"(?<!\w)(?:{either(scan.grammar.nouns)})\s+$", scan.masked[start:at], re.IGNORECASE):
        return None  # `one leg at a time`
    clauses = [match.start() for match in _SEPARATOR.finditer(scan.masked, start, at)]
    dotted = [amount.end for amount in scan.amounts.values() if scan.text[amount.end - 1] == "." and amount.end <= at]
    clauses = sorted([*clauses, *(place for place in dotted if place > start)])
    units = either([*pack.words("dose", "units"), "x", "×"])
    dose = re.compile(rf"[{TIME}]|{NUMBER}{MORE}*\s?(?:{units})(?!\w)", re.IGNORECASE)
    depends = any_word(pack.code, "markers", "if").match(scan.masked[start:at].lstrip())
    if clauses and not depends and dose.search(scan.masked, start, clauses[-1]):
        return clauses[-1]
    joined = either([*pack.words("dose", "for"), *pack.words("dose", "joiners")])
    timed = re.compile(rf"(?<!\w)(?:{joined})\s+{TIME}{MORE}*[\s.!;]*$", re.IGNORECASE)
    return None if timed.search(scan.masked[at:end]) else start


def _of_sets(scan: Scan, start: int) -> bool:
    """True if a number is that of sets: `3 sets of 10 repetitions each day`."""
    sets = either(scan.grammar.pack.words("labelled", "sets"))
    before = rf"{NUMBER}{MORE}*\s(?:(?:{sets})\s[^\W\d_]{{1,3}}|[x×])\s$"
    return (
        scan.masked[start : start + 1] == NUMBER and re.search(before, scan.masked[:start], re.IGNORECASE) is not None
    )


def _may_go_on(scan: Scan, end: int) -> bool:
    """True if the words after a frequency belong to another part of the sentence."""
    return bool(
        re.match(
            rf"\s*(?:{any_word(scan.grammar.pack.code, 'dose', 'behind').pattern}|[{TIME}{NUMBER}])",
            scan.masked[end:],
            re.IGNORECASE,
        )
    ) or bool(any_word(scan.grammar.pack.code, "facts", "goes_on").match(scan.masked[end:].lstrip()))


def _sentences(masked: str) -> list[tuple[int, int]]:
    return [match.span() for match in _SENTENCES.finditer(masked) if match[0].strip()]


def _whole(scan: Scan, start: int, end: int) -> str:
    """Cover a phrase and return its words. The rest of its sentence goes with it if it adds nothing."""
    light = word_set(scan.grammar.pack.code, "facts", "light")
    for first, last in _sentences(scan.masked):
        if first <= start < last:
            left = scan.masked[first:start] + " " + scan.masked[end:last]
            words = [bare(word) for word in _WORD.findall(left)]
            if all(word in light for word in words) and not _AMOUNTS.search(left):
                fact = scan.text[first:last].strip()
                scan.cover(first, last, CONDITION)
                return fact
    fact = scan.text[start:end].strip()
    scan.cover(start, end, CONDITION)
    return fact
