"""The blocks behind each block of a script: they decide the meaning of a paragraph."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from voiceguide.script.blocks import Block

IsTimed = Callable[[Block], bool]
"""True for a block with a dose."""
_ENDS = ("heading", "title", "name")


class Section:
    """The blocks between two headings or names."""

    def __init__(self, blocks: Sequence[Block], is_timed: IsTimed) -> None:
        self.blocks = blocks
        self._is_timed = is_timed

    @cached_property
    def lists_behind(self) -> list[bool]:
        """For each block, True if a list comes behind it."""
        return self._behind(lambda block: block.kind == "list")

    @cached_property
    def timed_lists_behind(self) -> list[bool]:
        """For each block, True if a list with a dose comes behind it."""
        return self._behind(lambda block: block.kind == "list" and any(map(self._is_timed, block.children)))

    @cached_property
    def timed_paragraphs_behind(self) -> list[bool]:
        """For each block, True if a paragraph with a dose comes behind it."""
        return self._behind(lambda block: block.kind == "paragraph" and self._is_timed(block))

    def _behind(self, wanted: Callable[[Block], bool]) -> list[bool]:
        """Each block is looked at once, from the end on, up to the first that is wanted."""
        found, now = [], False
        for block in reversed(self.blocks):
            found.append(now)
            now = now or wanted(block)
        return found[::-1]


@dataclass(frozen=True, slots=True)
class Following:
    """The blocks behind one."""

    next: Block | None
    """The one right behind it, also where it is a heading."""
    has_later_list: bool
    """True if a list comes anywhere behind it, beyond the next heading as well."""
    section: Section
    """Its section. Doses are looked for when they are asked for."""
    place: int
    """Its place in the section."""

    @property
    def has_list(self) -> bool:
        """True if a list comes before the next heading."""
        return self.section.lists_behind[self.place]

    @property
    def has_timed_list(self) -> bool:
        """True if a list with a dose comes before the next heading."""
        return self.section.timed_lists_behind[self.place]

    @property
    def has_timed_paragraph(self) -> bool:
        """True if a paragraph with a dose comes before the next heading."""
        return self.section.timed_paragraphs_behind[self.place]


def followings(blocks: Sequence[Block], is_timed: IsTimed) -> list[Following]:
    """For each block, the blocks behind it."""
    last_list = max((at for at, block in enumerate(blocks) if block.kind == "list"), default=-1)
    found: list[Following] = []
    for section in _sections(blocks, is_timed):
        for place in range(len(section.blocks)):
            at = len(found)
            behind = blocks[at + 1] if at + 1 < len(blocks) else None
            found.append(Following(behind, at < last_list, section, place))
    return found


def _sections(blocks: Sequence[Block], is_timed: IsTimed) -> list[Section]:
    """The sections in order. A heading begins one."""
    starts = [at for at, block in enumerate(blocks) if at == 0 or block.kind in _ENDS]
    return [Section(blocks[start:end], is_timed) for start, end in pairwise([*starts, len(blocks)])]
