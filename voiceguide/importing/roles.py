"""The role of each line: the title, a section or an exercise's name, a line of an exercise, or chatter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voiceguide.importing.chatter import closes, has_contact, is_chatter, warns
from voiceguide.importing.document import BULLET, HEADING, NUMBER, QUOTE, TEXT, Block, Paragraph, Table
from voiceguide.importing.hearing import Ear

TITLE, NAME, LINE, CHATTER, SAFETY, FACT = "title", "name", "line", "chatter", "safety", "fact"
_LONGEST_NAME = 70
_MOST_WORDS = 9
_LONGEST_FAREWELL = 5
_DEEPEST_RANK = 10
"""Of a name that is only written in bold, or stands alone; headings are above it."""


@dataclass(slots=True)
class Entry:
    """A line and its role."""

    block: Block
    role: str = LINE
    rank: int = 0
    """Of a name: its level among the names; 1 is the highest."""
    timed: bool = False
    """True if it has a dose, or one that was not understood."""
    dosed: bool = False
    """True if it has a dose that was understood."""

    @property
    def kind(self) -> str:
        """The paragraph's kind; `table` for a table."""
        return self.block.kind if isinstance(self.block, Paragraph) else "table"

    @property
    def text(self) -> str:
        """The paragraph's words."""
        return self.block.text if isinstance(self.block, Paragraph) else ""

    @property
    def gap(self) -> bool:
        """True if a gap separates it from the line above."""
        return not isinstance(self.block, Paragraph) or self.block.gap

    @property
    def bold(self) -> bool:
        """True if all of its words are bold."""
        return isinstance(self.block, Paragraph) and self.block.bold

    @property
    def listed(self) -> bool:
        """True for an item of a list."""
        return self.kind in (BULLET, NUMBER)


def roles_of(blocks: Sequence[Block], ear: Ear) -> list[Entry]:
    """The lines with their roles."""
    entries = [_heard(block, ear) for block in blocks]
    _farewells(entries)
    _headings(entries)
    _listed_names(entries)
    if not any(entry.role == NAME and entry.kind == HEADING for entry in entries[1:]):
        _bold_names(entries)
    else:
        _bold_names(entries, short_only=True)
    _plain_names(entries, strict=sum(entry.role == NAME for entry in entries) > 1)
    _first_line(entries)
    if not any(entry.role == TITLE for entry in entries):
        _title(entries)
    _rank(entries)
    return entries


def _heard(block: Block, ear: Ear) -> Entry:
    table = isinstance(block, Table)
    entry = Entry(block, timed=table, dosed=table)
    if entry.kind == "table":
        return entry
    if entry.kind == QUOTE:
        entry.role = CHATTER
    elif ear.safety(entry.text) or (warns(entry.text) and entry.kind == TEXT and not ear.dosed(entry.text)):
        entry.role = SAFETY
    else:
        entry.dosed = ear.dosed(entry.text)
        fact = entry.kind == TEXT and not entry.dosed and ear.fact(entry.text)
        entry.timed = entry.dosed or (not fact and ear.unclear(entry.text))
        if entry.kind != HEADING and not (entry.listed and entry.timed) and _chats(entry):
            entry.role = CHATTER
        elif fact and (not _short(entry) or re.search(r"\d", entry.text)):
            entry.role = FACT
    return entry


def _chats(entry: Entry) -> bool:
    """The line is chatter, by its words or as a short message of its own."""
    message = isinstance(entry.block, Paragraph) and entry.block.begins and entry.text.endswith("!")
    contact = entry.kind == TEXT and not entry.dosed and has_contact(entry.text)
    return is_chatter(entry.text) or contact or (message and not entry.timed)


def _farewells(entries: list[Entry]) -> None:
    """The names and addresses behind the end of a letter."""
    left = 0
    for entry in entries:
        if entry.kind == TEXT and not entry.timed and closes(entry.text):
            entry.role, left = CHATTER, _LONGEST_FAREWELL
        elif left and entry.kind == TEXT and not entry.timed and len(entry.text.split()) < 9 and entry.role != SAFETY:
            entry.role, left = CHATTER, left - 1
        else:
            left = 0


def _headings(entries: list[Entry]) -> None:
    for place, entry in enumerate(entries):
        if entry.kind == HEADING and entry.role == LINE:
            below = _next(entries, place)
            first = not any(other.kind == HEADING or other.timed for other in entries[:place])
            if first or not entry.timed or (below and below.kind != HEADING):
                entry.role, entry.rank = NAME, 1 + min(_level(entry), _DEEPEST_RANK - 2)


def _listed_names(entries: list[Entry]) -> None:
    """Items with lines of their own below: `1. Calf stretch`, and then its lines."""
    for kind in (NUMBER, BULLET):
        items = [place for place, entry in enumerate(entries) if entry.kind == kind and _level(entry) == 0]
        led = [place for place in items if _leads(entries, place) and _short(entries[place])]
        if led and led[0] == items[0] and 2 * len(led) > len(items):
            for place in led:
                entries[place].role, entries[place].rank = NAME, _DEEPEST_RANK


def _leads(entries: list[Entry], place: int) -> bool:
    below = _next(entries, place)
    if below is None or below.role in (CHATTER, SAFETY):
        return False
    return below.kind == TEXT or (below.listed and (below.kind != entries[place].kind or _level(below) > 0))


def _bold_names(entries: list[Entry], *, short_only: bool = False) -> None:
    for place, entry in enumerate(entries):
        below = _next(entries, place)
        if entry.role != LINE or entry.kind != TEXT or not entry.bold or not _short(entry) or below is None:
            continue
        if not entry.timed or (not short_only and below.role == LINE and not below.bold):
            entry.role, entry.rank = NAME, _DEEPEST_RANK


def _plain_names(entries: list[Entry], *, strict: bool) -> None:
    """Short lines that begin a group: after a gap, before lines that go on. `strict`, where other names are told by
    their type: only those that lead a list or lines close below."""
    close = any(not entry.gap for entry in entries)
    for place, entry in enumerate(entries):
        below = _next(entries, place)
        if entry.role != LINE or entry.kind != TEXT or entry.timed or not _short(entry) or below is None:
            continue
        if strict:
            if (
                close
                and entry.gap
                and entry.text[:1].isupper()
                and (below.listed or not below.gap)
                and below.role == LINE
            ):
                entry.role, entry.rank = NAME, _DEEPEST_RANK
            continue
        shouted = entry.text.isupper() and len(entry.text) > 3
        begins = entry.gap and entry.text[:1].isupper() and below.kind != HEADING
        goes_on = not below.gap or below.listed or below.kind == "table" or _is_group_of_its_own(entries, place)
        if shouted or entry.text.endswith(":") or (begins and goes_on) or (begins and not close and not _short(below)):
            entry.role, entry.rank = NAME, _DEEPEST_RANK


def _is_group_of_its_own(entries: list[Entry], place: int) -> bool:
    """The first line, with a gap below, as a title has."""
    before = [entry for entry in entries[:place] if entry.role != CHATTER]
    return not before


def _short(entry: Entry) -> bool:
    """A line as short as a name, and no sentence."""
    text = entry.text
    ended = text.endswith((".", "!", "?", ";", ",")) and not re.search(r"\b\w\.$", text)
    return (
        len(text) <= _LONGEST_NAME
        and len(text.split()) <= _MOST_WORDS
        and not ended
        and bool(re.search(r"[^\W\d_]{2}", text))
    )


def _title(entries: list[Entry]) -> None:
    """The first name, where it names them all."""
    names = [place for place, entry in enumerate(entries) if entry.role == NAME]
    if not names or any(entry.dosed for entry in entries[: names[0]]):
        return
    first = entries[names[0]]
    end = names[1] if len(names) > 1 else len(entries)
    below = entries[names[0] + 1 : end]
    alone = not any(entries[place].rank <= first.rank for place in names[1:])
    heads_all = alone and first.rank < _DEEPEST_RANK and len(names) > 1
    listed = len(names) == 1 and sum(entry.timed and (entry.listed or entry.kind == "table") for entry in below) > 1
    tabled = len(names) == 1 and any(entry.kind == "table" for entry in below)
    nothing_done = len(names) > 1 and not any(entry.dosed or (entry.timed and entry.listed) for entry in below)
    heads = heads_all or listed or tabled or (nothing_done and not _is_section(entries, names))
    if heads and (not first.timed or (first.kind == HEADING and heads_all)):
        first.role = TITLE


def _first_line(entries: list[Entry]) -> None:
    """The first line as the title, where it stands apart, as short as a name."""
    place = next((at for at, entry in enumerate(entries) if entry.role != CHATTER), len(entries))
    if place + 1 >= len(entries):
        return
    entry, below = entries[place], entries[place + 1]
    if (
        entry.role == LINE
        and entry.kind == TEXT
        and not entry.dosed
        and _short(entry)
        and (below.gap or below.role == NAME)
    ):
        entry.role = TITLE


def _is_section(entries: list[Entry], names: list[int]) -> bool:
    """The first name is one of several of its rank, as headings of phases are."""
    first = entries[names[0]]
    alike = [place for place in names[1:] if entries[place].rank == first.rank]
    return first.kind == HEADING and bool(alike) and len(alike) < len(names) - 1


def _rank(entries: list[Entry]) -> None:
    """The names' levels: those below the title are phases, those below these are exercises."""
    ranks = sorted({entry.rank for entry in entries if entry.role == NAME})
    for entry in entries:
        if entry.role == NAME:
            entry.rank = min(ranks.index(entry.rank) + 1, 2)


def _next(entries: list[Entry], place: int) -> Entry | None:
    return next((entry for entry in entries[place + 1 :] if entry.role != CHATTER), None)


def _level(entry: Entry) -> int:
    return entry.block.level if isinstance(entry.block, Paragraph) else 0
