"""The blocks behind each block of a script."""

from __future__ import annotations

from voiceguide.script.blocks import Block
from voiceguide.script.following import followings


def test_a_heading_ends_the_blocks_that_a_paragraph_looks_at() -> None:
    words, heading, items = paragraph(1, "Tap."), Block("heading", 3, 3, "Release"), items_of(5, "Press for 5 seconds")
    first, _, last = followings([words, heading, items], is_timed)
    assert (first.next, last.next) == (heading, None)
    assert (first.has_list, first.has_timed_list) == (False, False)
    assert (first.has_later_list, last.has_later_list) == (True, False)


def test_a_dose_is_found_in_any_later_list_and_paragraph_before_the_next_heading() -> None:
    blocks = [
        paragraph(1, "Tap."),
        items_of(3, "Breathe"),
        items_of(5, "Press for 5 seconds"),
        paragraph(7, "30 seconds"),
    ]
    first, _, third, _ = followings(blocks, is_timed)
    assert (first.has_list, first.has_timed_list, first.has_timed_paragraph) == (True, True, True)
    assert (third.has_list, third.has_timed_list, third.has_timed_paragraph) == (False, False, True)


def test_a_script_without_blocks_has_none() -> None:
    assert followings([], is_timed) == []


def test_each_block_is_looked_at_once_and_only_where_it_is_asked_for() -> None:
    looked_at: list[int] = []

    def noted(block: Block) -> bool:
        looked_at.append(block.line)
        return False

    blocks = [block for line in range(1, 2000, 2) for block in (paragraph(line, "Tap."), items_of(line + 1, "Breathe"))]
    found = followings(blocks, noted)
    assert looked_at == []
    assert not any(each.has_timed_list or each.has_timed_paragraph for each in found)
    assert sorted(looked_at) == list(range(1, 2001))


def is_timed(block: Block) -> bool:
    return "seconds" in block.text


def paragraph(line: int, text: str) -> Block:
    return Block("paragraph", line, line, text)


def items_of(line: int, text: str) -> Block:
    return Block("list", line, line, "", children=[paragraph(line, text)])
