"""Items and paragraphs read as lines, with their nested lines and lists of cautions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from voiceguide.routine import Line
from voiceguide.script.blocks import Block
from voiceguide.script.lines import (
    Nested,
    Reader,
    ScriptLine,
    check_indent,
    check_run_on,
    cue_of,
    folded,
    line_of,
    misplaced_cue,
    note,
)
from voiceguide.script.links import recording
from voiceguide.script.nested_labels import NestedLabel, labelled
from voiceguide.script.pauses import split_pauses
from voiceguide.script.source import Remark


def is_safety(reader: Reader, block: Block) -> bool:
    """True if a paragraph or an item is a safety line."""
    text = folded(block.text)
    if reader.markers.is_safety(text, do_not=False):
        return True
    if block.numbered or block.kind == "quote" or not reader.markers.is_safety(text, do_not=True):
        return False
    return block.kind == "paragraph" or not line_of(reader, block).words.doings


def cautions(reader: Reader, block: Block, lists: list[Block]) -> Iterator[Line]:
    """The safety lines of a caution: itself, or each item of its list. The first has the opening words."""
    check_run_on(reader, block)
    opening = folded(block.text)
    items = [item for listed in lists for item in listed.children]
    if not items:
        yield reader.line(block, opening)
    for position, item in enumerate(items):
        check_run_on(reader, item)
        text = folded(item.text)
        if position == 0:
            joint = "" if opening.endswith((":", ",", "–", "—")) or not reader.markers.is_bare(opening) else ":"
            stops = reader.markers.stop.match(opening) is not None
            opening = opening.rstrip(":") if stops else opening
            words = f"{opening}{joint} {text}"
            for linked in (block, item):
                recording(reader.source, linked.links, words, linked.line, linked.last)
            yield Line(block.line, words)
        elif text:
            yield reader.line(item, text)
        for child in item.children:
            reader.source.error("nested too deep", child.line, "make it an item of the list above")


def lines_of(reader: Reader, block: Block) -> tuple[list[ScriptLine], list[Line]]:
    """The lines of an item or a paragraph with its nested lines, or its safety lines."""
    text = folded(block.text)
    lists = [child for child in block.children if child.kind == "list"]
    if is_safety(reader, block):
        _misplaced(reader, [child for child in block.children if child.kind != "list"])
        return [], list(cautions(reader, block, lists))
    if reader.markers.is_note(text):
        note(reader, block.line)
        for child in block.children:
            _note_all(reader, child)
        return [], []
    check_run_on(reader, block)
    if not text:
        if block.children:
            reader.source.error("an item that begins with something else than words", block.line)
        return [], []
    if block.kind == "item":
        if misplaced_cue(reader, block, text):
            return [], []
        check_indent(reader, block)
    own, *others = _split(reader, block)
    nested, under = Nested(), []
    for child in block.children:
        under += _nest(reader, nested, child)
    _check_nested(reader, own, under)
    return [replace(own, nested=nested), *others, *under], []


def _check_nested(reader: Reader, own: ScriptLine, under: list[ScriptLine]) -> None:
    """Doubt the time of a step whose nested lines are steps with times of their own."""
    timed = [line for line in under if line.role == "action" and any(not doing.rest for doing in line.words.doings)]
    if timed and not own.words.doings and own.words.sides and not any(line.words.sides for line in timed):
        message = f"the sides of this line are not those of the steps under it, from line {timed[0].line} on"
        reader.source.add(Remark("warning", message, "", "write the sides on each of them"), own.line)
    if own.role == "action" and timed and own.words.doings:
        first = timed[0].line
        if any(doing.pieces.hold for doing in own.words.doings):
            message = f"this step has a time, and so have those under it, from line {first} on: they come after it"
            hint = "if its time is that of them all, leave it out here"
        else:
            message = f"this step has a dose, and so have those under it, from line {first} on: they come after it"
            hint = "if its dose is that of them all, leave it out here"
        reader.source.add(Remark("warning", message, "", hint), own.line)


def _split(reader: Reader, block: Block) -> list[ScriptLine]:
    """The lines of a text. A pause in it is a line of its own."""
    lazy = _lazy(reader, block)
    if lazy:
        own = replace(block, text="\n".join(block.text.split("\n")[: len(block.text.split("\n")) - len(lazy)]))
        return [*_split(reader, own), *lazy]
    first, *others = split_pauses(folded(block.text), reader.language)
    pieces = [first, *(piece[:1].upper() + piece[1:] for piece in others)]
    return [line_of(reader, replace(block, text=piece, children=[])) for piece in pieces]


def _lazy(reader: Reader, block: Block) -> list[ScriptLine]:
    """The lines under an item without an indent. Each has a dose or a rest."""
    written = block.text.split("\n")
    if block.kind != "item" or len(written) < 2 or block.last - block.line + 1 != len(written):
        return []
    begin = len(written)
    for at in range(len(written) - 1, 0, -1):
        raw = reader.source.lines[block.line + at - 1]
        if raw[:1].isspace() or not raw[:1].isupper() or line_of(reader, replace(block, text=raw)).role == "say":
            break
        begin = at
    if begin < len(written) and written[begin - 1].rstrip()[-1:] == ",":
        return []
    return [
        line_of(reader, replace(block, text=written[at], line=block.line + at, last=block.line + at))
        for at in range(begin, len(written))
    ]


def _nest(reader: Reader, nested: Nested, block: Block) -> list[ScriptLine]:
    """Add the details, cues and cautions nested under an item. Return the nested lines with a dose."""
    if block.kind == "list":
        return [line for item in block.children for line in _nest(reader, nested, item)]
    if block.kind == "quote" and not is_safety(reader, block):
        note(reader, block.line)
        return []
    if block.kind not in ("item", "paragraph", "quote"):
        _misplaced(reader, [block])
        return []
    text = folded(block.text)
    lists = [child for child in block.children if child.kind == "list"]
    others = [child for child in block.children if child.kind != "list"]
    if is_safety(reader, block):
        nested.safety += cautions(reader, block, lists)
        _misplaced(reader, others)
        return []
    check_run_on(reader, block)
    _misplaced(reader, block.children)
    if reader.markers.is_note(text):
        note(reader, block.line)
        return []
    if named := labelled(text, reader.language):
        _name(reader, nested, block, *named)
        return []
    cue, failed = cue_of(reader, block, text)
    if cue:
        nested.coaching.append(cue)
        return []
    line = replace(line_of(reader, block), under=True)
    if (text and not failed and line.role in ("say", "fact")) or line.label == "start":
        nested.details.append(reader.line(block, text))
        return []
    return [line] if text and not failed else []


def _name(reader: Reader, nested: Nested, block: Block, label: NestedLabel, words: str) -> None:
    """Add the short name of a step, or the place of its things. A step has one of each."""
    if (nested.short if label == "short" else nested.place) is not None:
        message = f"this step has two lines for `{_label_of(block)}:`"
        reader.source.error(message, block.line, "keep one of them")
    elif label == "short":
        nested.short = words
    else:
        nested.place = reader.line(block, words)


def _label_of(block: Block) -> str:
    """The label that a nested line begins with."""
    return folded(block.text).split(":")[0].strip()


def _misplaced(reader: Reader, blocks: list[Block]) -> None:
    for block in blocks:
        if block.kind == "quote":
            note(reader, block.line)
        else:
            message = "nested too deep" if block.kind in ("list", "item") else f"a {block.kind} inside an item"
            reader.source.error(message, block.line, "a cue or a caution is nested under its step, nothing deeper")


def _note_all(reader: Reader, block: Block) -> None:
    if block.kind == "list":
        for item in block.children:
            _note_all(reader, item)
        return
    note(reader, block.line)
    for child in block.children:
        _note_all(reader, child)
