"""Items of lists: steps with what is nested under them, and the lists of cautions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from voiceguide.routine import Coaching, Line, Step
from voiceguide.script.blocks import Block
from voiceguide.script.coaching import SEPARATOR, outside, read_cue
from voiceguide.script.doses import Elastic
from voiceguide.script.links import recording
from voiceguide.script.openers import Openers, openers
from voiceguide.script.source import Remark, Source
from voiceguide.script.step import read_step


@dataclass(frozen=True, slots=True)
class Reader:
    """What it takes to read items."""

    source: Source
    language: str
    elastic: Elastic

    def line(self, block: Block, words: str) -> Line:
        """Words that a block says, with their recording."""
        return Line(block.line, words, recording(self.source, block.links, words, block.line, block.last))

    @property
    def openers(self) -> Openers:
        """The openers of the script's language."""
        return openers(self.language)


@dataclass(slots=True)
class _Nested:
    details: list[Line] = field(default_factory=list)
    coaching: list[Coaching] = field(default_factory=list)
    safety: list[Line] = field(default_factory=list)


def folded(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def note(reader: Reader, block: Block) -> None:
    """List what is for the reader, and not spoken."""
    reader.source.add(Remark("note", "for the reader, not spoken"), block.line)


def check_melted(reader: Reader, block: Block) -> None:
    """Remark on lines that were meant to begin something and have melted into the text above them."""
    for offset, line in enumerate(block.text.split("\n")):
        if offset == 0:
            continue
        hint = "put a blank line before it, or make it an item of its own: `- …`"
        if reader.openers.melted(line):
            message = "this line goes on the one above, and would be lost as a line of its own"
            reader.source.error(message, block.line + offset, hint)
        elif block.kind == "item" and read_cue(line, block.line, reader.language)[0]:
            reader.source.error("this cue goes on the line above", block.line + offset, hint)


def is_safety(reader: Reader, block: Block) -> bool:
    """Whether a paragraph or an item is a safety line."""
    text = folded(block.text)
    if reader.openers.is_safety(text, do_not=False):
        return True
    if block.numbered or not reader.openers.is_safety(text, do_not=True):
        return False
    return block.kind == "paragraph" or read_step(text, reader.language, reader.elastic).dose is None


def cautions(reader: Reader, opener: Block, lists: list[Block]) -> Iterator[Line]:
    """A safety line for a caution, or for each item of the list under it; the first holds the opening words."""
    check_melted(reader, opener)
    opening = folded(opener.text)
    items = [item for block in lists for item in block.children]
    if not items:
        yield reader.line(opener, opening)
    for position, item in enumerate(items):
        check_melted(reader, item)
        text = folded(item.text)
        if position == 0:
            joint = "" if opening.endswith((":", ",", "–", "—")) or not reader.openers.is_bare(opening) else ":"
            stops = reader.openers.stop.match(opening) is not None
            opening = opening.rstrip(":") if stops else opening
            words = f"{opening}{joint} {text}"
            for linked in (opener, item):
                recording(reader.source, linked.links, words, linked.line, linked.last)
            yield Line(opener.line, words)
        elif text:
            yield reader.line(item, text)
        for child in item.children:
            reader.source.error("nested too deep", child.line, "make it an item of the list above")


def read_item(reader: Reader, block: Block) -> tuple[Step | None, list[Line]]:
    """A step, or the safety lines that the item is instead; neither where it is a note."""
    text = folded(block.text)
    if is_safety(reader, block):
        lists, others = _lists(block)
        _misplaced(reader, others)
        return None, list(cautions(reader, block, lists))
    if reader.openers.is_note(text):
        note(reader, block)
        for child in block.children:
            _note_all(reader, child)
        return None, []
    check_melted(reader, block)
    if not text:
        if block.children:
            reader.source.error("an item that begins with something else than words", block.line)
        return None, []
    return _step(reader, block, text), []


def _item_above(reader: Reader, block: Block) -> tuple[int, int] | None:
    """Where the item above begins, and where its words do: blanks from the margin."""
    for at in range(block.line - 2, -1, -1):
        if marker := re.match(r"( *)(?:[-*+]|\d{1,9}[.)]) +", reader.source.lines[at]):
            return marker.end(1), marker.end()
        if reader.source.lines[at].startswith("#"):
            break
    return None


def _check_indent(reader: Reader, block: Block) -> None:
    """Doubt an item that is indented under another, but too little to be nested in it."""
    line = reader.source.lines[block.line - 1]
    indent = len(line) - len(line.lstrip(" "))
    above = _item_above(reader, block) if indent else None
    if above and above[0] < indent < above[1]:
        hint = f"to nest it under the step above, indent it by {above[1]}"
        reader.source.add(Remark("warning", "this item is a step of its own", "", hint), block.line)


def _misplaced_cue(reader: Reader, block: Block, text: str) -> bool:
    """Whether a cue stands where a step does, for want of blanks before it."""
    if not SEPARATOR.search(text) or not read_cue(text, block.line, reader.language)[0]:
        return False
    above = _item_above(reader, block)
    indent = above[1] if above else 2
    hint = f"put {indent} blanks before it, under the step that it belongs to"
    reader.source.error(f"a cue is nested under its step: indent it by {indent}", block.line, hint)
    return True


def _step(reader: Reader, block: Block, text: str) -> Step:
    words = read_step(text, reader.language, reader.elastic)
    misplaced = _misplaced_cue(reader, block, text)
    if not misplaced:
        _check_indent(reader, block)
    for remark in () if misplaced else words.remarks:
        reader.source.add(remark, block.line, block.last)
    for wrong, hint in ((words.conditions.after, "(after …)"), (words.conditions.rounds, "rounds")):
        if wrong:
            message = "`after` and rounds are conditions of a phase, not of a step"
            reader.source.error(message, block.line, f"write {hint} on the `##` heading")
    nested = _Nested()
    for child in block.children:
        _nest(reader, nested, child)
    kept = []
    for cue in nested.coaching:
        fault = outside(cue, words.dose)
        if words.rest and not fault:
            fault = "a rest is quiet: there are no cues in it"
        if fault and not any(remark.severity == "error" for remark in words.remarks):
            reader.source.error(fault, cue.line, "move the cue, or make the hold longer")
        kept += [] if fault else [cue]
    return Step(
        line=block.line,
        text=words.text,
        spoken=words.spoken,
        dose=words.dose,
        rest=words.rest,
        sides=words.sides,
        strokes=words.strokes,
        details=tuple(nested.details),
        coaching=tuple(kept),
        safety=tuple(nested.safety),
        optional=words.conditions.optional,
        needs=words.conditions.needs,
        recording=recording(reader.source, block.links, words.spoken, block.line, block.last),
    )


def _nest(reader: Reader, nested: _Nested, block: Block) -> None:
    """What is nested under a step: items, or a paragraph of its own."""
    if block.kind == "list":
        for item in block.children:
            _nest(reader, nested, item)
        return
    if block.kind == "quote":
        note(reader, block)
        return
    if block.kind not in ("item", "paragraph"):
        _misplaced(reader, [block])
        return
    text = folded(block.text)
    lists, others = _lists(block)
    if is_safety(reader, block):
        nested.safety += cautions(reader, block, lists)
        _misplaced(reader, others)
        return
    check_melted(reader, block)
    _misplaced(reader, block.children)
    if reader.openers.is_note(text):
        note(reader, block)
        return
    cue, remarks = read_cue(text, block.line, reader.language)
    for remark in remarks:
        reader.source.add(remark, block.line, block.last)
    if cue:
        spoken = recording(reader.source, block.links, cue.text, block.line, block.last)
        nested.coaching.append(replace(cue, recording=spoken))
    elif text and not any(remark.severity == "error" for remark in remarks):
        nested.details.append(reader.line(block, text))


def _lists(block: Block) -> tuple[list[Block], list[Block]]:
    lists = [child for child in block.children if child.kind == "list"]
    return lists, [child for child in block.children if child.kind != "list"]


def _misplaced(reader: Reader, blocks: list[Block]) -> None:
    for block in blocks:
        if block.kind == "quote":
            note(reader, block)
        else:
            message = "nested too deep" if block.kind in ("list", "item") else f"a {block.kind} inside an item"
            reader.source.error(message, block.line, "a cue or a caution is nested under its step, nothing deeper")


def _note_all(reader: Reader, block: Block) -> None:
    if block.kind == "list":
        for item in block.children:
            _note_all(reader, item)
        return
    note(reader, block)
    for child in block.children:
        _note_all(reader, child)
