"""The words of one line, read: its actions, sides, conditions and faults."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from voiceguide.language.letters import bare
from voiceguide.script.actions import Action, actions_of, only_points_back, split_again, words_left
from voiceguide.script.alternating import take_alternating
from voiceguide.script.amounts import Amount
from voiceguide.script.brackets import Conditions, brackets_of, take_conditions, unclosed_bracket, unparsed_brackets
from voiceguide.script.directions import take_directions
from voiceguide.script.dose_numbers import DoseError
from voiceguide.script.doses import Pieces
from voiceguide.script.facts import take_facts
from voiceguide.script.grammar import any_word, word_set
from voiceguide.script.instruction import SHORTEST_SET, instruction, with_lead
from voiceguide.script.labels import take_labelled
from voiceguide.script.parts import Parts, take_parts
from voiceguide.script.piece import Found
from voiceguide.script.pieces import find_pieces, keeps_words
from voiceguide.script.runs import Runs, take_runs
from voiceguide.script.scan import Scan, scanned
from voiceguide.script.sides import Side, noun_of, sides_named, take_sides, turned
from voiceguide.script.source import Remark
from voiceguide.script.strokes import check_strokes, take_strokes
from voiceguide.script.templates import DOSE
from voiceguide.script.unequal_sides import take_unequal
from voiceguide.script.unparsed import unparsed_amounts, unparsed_words
from voiceguide.script.unread import unread_doses
from voiceguide.script.unsaid import check_repeats, take_both_again, take_failure, take_sequence
from voiceguide.script.unsided import unread_sides


@dataclass(frozen=True, slots=True)
class Doing:
    """One action of a line, read."""

    text: str
    spoken: str
    pieces: Pieces
    rest: bool
    """True if its words may mean a rest."""
    wait: bool
    """True if its time is the time of a wait."""
    sided: bool
    """True if the sides of the line belong to this action."""
    spoken_again: str | None = None
    lead: str = ""
    """The instruction with the verb of its dose, for use without other words."""


@dataclass(frozen=True, slots=True)
class Words:
    """The meaning of the words of a line."""

    doings: tuple[Doing, ...] = ()
    """The actions with a dose. Empty if the line has no dose."""
    text: str = ""
    """The words without the understood parts."""
    back: bool = False
    """True if the words only point back: `Hold this position`."""
    again: Amount | None = None
    """The number of times that all its actions are done in turn."""
    sides: str | None = None
    second: Literal["left", "right"] | None = None
    """The side that comes second by the words: `Do the same on the left`."""
    named: tuple[Literal["left", "right"], ...] = ()
    """The sides that the words name."""
    sides_each: bool = False
    alternating: str | None = None
    each_turn: bool = False
    """True if the count is of each side, and the sides take turns."""
    unequal: Amount | None = None
    """The amount of the second side, if each side has its own."""
    ways: bool = False
    two_ways: bool = False
    """True if the words name two ways of a movement."""
    breath: bool = False
    """True if the words name breathing in and breathing out."""
    runs: Runs = field(default_factory=Runs)
    parts: Parts = field(default_factory=Parts)
    sequence: bool = False
    """True for repeats of a sequence whose length is not given."""
    failure: bool = False
    """True if the words say `as many as you can`, or `as long`."""
    failure_sets: Amount | None = None
    facts: tuple[str, ...] = ()
    strokes: int | None = None
    conditions: Conditions = field(default_factory=Conditions)
    remarks: tuple[Remark, ...] = ()
    alone: tuple[Remark, ...] = ()
    """Remarks for a line that is a step by itself. They do not apply to a line joined to another."""


@lru_cache(maxsize=4096)
def read_words(text: str, language: str) -> Words:
    """Read the words of a line. Its faults become remarks."""
    scan = scanned(text, language)
    runs = take_runs(scan)
    spans = brackets_of(scan.masked)
    take_labelled(scan)
    conditions = take_conditions(scan, spans)
    facts = take_facts(scan)
    failure, failure_sets = take_failure(scan)
    strokes = take_strokes(scan)
    ways = take_directions(scan)
    unequal, first = take_unequal(scan)
    sides = take_sides(scan)
    alternating, each_turn = take_alternating(scan, sides)
    parts = take_parts(scan)
    found = _without_totals(scan, find_pieces(scan), sides)
    actions, again = _actions(scan, found)
    tail = take_both_again(scan, actions)
    pieces = [action.pieces for action in actions]
    check_repeats(scan, pieces)
    sequence = take_sequence(scan, pieces)
    _report_unread(scan, spans, conditions)
    whole = Action(0, len(scan.text), [], {})
    plain, _ = instruction(scan, whole, sets=False)
    last_each = all(side.each for side in sides)
    doings = [_doing(scan, action, len(actions) == 1 or _is_sided(action, sides)) for action in actions]
    if tail is not None:
        doings += [replace(doing, text=doing.text + tail, spoken=doing.spoken + tail) for doing in doings]
    _few(scan)
    errors = len(scan.remarks)
    check_strokes(scan, strokes, [doing.pieces.names for doing in doings])
    text_of = doings[0].text if len(doings) == 1 else plain or " ".join(part.text for part in parts.of)
    unparsed_words(scan, text_of, bool(doings), noun_of(sides))
    if doings and not (sides or alternating or unequal or ways or parts.of):
        unread_sides(scan)
    return Words(
        doings=tuple(doings),
        text=plain,
        back=_points_back(scan, found),
        again=again,
        sides=noun_of(sides) or ("side" if unequal else None),
        unequal=unequal,
        second=_other(first) if unequal else next((side.second for side in sides if side.second), None),
        named=tuple(sides_named(scan, plain)),
        sides_each=bool(sides) and last_each,
        alternating=alternating,
        each_turn=each_turn,
        ways=ways,
        two_ways=len(any_word(language, "dose", "way_words").findall(plain)) > 1,
        breath=all(any_word(language, "breathing", key).search(plain) for key in ("breath_in", "breath_out")),
        runs=runs,
        parts=parts,
        sequence=sequence,
        failure=failure,
        failure_sets=failure_sets,
        facts=tuple(facts),
        strokes=strokes,
        conditions=conditions,
        remarks=tuple(scan.remarks[:errors]),
        alone=tuple(scan.remarks[errors:]),
    )


def _report_unread(scan: Scan, spans: list[tuple[int, int]], conditions: Conditions) -> None:
    """Remark on brackets, amounts and doses that nothing has read."""
    unparsed_brackets(scan, spans, conditions)
    unclosed_bracket(scan, scan.masked)
    unparsed_amounts(scan)
    unread_doses(scan)


def _without_totals(scan: Scan, found: list[Found], sides: list[Side]) -> list[Found]:
    """The pieces without a time that is the sum of both sides: `2 minutes (1 min each side)`."""
    for first, second in pairwise(found):
        if set(first.amounts) != {"hold"} or set(second.amounts) not in ({"hold"}, {"pace"}):
            continue
        total, part = first.amounts["hold"], next(iter(second.amounts.values()))
        each = any(side.each and side.start >= second.start for side in sides)
        bracket = re.fullmatch(r"\s*[(=,–-]\s*", scan.masked[first.end : second.start])
        if each and bracket and (total.low, total.high) == (2 * part.low, 2 * part.high):
            return [piece for piece in found if piece is not first]
    return found


def _points_back(scan: Scan, found: list[Found]) -> bool:
    """True if the words of a line only point back to another."""
    left = words_left(scan, 0, len(scan.text))
    alone = len(left) == 1 and left[0] in word_set(scan.grammar.pack.code, "exercise", "alone")
    named = any(piece.kind == "front" or keeps_words(scan, piece) for piece in found)
    return only_points_back(scan) and not alone and not named


def _actions(scan: Scan, found: list[Found]) -> tuple[list[Action], Amount | None]:
    if not found:
        return [], None
    try:
        return split_again(scan, actions_of(scan, found))
    except DoseError as error:
        excerpt = scan.text[error.amount.start : error.amount.end] if error.amount else ""
        scan.remark("error", error.message, excerpt, error.hint)
        return [], None


def _is_sided(action: Action, sides: Sequence[Side]) -> bool:
    """True if some of the sides of a line belong to this action."""
    each = all(side.each for side in sides)
    return any(action.start <= side.start and (side.start < action.end or not each) for side in sides)


def _doing(scan: Scan, action: Action, sided: bool) -> Doing:
    pieces = action.pieces
    text, spoken = instruction(scan, action, sets=_are_sets(pieces))
    only_time = pieces.names in ({"hold"}, {"rest"})
    rest = only_time and (bare(text) in scan.grammar.rest_words or pieces.names == {"rest"})
    if pieces.names == {"rest"}:
        own = words_left(scan, action.start, action.end)
        if own and action.amounts["rest"].spaced:
            written = scan.text[action.amounts["rest"].start : action.amounts["rest"].end]
            message = f"`{written}` may be a range, or a number and a time"
            scan.remark("error", message, written, "write the range without blanks, or a comma between the two")
        if own or not _is_noun(scan, action):
            text = spoken = with_lead(scan, action, rest=True)
            rest = bare(text) in scan.grammar.rest_words or _is_noun(scan, action) or action.found[0].kind == "label"
    wait = _is_wait(scan, action)
    if wait:
        text, spoken = _without_ready(scan, text), _without_ready(scan, spoken)
    again = turned(scan, spoken)
    return Doing(text, spoken, pieces, rest, wait, sided, again, with_lead(scan, action))


def _without_ready(scan: Scan, text: str) -> str:
    """The words of a wait without `until ready`: a session says when it is over in words of its own."""
    ready = scan.grammar.until_ready.pattern
    left = re.sub(rf"\s*[,(]?\s*{ready}\s*\)?", " ", text, flags=re.IGNORECASE).strip()
    left = re.sub(r" (?=[.,;:!?)])", "", left)
    return left if re.search(r"\w", left) else text


def _are_sets(pieces: Pieces) -> bool:
    """True if a dose is sets and none of its numbers stands among the words."""
    long = pieces.times and pieces.hold and not pieces.tempo and pieces.hold.high >= SHORTEST_SET
    return pieces.sets is not None or bool(long)


def _other(side: Literal["left", "right"]) -> Literal["left", "right"]:
    return "left" if side == "right" else "right"


def _is_noun(scan: Scan, action: Action) -> bool:
    """True if the words of a rest contain a noun for it, whatever else the line says: `take a 2 minute break for a sip
    of water`."""
    piece, amount = action.found[0], action.amounts["rest"]
    return piece.end > amount.end


def _is_wait(scan: Scan, action: Action) -> bool:
    """True if a time is the time of a wait: `until …, about 15 seconds`. The listener says when it is over."""
    if "times" in action.pieces.names and action.pieces.names <= {"times", "pace", "hold"}:
        return scan.grammar.until_ready.search(scan.masked[action.start : action.end]) is not None
    if action.pieces.names != {"hold"}:
        return False
    time, words = action.amounts["hold"], scan.masked[action.start : action.end]
    if scan.grammar.until_ready.search(words):
        return True
    until = scan.grammar.until.search(words)
    lead = bare(scan.text[action.found[0].start : time.start]).split()
    joining = set(bare(" ".join(scan.grammar.pack.words("dose", "joiners"))).split())
    return bool(
        until and action.start + until.start() < time.start and time.bound in ("about", "most") and set(lead) <= joining
    )


def _few(scan: Scan) -> None:
    for amount in scan.amounts.values():
        written = scan.text[amount.start : amount.end]
        if scan.masked[amount.start] == DOSE and any(bare(few) in bare(written) for few in scan.grammar.lexer.few):
            scan.remark("note", f"`{written}` is taken as 3 to 5 seconds", written)
