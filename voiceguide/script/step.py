"""The words of one step: its dose, side and conditions, and the instruction that is left without them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from voiceguide.language.letters import bare
from voiceguide.routine import Dose, Sets
from voiceguide.script.amounts import Amount
from voiceguide.script.brackets import Conditions, brackets_of, leftover_brackets, take_conditions, unclosed_bracket
from voiceguide.script.doses import DoseError, Elastic, Pieces, dose_of, rest_of, wait_of
from voiceguide.script.instruction import instruction, with_lead
from voiceguide.script.leftovers import lost_amounts, lost_words
from voiceguide.script.nets import lost_doses
from voiceguide.script.pieces import Found, find_pieces, together
from voiceguide.script.scan import Scan, scanned
from voiceguide.script.sides import take_sides
from voiceguide.script.source import Remark
from voiceguide.script.strokes import check_strokes, take_strokes


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a step mean."""

    text: str
    spoken: str
    dose: Dose | None
    rest: bool
    sides: str | None
    strokes: int | None
    conditions: Conditions
    remarks: tuple[Remark, ...]


@lru_cache(maxsize=4096)
def read_step(text: str, language: str, elastic: Elastic) -> Words:
    """Read the words of a step; all that is wrong with them is in `remarks`."""
    scan = scanned(text, language)
    uncovered = scan.masked
    spans = brackets_of(scan.masked)
    conditions = take_conditions(scan, spans)
    strokes = take_strokes(scan)
    sides = take_sides(scan)
    found = find_pieces(scan)
    dose, rest = (None, False) if _two_ways(scan, uncovered) else _dose(scan, found, elastic, sides)
    leftover_brackets(scan, spans, conditions)
    unclosed_bracket(scan, scan.masked)
    lost_amounts(scan)
    lost_doses(scan)
    plain, spoken = instruction(scan, found, dose)
    if found and (not plain or (rest is None and found[0].phrase.kind == "rest")):
        plain = with_lead(scan, found[0])
        spoken = spoken if "{number}" in spoken else plain
    rest = bare(plain) in scan.grammar.rest_words if rest is None else rest
    lost_words(scan, plain, dose, sides)
    if rest:
        dose, plain = _rest(scan, found, dose), scan.grammar.pack.phrase("rest")
        spoken = plain
    check_strokes(scan, strokes, dose, rest=rest)
    return Words(plain, spoken, dose, rest, sides, strokes if dose else None, conditions, tuple(scan.remarks))


def _two_ways(scan: Scan, uncovered: str) -> bool:
    """Whether the step has a dose for each of two ways: `10x forwards, 10x backwards`, `10 each way`."""
    for pattern in scan.grammar.both_ways:
        if match := pattern.search(uncovered):
            excerpt = scan.text[match.start() : match.end()]
            scan.remark("error", f"`{excerpt}` makes two doses in one step", excerpt, "make it two steps")
            return True
    return False


def _dose(scan: Scan, found: list[Found], elastic: Elastic, sides: str | None) -> tuple[Dose | None, bool | None]:
    """The dose, and whether the step is a rest: None where its words must tell."""
    try:
        pieces = together(scan, found)
        if pieces == Pieces():
            return None, False
        if sides and pieces == Pieces(pace=pieces.pace):
            # `30 seconds each, both sides`
            pieces = Pieces(hold=pieces.pace)
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


def _wait(scan: Scan, found: list[Found], pieces: Pieces) -> Amount | None:
    """The time of `until …, about 15 seconds`: no hold, for the listener says when it is over."""
    time = pieces.hold
    if time is None or pieces != Pieces(hold=time):
        return None
    if scan.grammar.until_ready.search(scan.masked):
        return time
    until = scan.grammar.until.search(scan.masked)
    lead = bare(scan.text[found[0].start : time.start]).split()
    joining = set(bare(" ".join(scan.grammar.pack.words("dose", "joiners"))).split())
    if until and until.start() < time.start and time.bound in ("about", "most") and set(lead) <= joining:
        return time
    return None


def _rest(scan: Scan, found: list[Found], dose: Dose | None) -> Dose | None:
    try:
        return rest_of(found[0].amounts["time"])
    except DoseError:
        return dose


def _times_of(dose: Dose) -> str:
    return f"{dose.times} sets" if isinstance(dose, Sets) else "1 set"
