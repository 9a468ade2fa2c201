"""Messages: paragraphs of exercises, one a line, as people write them in a chat or a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from voiceguide.language.letters import bare
from voiceguide.script.blocks import Block
from voiceguide.script.labels import kinds_of
from voiceguide.script.lines import Reader, ScriptLine, line_of

LONGEST = 90
"""The most characters of a line that is not wrapped prose."""
_BULLET = re.compile(r"^\s*(?:[-*+•‣◦●▪∙·–—]\s*|\(?(?:\d{1,2}|[A-Za-z])[.)]\s+|\d{1,2}\ufe0f?\u20e3\s*)")
_LABEL_WORDS = 4


def unfolded(reader: Reader, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with each paragraph of exercises as a list."""
    found: list[Block] = []
    any_split = False
    for block in blocks:
        lines = block.text.split("\n")
        if block.kind != "paragraph" or len(lines) < 2 or block.links:
            found.append(block)
            continue
        split = _split(reader, block, lines) or _titled(reader, block, lines)
        any_split = any_split or bool(split)
        found += split or [block]
    return [_alone(reader, block) for block in found] if any_split else found


def _titled(reader: Reader, block: Block, written: list[str]) -> list[Block]:
    """A paragraph with the name of its exercise on its first line. The name becomes a sentence of its own."""
    name, below = written[0].strip(), "\n".join(written[1:])
    short = len(name.split()) <= _LABEL_WORDS and len(name) < len(written[1]) and name[-1:] not in ".!?,;:"
    if not short or not (name[:1].isupper() and written[1].lstrip()[:1].isupper()):
        return []
    first, rest = (line_of(reader, replace(block, text=text)) for text in (name, below))
    if first.role != "say" or not rest.words.doings:
        return []
    return [replace(block, text=f"{name}. {below}")]


def _alone(reader: Reader, block: Block) -> Block:
    """A single line of a message. It is an item if it has a dose and is not a sentence."""
    if block.kind != "paragraph" or "\n" in block.text or len(block.text) > LONGEST:
        return block
    line = line_of(reader, block)
    if line.role != "action" or _is_sentence(line):
        return block
    return Block("list", block.line, block.last, children=[replace(block, kind="item")])


def _split(reader: Reader, block: Block, written: list[str]) -> list[Block]:
    """The lines of a paragraph as headings, paragraphs and items. Empty for prose."""
    parts = [
        Block("item", block.line + at, block.line + at, _BULLET.sub("", text).strip())
        for at, text in enumerate(written)
        if text.strip()
    ]
    count = len(parts)
    parts = _labelled(reader, parts)
    lines = [line_of(reader, part) for part in parts]
    begin = next((at for at, line in enumerate(lines) if line.role != "say"), len(lines))
    if begin == len(lines) or not (_is_list(written, lines) or len(parts) < count):
        return []
    while begin and not _is_sentence(lines[begin - 1]) and not _greets(lines[begin - 1]):
        begin -= 1
    before, listed = parts[:begin], parts[begin:]
    found = []
    if before:
        text = "\n".join(part.text for part in before)
        found.append(Block("paragraph", before[0].line, before[-1].last, text))
    for at, part in enumerate(listed, begin):
        if label := _label_of(reader, lines, at):
            found.append(Block(label, part.line, part.last, part.text.rstrip(": ")))
            continue
        if not found or found[-1].kind != "list":
            found.append(Block("list", part.line, part.last))
        found[-1].children.append(part)
        found[-1].last = part.last
    return found


def _labelled(reader: Reader, parts: list[Block]) -> list[Block]:
    """The lines. Those with a printed label are joined to the line before them: `Sets: 3`."""
    kinds = kinds_of(reader.language)
    found: list[Block] = []
    for part in parts:
        label = part.text.partition(":")[0] if ":" in part.text else ""
        if found and bare(label) in kinds:
            found[-1] = replace(found[-1], text=f"{found[-1].text.rstrip(', ')}, {part.text}", last=part.last)
        else:
            found.append(part)
    return found


def _is_list(written: Sequence[str], lines: Sequence[ScriptLine]) -> bool:
    """True if two or more lines have a dose and none continues the line above it."""
    if sum(line.role not in ("say", "fact") for line in lines) < 2 or max(map(len, written)) > LONGEST:
        return False
    if all(_BULLET.match(text) for text in written):
        return True
    ends = [text.rstrip()[-1:] for text in written[:-1]]
    begins = [text.strip()[:1] for text in written[1:]]
    wrapped = any(
        not begin.isupper() and begin.isalpha() and end not in ".!?:" for begin, end in zip(begins, ends, strict=True)
    )
    dosed = all(line.role != "say" for line in lines)
    return not any(end in ",-–" for end in ends) and (dosed or not wrapped)


def _is_sentence(line: ScriptLine) -> bool:
    return line.text.endswith((".", "!", "?"))


def _greets(line: ScriptLine) -> bool:
    return line.text.endswith(",") or len(line.text.split()) > 2 * _LABEL_WORDS


def _label_of(reader: Reader, lines: Sequence[ScriptLine], at: int) -> str:
    """`heading` for a few words before exercises with names: `Warm up`. `name` for those before a dose alone."""
    line, behind = lines[at], lines[at + 1 : at + 2]
    if line.role != "say" or not behind or len(line.text.split()) > _LABEL_WORDS or _is_sentence(line):
        return ""
    if reader.markers.is_note(line.text) or reader.markers.is_caution(line.text):
        return ""
    return {"action": "heading", "dose": "name"}.get(behind[0].role, "")
