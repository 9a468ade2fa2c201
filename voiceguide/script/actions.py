"""The actions of a line: things to do, each with its words and the pieces of its dose. Most lines have one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from voiceguide.language.letters import bare, either
from voiceguide.script.amounts import Amount
from voiceguide.script.dose_numbers import DoseError
from voiceguide.script.doses import Pieces, two_doses
from voiceguide.script.grammar import any_word, word_set
from voiceguide.script.piece import Found
from voiceguide.script.pieces import keeps_words
from voiceguide.script.scan import Scan

SENTENCE = re.compile(r"[.!?…][\"”)]*\s+(?=[^\W_a-zß-ÿ]|[\x01-\x0f\"“(])|;\s+")
"""The end of a sentence, up to the beginning of the next. It begins at the last sign, since
covered text is a long run of dots."""
_CLAUSE = re.compile(r",\s+|\s[–—-]\s+|:\s+|\s?/\s?|\s\|\s|\)\s+")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LONG_REPETITION = 10.0
"""Seconds. A longer time after a count is seldom the time of each repetition."""


@dataclass(slots=True)
class Action:
    """One thing to do: a part of a line and its amounts."""

    start: int
    end: int
    found: list[Found] = field(default_factory=list)
    amounts: dict[str, Amount] = field(default_factory=dict)

    def add(self, piece: Found, amounts: dict[str, Amount]) -> None:
        """Take a piece in. Raises DoseError if the action already has a piece of that name."""
        for name, amount in amounts.items():
            if name in self.amounts:
                raise two_doses(amount)
            self.amounts[name] = amount
        self.found.append(piece)

    @property
    def pieces(self) -> Pieces:
        """The pieces by their names."""
        held = next((piece for piece in self.found if "hold" in piece.amounts), None)
        counted = next((piece for piece in self.found if "times" in piece.amounts), None)
        loose = held is not None and counted is not None and held.kind == "hold" and counted is not held
        if loose and held and counted:
            loose = held.amounts["hold"].start == held.start and held.start > counted.end + 1
        rests = [piece for piece in self.found if "rest" in piece.amounts]
        amounts: dict[str, Any] = dict(self.amounts)
        return Pieces(
            **amounts,
            loose=loose,
            between=any(piece.between for piece in rests),
        )


def actions_of(scan: Scan, found: list[Found]) -> list[Action]:
    """The actions of a line in order. Raises DoseError if two doses have nothing between them."""
    actions = [Action(0, len(scan.text))]
    for piece in found:
        action = actions[-1]
        amounts = _renamed(action, piece)
        if action.found and _begins(scan, actions, piece, amounts):
            at = _boundary(scan, action.found[-1].end, piece.start)
            if at is None or not (_own_words(scan, at, piece) or _is_rest(piece)):
                raise two_doses(next(iter(piece.amounts.values())))
            action.end = at
            actions.append(Action(at, len(scan.text)))
        actions[-1].add(piece, amounts if actions[-1] is action else piece.amounts)
    return actions


def sentence_between(scan: Scan, start: int, end: int, *, behind_last: bool = False) -> int | None:
    """The beginning of the first (or last) sentence that begins after `start` and not after `end`."""
    ends = (match.end() for match in SENTENCE.finditer(scan.masked, max(0, start - 1)))
    found = [place for place in takewhile(lambda place: place <= end, ends) if place >= start]
    return (found[-1] if behind_last else found[0]) if found else None


def _renamed(action: Action, piece: Found) -> dict[str, Amount]:
    """The amounts of a piece. A second repeat makes sets."""
    twice = "again" in piece.amounts and "again" in action.amounts
    if twice and not action.amounts.keys() & {"sets", "times", "hold"}:
        return {"sets": piece.amounts["again"]}
    if set(piece.amounts) == {"sets"} and "again" in action.amounts and "times" not in action.amounts:
        action.amounts["times"] = action.amounts.pop("again")  # `Repeat 10 times and do 2 sets`
    return piece.amounts


def _is_rest(piece: Found) -> bool:
    return set(piece.amounts) == {"rest"}


def _begins(scan: Scan, actions: list[Action], piece: Found, amounts: dict[str, Amount]) -> bool:
    """True if a piece begins an action of its own."""
    action = actions[-1]
    if amounts.keys() & action.amounts.keys():
        return True
    if piece.kind == "rounds" and _names_them(scan, action, piece):
        return True
    if piece.kind in ("again", "more", "rounds", "rest", "pace", "tempo") or "sets" in amounts:
        return False
    last = action.found[-1].end
    sentence = sentence_between(scan, last, piece.start) is not None
    then = _then(scan, last, piece.start)
    own = _own_since(scan, last, piece)
    if "hold" in amounts and "times" in action.amounts:
        longer = amounts["hold"].low > LONG_REPETITION
        apart = bool(_CLAUSE.search(scan.masked[last : piece.start])) or sentence
        return (longer and apart and len(actions) > 1) or (longer and (sentence or then) and own)
    if "times" in amounts and action.amounts.keys() & {"hold", "breaths", "counted"}:
        if sentence and not own and _long_ago(scan, action, piece):
            raise two_doses(amounts["times"])
        moves = keeps_words(scan, piece) and own
        return bool(moves) or (own and (sentence or then))
    if "breaths" in amounts or "breaths" in action.amounts:
        return own or sentence
    return False


def _long_ago(scan: Scan, action: Action, piece: Found) -> bool:
    """True if a count ends a later sentence that begins with `then`, after a long hold. The count may be of either."""
    if "hold" not in action.amounts or action.amounts["hold"].low <= LONG_REPETITION:
        return False
    start = sentence_between(scan, action.found[-1].end, piece.start, behind_last=True) or piece.start
    then = any_word(scan.grammar.pack.code, "dose", "then").match(scan.masked, start)
    return then is not None and not only_points_back(scan, start, piece.start)


def _names_them(scan: Scan, action: Action, piece: Found) -> bool:
    """True if the rounds are of something new: `Sit. Then do five rounds of cat-cow`."""
    if sentence_between(scan, action.found[-1].end, piece.start) is None:
        return False
    behind = SENTENCE.search(scan.masked, piece.end)
    own = re.match(r"\s+[^\W\d_]", scan.masked[piece.end :])
    return own is not None and bool(words_left(scan, piece.end, behind.start() if behind else len(scan.masked)))


def _then(scan: Scan, start: int, end: int) -> bool:
    return bool(any_word(scan.grammar.pack.code, "dose", "then").search(scan.masked[start:end]))


def _own_since(scan: Scan, last: int, piece: Found) -> bool:
    """True if a piece has words of its own after the last sign before it, or keeps some."""
    starts = [match.end() for match in _CLAUSE.finditer(scan.masked[last : piece.start])]
    if (at := sentence_between(scan, last, piece.start, behind_last=True)) is not None:
        starts.append(at - last)
    starts.sort()
    return _own_words(scan, last + (starts[-1] if starts else 0), piece)


def _own_words(scan: Scan, start: int, piece: Found) -> bool:
    """True if a piece has words of its own: before it, in it, or after it. Joining words do not count."""
    if keeps_words(scan, piece) or piece.kind in ("front", "work"):
        return True
    if words_left(scan, start, piece.start) or ("hold" in piece.amounts and _lead_words(scan, piece)):
        return True
    behind = SENTENCE.search(scan.masked, piece.end)
    return bool(words_left(scan, piece.end, behind.start() if behind else len(scan.masked)))


def _lead_words(scan: Scan, piece: Found) -> bool:
    """True if a piece contains a verb, as `hold again for {time}`, and not only `for`."""
    amount = min(piece.amounts.values(), key=lambda amount: amount.start)
    lead = {bare(word) for word in _WORD.findall(scan.text[piece.start : piece.end])}
    lead -= {bare(word) for word in _WORD.findall(scan.text[amount.start : amount.end])}
    return bool(lead - _joints(scan))


def _joints(scan: Scan) -> frozenset[str]:
    pack = scan.grammar.pack
    joined = " ".join([*pack.words("dose", "joiners"), *pack.words("dose", "for")])
    return frozenset(bare(joined).split())


def words_left(scan: Scan, start: int, end: int) -> list[str]:
    """The words between two places that were not understood. Joining words are left out."""
    joints = _joints(scan)
    return [word for word in map(bare, _WORD.findall(scan.masked[start:end])) if word not in joints]


def _boundary(scan: Scan, start: int, end: int) -> int | None:
    """The beginning of a piece's action: after the first sentence, before the last `then`, or after the last sign."""
    between = scan.masked[start:end]
    if (at := sentence_between(scan, start, end)) is not None:
        return at
    thens = list(any_word(scan.grammar.pack.code, "dose", "then").finditer(between))
    if thens:
        return start + thens[-1].start()
    clauses = list(_CLAUSE.finditer(between))
    if clauses:
        return start + clauses[-1].end()
    joints = list(any_word(scan.grammar.pack.code, "dose", "joiners").finditer(between))
    if joints:
        return start + joints[0].start()
    return None


def only_points_back(scan: Scan, start: int = 0, end: int | None = None) -> bool:
    """True if the remaining words only point back: `Hold this position`."""
    back = word_set(scan.grammar.pack.code, "exercise", "back")
    return all(word in back for word in words_left(scan, start, len(scan.masked) if end is None else end))


def split_again(scan: Scan, actions: list[Action]) -> tuple[list[Action], Amount | None]:
    """The actions, and the number of times they are done in turn, if the last action gives it. Raises DoseError if the
    number may be of the last action alone."""
    last = actions[-1]
    name = "times" if _times_of_all(scan, actions) else "again"
    again = last.amounts.get(name)
    if len(actions) < 2 or again is None:
        return actions, None
    if last.found[0].kind == "rounds" and _names_them(scan, actions[-2], last.found[0]):
        return actions, None
    piece = next(piece for piece in last.found if name in piece.amounts)
    if more := _more_of_a_hold(scan, actions, piece):
        return more, None
    own_sentence = sentence_between(scan, last.found[0].end, piece.start) is not None or len(last.found) == 1
    same_sentence = sentence_between(scan, actions[0].found[0].start, piece.start) is None
    if not (own_sentence or same_sentence):
        raise DoseError("it is not sure what is repeated: the last of these, or all", "make it several steps", again)
    times = [action.amounts["hold"].low for action in actions if "hold" in action.amounts]
    if (name == "times" or (own_sentence and not same_sentence)) and times and max(times) > 6 * min(times):
        raise DoseError("it is not sure what is repeated: the last of these, or all", "make it several steps", again)
    del last.amounts[name]
    last.found.remove(piece)
    return [action for action in actions if action.found], again


def _more_of_a_hold(scan: Scan, actions: list[Action], piece: Found) -> list[Action]:
    """The actions with one more, where the last of them says to hold again what a former one holds, by the same words:
    `Press it for 20 seconds. Take two breaths, and press it twice more.`"""
    last, amount = actions[-1], piece.amounts.get("again")
    more = any_word(scan.grammar.pack.code, "dose", "more_words").search(scan.text[piece.start : piece.end])
    held = [action for action in actions[:-1] if set(action.amounts) == {"hold"}]
    begin = _boundary(scan, last.found[0].end, piece.start) if last.found[0] is not piece else None
    if amount is None or more is None or len(held) != 1 or begin is None:
        return []
    words = re.sub(rf"^(?:{either(_joined(scan))})\s", "", scan.text[begin : piece.start].strip(), flags=re.IGNORECASE)
    if len(words.split()) < 2 or bare(words) not in bare(scan.text[held[0].start : held[0].end]):
        return []
    fewer = replace(amount, low=amount.low - 1, high=amount.high - 1)
    del last.amounts["again"]
    last.found.remove(piece)
    again = Action(begin, last.end, [piece], {"hold": held[0].amounts["hold"], "again": fewer})
    last.end = begin
    return [*actions, again]


def _joined(scan: Scan) -> list[str]:
    return [*scan.grammar.pack.words("dose", "joiners"), *scan.grammar.pack.words("dose", "then")]


def _times_of_all(scan: Scan, actions: list[Action]) -> bool:
    """True if the count at the end of a sentence of holds is of all the holds: `jog 60 s, walk 90 s, 6 times`."""
    counted = actions[-1].found[-1]
    others = [set(action.amounts) for action in actions[:-1]]
    return (
        counted.kind == "times"
        and counted.kept is None
        and set(actions[-1].amounts) == {"hold", "times"}
        and all(names in ({"hold"}, {"rest"}) for names in others)
        and sentence_between(scan, actions[0].found[0].start, counted.start) is None
    )
