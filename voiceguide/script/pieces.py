"""The pieces of a dose, found in the words of a step: a time, a number of times, a rest …"""

from __future__ import annotations

import re
from dataclasses import dataclass

from voiceguide.language.letters import bare
from voiceguide.script.amounts import Amount
from voiceguide.script.doses import Pieces, two_doses
from voiceguide.script.grammar import Phrase
from voiceguide.script.scan import Scan
from voiceguide.script.templates import CLAUSE_END, DOSE, NUMBER, UNSURE


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
        open_ended = piece.phrase.ending and not scan.grammar.end.match(scan.masked, piece.end)
        bare = piece.phrase.kind == "hold" and piece.amounts["time"].start == piece.start
        moment = bare and scan.grammar.cue_word.search(before[: piece.start])
        if moment or (open_ended and len(counts) < 2):
            found.remove(piece)
            scan.masked = scan.masked[: piece.start] + before[piece.start : piece.end] + scan.masked[piece.end :]
    return sorted(found, key=lambda piece: piece.start)


def together(scan: Scan, found: list[Found]) -> Pieces:
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
            if bare(match[0]) == bare(word) and pieces and CLAUSE_END.match(scan.masked, match.end()):
                amount = Amount(match.start(), match.end(), NUMBER, float(value), float(value))
                if "times" in pieces:
                    raise two_doses(amount)
                pieces["times"] = amount
                scan.cover(match.start(), match.end(), DOSE)
    return Pieces(**pieces)
