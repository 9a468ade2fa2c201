"""Headings: the title of a phase, and the conditions in its brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from voiceguide.routine import Line, Phase, Rounds, Step
from voiceguide.script.brackets import Conditions, brackets_of, leftover_brackets, plain_title, take_conditions
from voiceguide.script.near import nearest
from voiceguide.script.pieces import find_pieces
from voiceguide.script.scan import scanned
from voiceguide.script.sides import take_sides
from voiceguide.script.source import Remark, Source
from voiceguide.script.tidy import CUT, tidied

_BRACKETS = re.compile(r"(?:\([^()]*\)[\s,.;:]*)+$")


@dataclass(slots=True)
class Draft:
    """A phase being put together."""

    line: int
    title: str
    heading: bool = True
    conditions: Conditions = field(default_factory=Conditions)
    sides: str | None = None
    steps: list[Step] = field(default_factory=list)
    paragraphs: list[Line] = field(default_factory=list)
    safety: list[Line] = field(default_factory=list)
    late: list[Line] = field(default_factory=list)
    """Paragraphs behind the last step so far."""

    def phase(self, after: tuple[int, ...]) -> Phase:
        """The phase, done."""
        return Phase(
            self.line,
            self.title,
            self.heading,
            tuple(self.steps),
            tuple(self.paragraphs),
            tuple(self.safety),
            self.sides,
            self.conditions.rounds or Rounds(),
            after,
        )


def bare_title(text: str) -> str:
    """A heading's words without the brackets at its end, ready to compare."""
    return plain_title(_BRACKETS.sub("", text))


def bracket_of_title(text: str, language: str) -> bool:
    """Whether there are conditions in the brackets of a routine's title, where they mean nothing."""
    draft = read_heading(Source("", []), text, 1, language, frozenset())
    return bool(draft.conditions.spans or draft.sides)


def read_heading(source: Source, text: str, line: int, language: str, titles: frozenset[str]) -> Draft:
    """A phase that begins: its title and its conditions."""
    scan = scanned(text, language)
    brackets = _BRACKETS.search(scan.masked)
    start = brackets.start() if brackets else len(scan.masked)
    # Words outside of the brackets are a title, whatever they say.
    scan.masked = "." * start + scan.masked[start:]
    spans = brackets_of(scan.masked)
    conditions = take_conditions(scan, spans, titles)
    sides = take_sides(scan)
    for piece in find_pieces(scan)[:1]:
        excerpt = scan.text[piece.start : piece.end]
        hint = "write the time on its steps; how often a phase is done is `{rounds}`"
        scan.remark("error", f"`{excerpt}` is a dose, and a phase has none", excerpt, hint)
    leftover_brackets(scan, spans, conditions)
    for remark in scan.remarks:
        source.add(remark, line)
    letters = [CUT if "\x05" < sign < "\x09" else letter for letter, sign in zip(scan.text, scan.masked, strict=True)]
    title = tidied("".join(letters), scan.grammar.joiner)
    if not title:
        source.error("a heading without words", line)
    return Draft(line, title, True, conditions, sides)


def order_of(source: Source, drafts: Sequence[Draft]) -> list[tuple[int, ...]]:
    """For each phase the indexes of those it is `after`."""
    places: dict[str, list[int]] = {}
    for at, draft in enumerate(drafts):
        for title in {plain_title(draft.title), bare_title(draft.title)}:
            places.setdefault(title, []).append(at)
    order = []
    for at, draft in enumerate(drafts):
        named = (_named(source, drafts, places, at, wanted) for wanted in draft.conditions.after)
        order.append(tuple(sorted({index for indexes in named for index in indexes})))
    return order


def _named(source: Source, drafts: Sequence[Draft], places: dict[str, list[int]], at: int, wanted: str) -> list[int]:
    draft = drafts[at]
    named = places.get(plain_title(wanted), [])
    earlier = [index for index in named if index < at]
    if earlier:
        return earlier
    if not named:
        titles = [other.title for other in drafts if other is not draft]
        meant = nearest(wanted, titles) if titles else ""
        message = f"there is no phase `{wanted}`" + (f": did you mean `{meant}`?" if meant else "")
        remark = Remark("error", message, wanted, f"write `{meant}`" if meant else None)
    elif named == [at]:
        remark = Remark("error", f"`{wanted}` cannot come after itself", wanted, "name a phase that comes before it")
    else:
        later = next(index for index in named if index > at)
        message = f"`{drafts[later].title}` comes later, on line {drafts[later].line}"
        remark = Remark("error", message, wanted, "put this phase behind it")
    source.add(remark, draft.line)
    return []
