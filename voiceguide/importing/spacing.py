"""Space between paragraphs: an empty paragraph says that a new thought begins."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from voiceguide.importing.document import Block, Document, Paragraph


def spaced(blocks: Iterable[Block]) -> Document:
    """The blocks without the empty ones. Where a document has empty paragraphs, the others stand close together."""
    given = list(blocks)
    airy = any(_empty(block) for block in given[1:-1])
    found: list[Block] = []
    gap = True
    for block in given:
        if _empty(block):
            gap = True
            continue
        if isinstance(block, Paragraph):
            block = dataclasses.replace(block, gap=gap or not airy)
        found.append(block)
        gap = False
    return tuple(found)


def _empty(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text.strip("\u200b\ufeff\u00ad \t\n\u00a0")
