"""Lower headings and bold lines. Each is the name of a phase or of one exercise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voiceguide.script.blocks import Block
from voiceguide.script.lines import Reader, folded, line_of

LONGEST_NAME = 8
"""The most words of a bold line that is a name, not a sentence."""


def named(reader: Reader, blocks: Sequence[Block]) -> list[Block]:
    """The blocks. Each `name` or `bold` line becomes a heading, a name, or a paragraph."""
    found = []
    for at, block in enumerate(blocks):
        if block.kind in ("name", "bold"):
            below = _below(blocks[at + 1 :])
            found.append(replace(block, kind=_kind(reader, block, below)))
        else:
            found.append(block)
    return found


def _below(blocks: Sequence[Block]) -> list[Block]:
    """The blocks between a name and the next one."""
    ends = (at for at, block in enumerate(blocks) if block.kind in ("title", "heading", "name", "bold"))
    return list(blocks[: next(ends, len(blocks))])


def _kind(reader: Reader, block: Block, below: Sequence[Block]) -> str:
    text = folded(block.text)
    if block.kind == "bold":
        spoken = reader.markers.is_safety(text, do_not=True) or reader.markers.is_note(text)
        sentence = text.endswith((".", "!", "?")) or len(text.split()) > LONGEST_NAME
        if spoken or sentence or not below:
            return "paragraph"
    if reader.markers.is_caution(text):
        return "heading"
    items = [item for part in below if part.kind == "list" for item in part.children]
    roles = [line_of(reader, item).role for item in items]
    dosed = bool(line_of(reader, replace(block, kind="paragraph")).words.doings)
    if roles.count("action") > 1 or (dosed and "action" in roles):
        return "heading"
    if block.kind == "bold" and not dosed and not any(role != "say" for role in _roles(reader, below)):
        return "paragraph"
    return "name"


def _roles(reader: Reader, blocks: Sequence[Block]) -> list[str]:
    lines = [part for block in blocks for part in (block.children or [block]) if part.kind in ("item", "paragraph")]
    return [line_of(reader, line).role for line in lines]
