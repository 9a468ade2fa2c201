"""Messages: paragraphs whose lines are exercises, as people write them into a chat or a letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voiceguide.script.blocks import Block
from voiceguide.script.lines import Reader, ScriptLine, line_of

LONGEST = 90
"""Characters of a line that is no wrapped prose."""
_BULLET = re.compile(r"^\s*(?:[-*+•‣◦●▪∙·–—]\s*|\(?(?:\d{1,2}|[A-Za-z])[.)]\s+|\d{1,2}\ufe0f?\u20e3\s*)")
_LABEL_WORDS = 4


def unfolded(reader: Reader, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with a list in the place of each paragraph whose lines are exercises."""
    found: list[Block] = []
    for block in blocks:
        lines = block.text.split("\n")
        if block.kind != "paragraph" or len(lines) < 2 or block.links:
            found.append(block)
            continue
        found += _split(reader, block, lines) or [block]
    return found


def _split(reader: Reader, block: Block, written: list[str]) -> list[Block]:
    """The lines of a paragraph as headings, paragraphs and items. Empty where it is prose."""
    parts = [
        Block("item", block.line + at, block.line + at, _BULLET.sub("", text).strip())
        for at, text in enumerate(written)
        if text.strip()
    ]
    lines = [line_of(reader, part) for part in parts]
    begin = next((at for at, line in enumerate(lines) if line.role != "say"), len(lines))
    if not _is_list(written, lines) or begin == len(lines):
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


def _is_list(written: Sequence[str], lines: Sequence[ScriptLine]) -> bool:
    """Two lines or more have a dose, and none of them goes on the line above it."""
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
    """`heading` for a few words before exercises that have names of their own: `Warm up`. `name` before a dose alone."""
    line, behind = lines[at], lines[at + 1 : at + 2]
    if line.role != "say" or not behind or len(line.text.split()) > _LABEL_WORDS or _is_sentence(line):
        return ""
    if reader.markers.is_note(line.text) or reader.markers.is_caution(line.text):
        return ""
    return {"act": "heading", "dose": "name"}.get(behind[0].role, "")
