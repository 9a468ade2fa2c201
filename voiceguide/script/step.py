"""The words of one step: its dose, side and conditions, and the instruction that is left without them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from voiceguide.routine import Dose, Sets
from voiceguide.script.amounts import Amount
from voiceguide.script.brackets import Conditions, brackets_of, leftover_brackets, take_conditions
from voiceguide.script.doses import DoseError, Elastic, Pieces, dose_of, rest_of, two_doses, wait_of
from voiceguide.script.grammar import Phrase
from voiceguide.script.leftovers import lost_amounts, lost_words
from voiceguide.script.scan import Scan, scanned
from voiceguide.script.sides import take_sides
from voiceguide.script.source import Remark
from voiceguide.script.templates import CLAUSE_END, DOSE, NUMBER, UNSURE
from voiceguide.script.tidy import CUT, tidied


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a step mean."""

    text: str
    spoken: str
    dose: Dose | None
    rest: bool
    sides: str | None
    conditions: Conditions
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A piece of a dose at its place."""

    phrase: Phrase
    match: re.Match[str]
    amounts: dict[str, Amount]

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.match.start()

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.match.end()


@lru_cache(maxsize=4096)
def read_step(text: str, language: str, elastic: Elastic) -> Words:
    """Read the words of a step; all that is wrong with them is in `remarks`."""
    scan = scanned(text, language)
    uncovered = scan.masked
    spans = brackets_of(scan.masked)
    conditions = take_conditions(scan, spans)
    sides = take_sides(scan)
    found = find_pieces(scan)
    dose, rest = (None, False) if _two_ways(scan, uncovered) else _dose(scan, found, elastic)
    leftover_brackets(scan, spans, conditions)
    lost_amounts(scan)
    spoken, plain = _instruction(scan, found, dose)
    if found and (not plain or (rest is None and found[0].phrase.kind == "rest")):
        plain = _with_lead(scan, found[0])
        spoken = spoken if "{number}" in spoken else plain
    rest = plain.casefold() in scan.grammar.rest_words if rest is None else rest
    lost_words(scan, plain, dose, sides)
    if rest:
        dose, plain = _rest(scan, found, dose), scan.grammar.pack.phrase("rest")
        spoken = plain
    return Words(plain, spoken, dose, rest, sides, conditions, tuple(scan.remarks))


def find_pieces(scan: Scan) -> list[Found]:
    """The pieces of doses. Those that must end their clause and do not are no doses; but two are two, anywhere."""
    before = scan.masked
    found = []
    for phrase in scan.grammar.doses:
        at = 0
        while match := phrase.pattern.search(scan.masked, at):
            amounts = {
                slot: scan.amounts[match.start(slot)]
                for slot in ("time", "number", "sets")
                if match.groupdict().get(slot)
            }
            at = match.end()
            if any(amount.cover == UNSURE and not scan.led(amount) for amount in amounts.values()):
                continue
            found.append(Found(phrase, match, amounts))
            scan.cover(match.start(), match.end(), DOSE)
    counts = [piece for piece in found if piece.phrase.kind == "times"]
    for piece in sorted(found, key=lambda piece: -piece.start):
        open_ended = piece.phrase.ending and not CLAUSE_END.match(scan.masked, piece.end)
        bare = piece.phrase.kind == "hold" and piece.amounts["time"].start == piece.start
        moment = bare and scan.grammar.cue_word.search(before[: piece.start])
        if moment or (open_ended and len(counts) < 2):
            found.remove(piece)
            scan.masked = scan.masked[: piece.start] + before[piece.start : piece.end] + scan.masked[piece.end :]
    return sorted(found, key=lambda piece: piece.start)


def _two_ways(scan: Scan, uncovered: str) -> bool:
    """Whether the step has a dose for each of two ways: `10x forwards, 10x backwards`, `10 each way`."""
    for pattern in scan.grammar.both_ways:
        if match := pattern.search(uncovered):
            excerpt = scan.text[match.start() : match.end()]
            scan.remark("error", f"`{excerpt}` makes two doses in one step", excerpt, "make it two steps")
            return True
    return False


def _dose(scan: Scan, found: list[Found], elastic: Elastic) -> tuple[Dose | None, bool | None]:
    """The dose, and whether the step is a rest: None where its words must tell."""
    try:
        pieces = _together(scan, found)
        if pieces == Pieces():
            return None, False
        if wait := _wait(scan, found, pieces):
            return wait_of(wait), False
        dose = dose_of(pieces, elastic)
    except DoseError as error:
        excerpt = scan.text[error.amount.start : error.amount.end] if error.amount else ""
        scan.remark("error", error.message, excerpt, error.hint)
        return None, False
    if pieces.sets and pieces.sets.ranged:
        scan.remark("note", f"a range of sets is taken as its middle, rounded down: {_times_of(dose)}")
    only_time = {name for name in pieces.__slots__ if getattr(pieces, name)} in ({"hold"}, {"rest"})
    return dose, None if only_time else False


def _together(scan: Scan, found: list[Found]) -> Pieces:
    """The pieces by kind. DoseError where there are two of one kind."""
    pieces: dict[str, Amount] = {}
    for piece in found:
        kind = piece.phrase.kind
        for slot, amount in piece.amounts.items():
            name = "sets" if slot == "sets" else "times" if kind in ("sets", "times") else kind
            if name in pieces:
                raise two_doses(amount)
            pieces[name] = amount
    for word, value in scan.grammar.pack.table("dose", "adverbs").items():
        for match in scan.grammar.adverb.finditer(scan.masked):
            if match[0].casefold() == word and pieces and CLAUSE_END.match(scan.masked, match.end()):
                amount = Amount(match.start(), match.end(), NUMBER, float(value), float(value))
                if "times" in pieces:
                    raise two_doses(amount)
                pieces["times"] = amount
                scan.cover(match.start(), match.end(), DOSE)
    return Pieces(**pieces)


def _wait(scan: Scan, found: list[Found], pieces: Pieces) -> Amount | None:
    """The time of `until …, about 15 seconds`: no hold, for the listener says when it is over."""
    time = pieces.hold
    if time is None or pieces != Pieces(hold=time):
        return None
    if scan.grammar.until_ready.search(scan.masked):
        return time
    until = scan.grammar.until.search(scan.masked)
    lead = scan.text[found[0].start : time.start].casefold().split()
    joining = set(" ".join(scan.grammar.pack.words("dose", "joiners")).split())
    if until and until.start() < time.start and time.bound in ("about", "most") and set(lead) <= joining:
        return time
    return None


def _instruction(scan: Scan, found: list[Found], dose: Dose | None) -> tuple[str, str]:
    """What is said, with `{number}` in it where the count is best said inside; and the plain instruction."""
    plain = [CUT if "\x05" < sign < "\x09" else char for char, sign in zip(scan.text, scan.masked, strict=True)]
    spoken = list(plain)
    for piece in found:
        kept = piece.match.groupdict().get("kept")
        number = piece.amounts.get("number")
        if number is None or piece.phrase.kind not in ("counted", "breaths", "times", "sets"):
            continue
        plainly = piece.phrase.kind in ("times", "sets")
        inline = kept is not None or not plainly
        if kept and (len(kept.split()) > 1 or not plainly):
            start, end = piece.match.span("kept")
            plain[start:end] = scan.text[start:end]
        if inline and not isinstance(dose, Sets):
            spoken[piece.start : piece.end] = scan.text[piece.start : piece.end]
            spoken[number.start : number.end] = ["{number}"] + [""] * (number.end - number.start - 1)
        elif inline:
            spoken[piece.start : piece.end] = plain[piece.start : piece.end]
    joiner = scan.grammar.joiner
    return tidied("".join(spoken), joiner), tidied("".join(plain), joiner)


def _with_lead(scan: Scan, piece: Found) -> str:
    """The instruction with what stands around the amount of its dose, where nothing else is left (`Hold for 30
    seconds`), or where a word of rest is no rest (`Lie down and rest for a minute`)."""
    amount = next(iter(piece.amounts.values()))
    letters = [CUT if "\x05" < sign < "\x09" else char for char, sign in zip(scan.text, scan.masked, strict=True)]
    lead = scan.text[piece.start : amount.start]
    if behind := re.search(rf"(?<!\w)(?:{'|'.join(scan.grammar.pack.words('dose', 'for'))})\s", lead, re.IGNORECASE):
        lead = lead[: behind.start()]
    if len(lead) > 1:
        letters[piece.start : piece.start + len(lead)] = lead
    if piece.phrase.kind == "rest":
        letters[amount.end : piece.end] = scan.text[amount.end : piece.end]
    return tidied("".join(letters), scan.grammar.joiner)


def _rest(scan: Scan, found: list[Found], dose: Dose | None) -> Dose | None:
    try:
        return rest_of(found[0].amounts["time"])
    except DoseError:
        return dose


def _times_of(dose: Dose) -> str:
    return f"{dose.times} sets" if isinstance(dose, Sets) else "1 set"
