"""The blocks behind each block of a script."""

from __future__ import annotations

from voiceguide.script.blocks import Block
from voiceguide.script.following import Following, followings


def test_a_heading_ends_the_blocks_that_a_paragraph_looks_at() -> None:
    words, heading, items = paragraph(1, "Tap."), Block("heading", 3, 3, "Release"), items_of(5, "Press for 5 seconds")
    first, _, last = followings([words, heading, items], is_timed)
    assert first == Following(next=heading, has_later_list=True)
    assert last == Following()


def test_a_dose_is_found_in_any_later_list_and_paragraph_before_the_next_heading() -> None:
    blocks = [
        paragraph(1, "Tap."),
        items_of(3, "Breathe"),
        items_of(5, "Press for 5 seconds"),
        paragraph(7, "30 seconds"),
    ]
    first = followings(blocks, is_timed)[0]
    assert first.has_timed_list
    assert first.has_timed_paragraph


def test_each_block_is_looked_at_once() -> None:
    looked_at: list[int] = []

    def noted(block: Block) -> bool:
        looked_at.append(block.line)
        return False

    blocks = [block for line in range(1, 2000, 2) for block in (paragraph(line, "Tap."), items_of(line + 1, "Breathe"))]
    followings(blocks, noted)
    assert sorted(looked_at) == list(range(1, 2001))


def is_timed(block: Block) -> bool:
    return "seconds" in block.text


def paragraph(line: int, text: str) -> Block:
    return Block("paragraph", line, line, text)


def items_of(line: int, text: str) -> Block:
    return Block("list", line, line, "", children=[paragraph(line, text)])
