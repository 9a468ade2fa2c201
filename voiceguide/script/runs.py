"""Runs of numbers: breath patterns (`4-7-8`), ladders (`10-8-6-4-2`), the tempo of a repetition (`tempo 3-1-1`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Literal

from voiceguide.language import load
from voiceguide.language.letters import bare, either
from voiceguide.routine import BreathPhase
from voiceguide.script.amounts import Amount
from voiceguide.script.grammar import any_word
from voiceguide.script.scan import Scan
from voiceguide.script.templates import DOSE, KEPT, MORE, NUMBER, TIME, UNSURE

Kind = Literal["in", "hold", "out"]
_RUN = re.compile(r"(?<![\w.,:/+-])\d{1,3}(?:\s?[-–—/]\s?\d{1,3}){2,8}(?![\w:/]|-\d|[.,]\d)")
_LIST = re.compile(r"(?<![\w.,:/+-])\d{1,3}(?:,\s\d{1,3}){2,12}(?![\w:/-]|[.,]\d)")
_AMOUNT = f"[{TIME}{UNSURE}{NUMBER}]{MORE}*"
LONGEST_PHASE = 60.0
"""The most seconds of one part of a breath."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The runs of numbers of a line."""

    pattern: tuple[BreathPhase, ...] = ()
    once: bool = False
    """True if the pattern is done once without other words. It was written line by line."""
    ladder: tuple[float, ...] = ()
    timed: bool = False
    """True if the ladder is of seconds."""
    tempo: Amount | None = None


def take_runs(scan: Scan) -> Runs:
    """Read and cover the runs of numbers. A run of unclear kind is an error."""
    if pattern := _spelt_pattern(scan):
        return Runs(pattern=pattern)
    for match in _RUN.finditer(scan.text):
        numbers = [float(number) for number in re.findall(r"\d+", match[0])]
        before, slashed = scan.text[: match.start()], "/" in match[0]
        if sum(numbers) and any_word(scan.grammar.pack.code, "dose", "tempo_words").search(before[-20:]):
            _forget(scan, match.start(), match.end(), KEPT)
            total = sum(numbers)
            return Runs(tempo=Amount(match.start(), match.end(), TIME, total, total))
        if any(number[0] == "0" for number in re.findall(r"\d+", match[0])):
            continue
        if any_word(scan.grammar.pack.code, "breathing", "names").search(scan.text):
            if phases := _phases(numbers):
                glued = scan.text[match.end() : match.end() + 1] == "-"  # `4-7-8-Atmung` is its name
                _forget(scan, match.start(), match.end(), KEPT if glued else DOSE)
                return Runs(pattern=phases)
        elif _is_ladder(numbers):
            end, timed = _unit(scan, match.end())
            if not slashed or end > match.end() or numbers[0] > numbers[-1]:
                _forget(scan, match.start(), end, DOSE)
                return Runs(ladder=tuple(numbers), timed=timed)
        if slashed:
            continue  # a date, `12/10/26`, or `version 1/2/3`
        _forget(scan, match.start(), match.end(), KEPT)
        hint = "for a breath, say `breathing`; for sets, `10, then 8, then 6 times`; for a tempo, `tempo 3-1-1`"
        scan.remark("error", f"`{match[0]}` may be a ladder, a breath or a tempo", match[0], hint)
    return _list(scan)


def _list(scan: Scan) -> Runs:
    for match in _LIST.finditer(scan.text):
        end, timed = _unit(scan, match.end())
        if end > match.end():
            _forget(scan, match.start(), end, DOSE)
            return Runs(ladder=tuple(float(number) for number in re.findall(r"\d+", match[0])), timed=timed)
    return Runs(tempo=_tempo_parts(scan))


def _unit(scan: Scan, start: int) -> tuple[int, bool]:
    """The end of a unit at this place, and True if it is of seconds."""
    pack = scan.grammar.pack
    seconds, counts = either(pack.words("units", "seconds")), either(pack.words("dose", "units"))
    match = re.compile(rf"\s?(?:(?P<time>{seconds})|{counts})(?!\w)", re.IGNORECASE).match(scan.text, start)
    return (match.end(), match["time"] is not None) if match else (start, False)


def _forget(scan: Scan, start: int, end: int, sign: str) -> None:
    """Cover a run and drop its numbers from the amounts."""
    for place in [place for place, amount in scan.amounts.items() if place < end and amount.end > start]:
        amount = scan.amounts.pop(place)
        scan.cover(amount.start, amount.end, sign)
    scan.cover(start, end, sign)


def _is_ladder(numbers: list[float]) -> bool:
    steps = [second - first for first, second in pairwise(numbers)]
    if len(numbers) > 3:
        turns = sum(one * other < 0 for one, other in pairwise(steps))
        return 0 not in steps and turns <= 1
    return len(set(steps)) == 1 and steps[0] != 0


def _phases(numbers: list[float]) -> tuple[BreathPhase, ...]:
    kinds: dict[int, tuple[Kind, ...]] = {3: ("in", "hold", "out"), 4: ("in", "hold", "out", "hold")}
    named = kinds.get(len(numbers), ())
    if not named or max(numbers) > LONGEST_PHASE:
        return ()
    return tuple(BreathPhase(kind, number) for kind, number in zip(named, numbers, strict=True) if number)


@cache
def _spelt(language: str) -> tuple[list[re.Pattern[str]], dict[str, Kind]]:
    """The forms of a phase, with its words before, around or after the amount, and the phase of each word."""
    pack = load(language)
    kinds: tuple[Kind, ...] = ("in", "hold", "out")
    words: dict[str, Kind] = {bare(word): kind for kind in kinds for word in pack.words("breathing", kind)}
    any_of = either([word for kind in kinds for word in pack.words("breathing", kind)])
    joints = either([*pack.words("dose", "for"), *pack.words("breathing", "for")])
    counts = rf"(?:\s(?:{either(pack.words('breathing', 'counts'))})(?!\w))?"
    before = rf"(?P<word>{any_of})(?!\w)(?:\s[^\W\d_]+){{0,5}}?(?:\s(?:{joints}))?\s?(?P<amount>{_AMOUNT}){counts}"
    behind = rf"(?P<amount>{_AMOUNT}){counts}\s(?P<word>{any_of})(?!\w)"
    verbs, particles = pack.words("breathing", "verbs"), pack.table("breathing", "particles")
    parted = rf"(?:{either(verbs)})(?:\s[^\W\d_]+){{0,4}}?(?:\s(?:{joints}))?\s(?P<parted>{_AMOUNT}){counts}"
    around = rf"(?:{parted}\s(?P<particle>{either(particles)})(?!\w)|{before})"
    forms = [re.compile(rf"(?<!\w){form}", re.IGNORECASE) for form in (around, behind)]
    return forms, words | {bare(word): kind for word, kind in particles.items()}


def _spelt_pattern(scan: Scan) -> tuple[BreathPhase, ...]:
    """A breath pattern in words: `in 4, hold 4, out 6`, `5.5 seconds in, 5.5 seconds out`."""
    forms, words = _spelt(scan.grammar.pack.code)
    joiners = either([*scan.grammar.pack.words("dose", "joiners"), *scan.grammar.pack.words("dose", "then")])
    gap = re.compile(rf"\s*[,;/–—-]?\s*(?:(?:{joiners})\s)?", re.IGNORECASE)
    for form in forms:
        at, run = 0, list[re.Match[str]]()
        while match := form.search(scan.masked, at):
            if run and not gap.fullmatch(scan.masked, run[-1].end(), match.start()):
                if len(run) > 1:
                    break
                run = []
            run.append(match)
            at = match.end()
        parts = [match.groupdict() for match in run]
        kinds = [words[bare(part.get("particle") or part["word"])] for part in parts]
        amounts = [
            scan.amounts[match.start("parted" if part.get("parted") else "amount")]
            for match, part in zip(run, parts, strict=True)
        ]
        if not {"in", "out"} <= set(kinds) or any(amount.ranged or amount.high > LONGEST_PHASE for amount in amounts):
            continue
        _forget(scan, run[0].start(), run[-1].end(), KEPT)
        return tuple(BreathPhase(kind, amount.low) for kind, amount in zip(kinds, amounts, strict=True))
    return ()


def _tempo_parts(scan: Scan) -> Amount | None:
    """The length of one repetition, given in parts: `2 seconds up and 2 seconds down`."""
    pack = scan.grammar.pack
    parts, joints = either(pack.words("dose", "tempo_parts")), either(pack.words("dose", "joiners"))
    pattern = re.compile(
        rf"(?P<one>{TIME}{MORE}*)\s(?:{parts})(?:,|\s(?:{joints}))*\s(?P<two>{TIME}{MORE}*)\s(?:{parts})(?!\w)",
        re.IGNORECASE,
    )
    match = pattern.search(scan.masked)
    if match is None:
        return None
    one, two = scan.amounts[match.start("one")], scan.amounts[match.start("two")]
    if one.ranged or two.ranged or not any(amount.cover == NUMBER for amount in scan.amounts.values()):
        return None
    _forget(scan, match.start(), match.end(), KEPT)
    return Amount(match.start(), match.end(), TIME, one.low + two.low, one.low + two.low)
