"""The blocks behind each block of a script: they decide the meaning of a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from voiceguide.script.blocks import Block

_ENDS = ("heading", "title", "name")


@dataclass(frozen=True, slots=True)
class Following:
    """The blocks behind one, up to the next heading or name."""

    next: Block | None = None
    """The block right behind it, of any kind."""
    has_list: bool = False
    has_timed_list: bool = False
    """True if an item of a list has a dose."""
    has_timed_paragraph: bool = False
    has_later_list: bool = False
    """True if a list comes anywhere behind it, beyond the next heading as well."""


def followings(blocks: Sequence[Block], is_timed: Callable[[Block], bool]) -> list[Following]:
    """For each block, the blocks behind it. Each is looked at once, from the end of the script to its beginning."""
    found: list[Following] = []
    now = Following()
    for block in reversed(blocks):
        found.append(now)
        if block.kind in _ENDS:
            now = Following(has_later_list=now.has_later_list)
        elif block.kind == "list":
            timed = now.has_timed_list or any(map(is_timed, block.children))
            now = replace(now, has_list=True, has_timed_list=timed, has_later_list=True)
        elif block.kind == "paragraph" and not now.has_timed_paragraph:
            now = replace(now, has_timed_paragraph=is_timed(block))
        now = replace(now, next=block)
    return found[::-1]
