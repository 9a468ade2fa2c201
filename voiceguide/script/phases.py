"""Headings: the title of a phase and the conditions in its brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from voiceguide.routine import Hold, Line, Phase, Rounds, Step
from voiceguide.script.brackets import (
    Conditions,
    brackets_of,
    plain_title,
    take_conditions,
    unclosed_bracket,
    unparsed_brackets,
)
from voiceguide.script.dose_numbers import DoseError, rest_of
from voiceguide.script.lines import ScriptLine
from voiceguide.script.near import near, nearest
from voiceguide.script.pieces import find_pieces
from voiceguide.script.scan import Scan, scanned
from voiceguide.script.sides import noun_of, take_sides
from voiceguide.script.source import Remark, Source
from voiceguide.script.templates import DOSE, SIDE
from voiceguide.script.tidy import CUT, tidied
from voiceguide.script.words import read_words

MOST_SUGGESTIONS = 20
"""The most findings with which similar titles are still searched. The search is slow."""

_BRACKET = r"\((?:[^()]|\([^()]*\))*\)"
_BRACKETS = re.compile(rf"(?:{_BRACKET}[\s,.;:]*)+$")


@dataclass(slots=True)
class OpenPhase:
    """A phase that is being put together."""

    line: int
    title: str
    heading: bool = True
    written: str = ""
    """The title with its brackets. Another phase may name it so."""
    conditions: Conditions = field(default_factory=Conditions)
    sides: str | None = None
    lines: list[ScriptLine] = field(default_factory=list)
    done: bool = False
    """True if its lines are made into steps."""
    steps: list[Step] = field(default_factory=list)
    paragraphs: list[Line] = field(default_factory=list)
    safety: list[Line] = field(default_factory=list)
    late: list[Line] = field(default_factory=list)
    """Paragraphs after the last step so far."""
    dosed: str = ""
    """The words of a heading with the dose of an exercise."""
    dose: ScriptLine | None = None
    """The same words as a line."""

    def closed(self, after: tuple[int, ...]) -> Phase:
        """The finished phase."""
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
    """The words of a heading without the brackets at its end, for comparing."""
    return plain_title(_BRACKETS.sub("", text))


def bracket_of_title(text: str, language: str) -> bool:
    """True if there are conditions in the brackets of a routine's title, where they mean nothing."""
    phase = read_heading(Source("", [text]), text, 1, language, frozenset())
    return bool(phase.conditions.spans or phase.sides)


def read_heading(source: Source, text: str, line: int, language: str, titles: frozenset[str]) -> OpenPhase:
    """A new phase with its title and conditions."""
    if phase := _dosed(text, line, language):
        return phase
    scan = scanned(text, language)
    brackets = _BRACKETS.search(scan.masked)
    start = brackets.start() if brackets else len(scan.masked)
    # Words outside brackets are the title, except rounds after a sign at its end.
    ending = _rounds_at_end(scan, start)
    scan.masked = "." * ending + scan.masked[ending:]
    outer = [match.span() for match in re.finditer(_BRACKET, scan.masked)]
    spans = list(dict.fromkeys([*outer, *brackets_of(scan.masked)]))
    conditions = take_conditions(scan, [*spans, *([(ending - 1, start + 1)] if ending < start else [])], titles)
    sides = noun_of(take_sides(scan))
    rest: Hold | None = None
    for piece in find_pieces(scan):
        if set(piece.amounts) == {"rest"} and conditions.rounds and rest is None:
            try:
                rest = rest_of(piece.amounts["rest"])
            except DoseError as error:
                scan.remark("error", error.message, scan.text[piece.start : piece.end], error.hint)
                break
            conditions.rounds = replace(conditions.rounds, rest=rest)
            continue
        excerpt = scan.text[piece.start : piece.end]
        hint = "write the time on its steps; how often a phase is done is `{rounds}`"
        scan.remark("error", f"`{excerpt}` is a dose, and a phase has none", excerpt, hint)
        break
    unparsed_brackets(scan, spans, conditions)
    unclosed_bracket(scan, scan.text)
    if ending == start:
        _bare_conditions(scan, start)
    for remark in scan.remarks:
        source.add(remark, line)
    letters = [CUT if "\x05" < sign < "\x09" else letter for letter, sign in zip(scan.text, scan.masked, strict=True)]
    title = tidied("".join(letters), scan.grammar.joiner)
    if not title:
        source.error("a heading without words", line)
    return OpenPhase(line, title, True, text, conditions, sides)


def _dosed(text: str, line: int, language: str) -> OpenPhase | None:
    """A phase with the dose of an exercise in its heading: `Plank – 60 s`, `Side plank (30 s each side)`. None if there
    is no dose."""
    scan = scanned(text, language)
    conditions = take_conditions(scan, brackets_of(scan.masked))
    if conditions.rounds or conditions.after:
        return None
    words = read_words(text, language)
    names = {name for doing in words.doings for name in doing.pieces.names}
    if not words.doings or not words.text or names <= {"again", "rest"} or words.remarks or words.alone:
        return None
    return OpenPhase(line, words.text, True, text, words.conditions, words.sides, dosed=text)


def _rounds_at_end(scan: Scan, end: int) -> int:
    """The beginning of rounds after a sign at the end of a title: `Main set: 3 rounds`. The end if there are none."""
    signs = list(re.finditer(r"[,;:]\s+|\s[–—-]\s+", scan.masked[:end]))
    for sign in signs:
        words = scan.masked[sign.end() : end].strip()
        first = re.split(r"[,;]", words, maxsplit=1)[0].strip()
        if any(phrase.kind == "rounds" and phrase.pattern.fullmatch(first) for phrase in scan.grammar.conditions):
            return sign.end()
    return end


def _bare_conditions(scan: Scan, end: int) -> None:
    """Warn of conditions outside brackets in a title. They are only spoken."""
    title = scanned(scan.text[:end].rstrip(), scan.grammar.pack.code)
    last = re.split(r"[,;:]|\s[–—-]\s", title.masked)[-1].strip()
    condition = any(phrase.pattern.fullmatch(last) for phrase in title.grammar.conditions)
    take_sides(title)
    find_pieces(title)
    covered = re.search(f"[{SIDE}{DOSE}]", title.masked)
    if (covered and title.masked[: covered.start()].strip()) or (condition and last != title.masked.strip()):
        excerpt = scan.text[:end].strip()
        hint = "conditions stand in brackets: `({rounds})`, `({leg})`, `{optional}`"
        parts = re.fullmatch(r"(?P<title>.*?)\s*(?:[,;:]|\s[–—-]\s)\s*(?P<condition>[^,;:]+)", excerpt)
        instead = f"{parts['title']} ({parts['condition']})" if parts else None
        scan.remark("warning", "the conditions of this heading are only spoken", excerpt, hint, instead, sure=False)


def order_of(source: Source, phases: Sequence[OpenPhase]) -> list[tuple[int, ...]]:
    """The indexes of the earlier phases that each phase is `after`."""
    places: dict[str, list[int]] = {}
    for at, phase in enumerate(phases):
        for title in {plain_title(text) for text in (phase.title, phase.written, _BRACKETS.sub("", phase.title))}:
            places.setdefault(title, []).append(at)
    order = []
    for at, phase in enumerate(phases):
        named = (_named(source, phases, places, at, wanted) for wanted in phase.conditions.after)
        order.append(tuple(sorted({index for indexes in named for index in indexes})))
    return order


def _named(
    source: Source, phases: Sequence[OpenPhase], places: dict[str, list[int]], at: int, wanted: str
) -> list[int]:
    phase = phases[at]
    named = places.get(plain_title(wanted), [])
    earlier = [index for index in named if index < at]
    if earlier:
        return earlier
    if not named:
        few = len(source.findings) < MOST_SUGGESTIONS
        titles = [other.title for other in phases if other is not phase] if few else []
        meant = nearest(wanted, titles) if titles else ""
        message = f"there is no phase `{wanted}`" + (f": did you mean `{meant}`?" if meant else "")
        sure = bool(near(plain_title(wanted), [plain_title(title) for title in titles]))
        remark = Remark("error", message, wanted, f"write `{meant}`" if meant else None, meant or None, sure)
    elif named == [at]:
        remark = Remark("error", f"`{wanted}` cannot come after itself", wanted, "name a phase that comes before it")
    else:
        later = next(index for index in named if index > at)
        message = f"`{phases[later].title}` comes later, on line {phases[later].line}"
        remark = Remark("error", message, wanted, "put this phase behind it")
    source.add(remark, phase.line)
    return []
