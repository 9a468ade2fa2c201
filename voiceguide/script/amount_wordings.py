"""Wordings with other amounts: a number in another form, or the amount that the writer left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from voiceguide.script.amounts import Amount
from voiceguide.script.scan import Scan
from voiceguide.script.templates import NUMBER, TIME
from voiceguide.script.wording import Wording, example_with, put

LARGE = 10
"""The least number at the end of a step that is rather a dose."""
_ROUNDS = 5
"""The rounds offered if the writer gives none."""


def numbers_corrected(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Correct numbers in a wrong form: a range upside down, `.5`, `30+`, `30/60`, `one hundred and twenty seconds`."""
    text = scan.text
    for amount in amounts:
        if amount.ranged and amount.low > amount.high:
            numbers = re.findall(r"\d+(?:[.,]\d+)?", text[amount.start : amount.end])
            if len(numbers) == 2:
                written = re.sub(r"\d+(?:[.,]\d+)?", "{}", text[amount.start : amount.end])
                yield Wording((put(text, amount.start, amount.end, written.format(*reversed(numbers))),))
    if match := re.search(r"(?<![\w.])\.\d", text):
        yield Wording((put(text, match.start(), match.start(), "0"),))
    if match := re.search(r"(?<![\w.])(\d+)\+\s", text):
        least = scan.grammar.pack.words("bounds", "least")[0]
        yield Wording((put(text, match.start(), match.end(), f"{least} {match[1]} "),))
    if match := re.search(r"(?<![\w/])(\d+)/(\d+)(?![\w/])", text):
        to = scan.grammar.pack.data["speakable"]["range"]
        yield Wording((put(text, match.start(), match.end(), f"{match[1]} {to} {match[2]}"),), sure=False)
    yield from _summed(scan, amounts)


def _summed(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Join two numbers that are one in speech."""
    for first, second in pairwise(amounts):
        if not scan.grammar.plus.fullmatch(scan.text, first.end, second.start) or first.ranged or second.ranged:
            continue
        unit = scan.grammar.pack.data["examples"]["second"]
        if (first.cover, second.cover) == (NUMBER, TIME) and first.low >= 100 > second.low:
            yield Wording((put(scan.text, first.start, second.end, f"{first.low + second.low:g} {unit}"),))
        if (first.cover, second.cover) == (TIME, NUMBER) and first.low % 60 == 0 and second.low < 60:
            whole = first.low + second.low
            yield Wording((put(scan.text, first.start, second.end, f"{int(whole // 60)}:{int(whole % 60):02d}"),))


def number_and_time_apart(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Read `Dips 15 - 20 sec` as a number and a time, or as a range."""
    for amount in amounts:
        if amount.spaced:
            first, second = re.split(r"\s[-–—]\s", scan.text[amount.start : amount.end], maxsplit=1)
            times = example_with(scan.grammar.pack, "times", first)
            yield Wording((put(scan.text, amount.start, amount.end, f"{times}, {second}"),), sure=False)
            yield Wording((put(scan.text, amount.start, amount.end, f"{first}-{second}"),), sure=False)


def _end(scan: Scan) -> str:
    return scan.text.rstrip(" .!")


def rounds_added(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Add the rounds that the writer left out."""
    pack = scan.grammar.pack
    for key in ("rounds", "times"):
        yield Wording((f"{_end(scan)}, {example_with(pack, key, str(_ROUNDS))}",), sure=False)
        yield Wording((f"{_end(scan)}: {example_with(pack, key, str(_ROUNDS))}",), sure=False)


def length_of_each_added(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Add the length of each that the writer left out."""
    examples = scan.grammar.pack.data["examples"]
    yield Wording((f"{_end(scan)}, 60 {examples['second']} {examples['each_time']}",), sure=False)


def wait_added(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Add the length of a wait that the writer left out."""
    about = str(scan.grammar.pack.data["examples"]["wait"]).rpartition(", ")[2]
    yield Wording((f"{_end(scan)}, {about}",), sure=False)


def size_of_sets_added(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Add the size of sets that the writer left out."""
    example = str(scan.grammar.pack.data["examples"]["sets"]).rpartition(", ")[0]
    of_ten = re.sub(r"\d+(?=\D*$)", "10", example)
    for amount in amounts:
        written = re.sub(r"\d+", scan.text[amount.start : amount.end].strip(), of_ten, count=1)
        words = re.match(r"\s*[^\W\d_]+", scan.text[amount.end :])
        yield Wording((put(scan.text, amount.start, amount.end + (words.end() if words else 0), written),), sure=False)


def decimals_corrected(scan: Scan, _: list[Amount]) -> Iterator[Wording]:
    """Write decimals as the language does, `1.5` for `1,5`, and remove a minus that is a dash."""
    decimal = scan.grammar.pack.data["decimal"]
    other = "," if decimal == "." else "."
    if match := re.search(rf"(?<!\d)(\d+){re.escape(other)}(\d+)(?!\d)", scan.text):
        yield Wording((put(scan.text, match.start(), match.end(), f"{match[1]}{decimal}{match[2]}"),))
    if match := re.search(r"(?<!\S)[-−](?=\d)", scan.text):
        yield Wording((put(scan.text, match.start(), match.end(), ""),), sure=False)


def unit_added(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Add a unit to a bare number: times, or seconds."""
    pack = scan.grammar.pack
    for amount in amounts:
        if amount.cover != NUMBER:
            continue
        written = scan.text[amount.start : amount.end].strip()
        seconds = f"{written} {pack.data['examples']['second']}"
        times = example_with(pack, "times", written)
        for words in (seconds, times):
            yield Wording((put(scan.text, amount.start, amount.end, words),), sure=False)


def unit_of_last_added(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Add a unit to a larger number at the end: `Stand on one leg, 45` is a dose more often than a word."""
    if amounts and amounts[-1].low >= LARGE and not scan.text[amounts[-1].end :].strip(" ."):
        yield from unit_added(scan, amounts[-1:])


def numbers_spelt_out(scan: Scan, amounts: list[Amount]) -> Iterator[Wording]:
    """Spell out numbers that are only spoken."""
    words, text = scan.grammar.pack.words("numbers"), scan.text
    spelt = [
        amount
        for amount in amounts
        if amount.cover == NUMBER and not amount.ranged and not amount.bound and amount.low in range(len(words))
    ]
    for amount in reversed(spelt):
        text = put(text, amount.start, amount.end, words[int(amount.low)])
    if spelt:
        yield Wording((text,), sure=False)
    adverbs = scan.grammar.pack.table("dose", "adverbs")
    for word, number in adverbs.items():
        if match := re.search(rf"(?<!\w){re.escape(word)}(?!\w)", scan.text, re.IGNORECASE):
            times = example_with(scan.grammar.pack, "times", str(number))
            yield Wording((put(scan.text, match.start(), match.end(), times),), sure=False)
