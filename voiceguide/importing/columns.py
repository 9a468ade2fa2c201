"""The order in which a printed page is read: down one column, then down the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from voiceguide.importing.document import TEXT, Table
from voiceguide.importing.marks import marked
from voiceguide.importing.printed import Row, Word

_GUTTER = 10.0
"""Points of white between two columns, at least."""
_FEWEST = 4
"""Rows on each side of a gutter."""


def in_order(words: Sequence[Word]) -> list[Row | Table]:
    """The words of a page as rows, in the order of reading; unruled tables among them."""
    lines = lines_of(words)
    gutter = _gutter(lines)
    margin = max((word.x1 for word in words), default=0)
    if gutter is None:
        return _with_tables([_parts(line) for line in lines], margin)
    inner = max((word.x1 for word in words if word.x1 <= gutter), default=gutter)
    found: list[Row | Table] = []
    band: list[list[Word]] = []
    for line in [*lines, None]:
        crossing = line is None or any(word.x0 < gutter < word.x1 for word in _spread(line))
        if line is not None and not crossing:
            band.append(line)
            continue
        for left in (True, False):
            sides = ([word for word in one if (word.x1 <= gutter) == left] for one in band)
            found += _with_tables([_parts(side) for side in sides if side], inner if left else margin)
        band = []
        if line is not None:
            found += _with_tables([_parts(line)], margin)
    return found


def lines_of(words: Sequence[Word]) -> list[list[Word]]:
    """The words that stand on one height, from left to right; the heights from above."""
    found: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (one.bottom, one.x0)):
        before = found[-1][0] if found else None
        if before and abs(word.bottom - before.bottom) < 0.4 * max(word.size, before.size):
            found[-1].append(word)
        else:
            found.append([word])
    return [sorted(line, key=lambda one: one.x0) for line in found]


def _spread(line: Sequence[Word]) -> list[Word]:
    """The line as its parts between wide gaps, each like one long word."""
    return [
        Word("", part[0].x0, part[-1].x1, part[0].top, part[0].bottom, part[0].size, False) for part in _parts(line)
    ]


def _parts(line: Sequence[Word]) -> list[list[Word]]:
    """A line cut at its wide gaps."""
    parts: list[list[Word]] = [[line[0]]]
    for word in line[1:]:
        before = parts[-1][-1]
        bullet = before is line[0] and marked(f"{before.text} x")[0] != TEXT
        if word.x0 - before.x1 > max(_GUTTER, 1.2 * word.size) and not bullet:
            parts.append([])
        parts[-1].append(word)
    return parts


def _gutter(lines: Sequence[list[Word]]) -> float | None:
    """The white gutter of a page with two columns. A few lines, such as a title, may cross it."""
    words = [word for line in lines for word in line]
    if not words:
        return None
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    spread = [_spread(line) for line in lines]
    best: tuple[int, float] | None = None
    for step in range(30, 71, 2):
        at = left + (right - left) * step / 100
        crossing = sum(any(part.x0 - 2 < at < part.x1 + 2 for part in line) for line in spread)
        before = [line for line in spread if any(part.x1 < at for part in line)]
        behind = [line for line in spread if any(part.x0 > at for part in line)]
        if min(len(before), len(behind)) >= _FEWEST and crossing <= len(lines) / 4 and (not best or crossing < best[0]):
            best = crossing, at
    if best is None or _is_table(spread, best[1]):
        return None
    return best[1]


def _is_table(spread: Sequence[Sequence[Word]], gutter: float) -> bool:
    """Most lines have three parts or more, or stand on one height with a short neighbour: read across."""
    across = [line for line in spread if len(line) > 1]
    several = sum(len(line) > 2 for line in across)
    short = sum(line[-1].x1 - line[-1].x0 < 60 for line in across if line[-1].x0 > gutter)
    return bool(across) and (several > len(across) / 2 or short > 0.7 * len(across))


def _with_tables(lines: Sequence[list[list[Word]]], margin: float) -> list[Row | Table]:
    """The lines as rows; runs of lines with as many parts, three or more, as tables."""
    found: list[Row | Table] = []
    for count, run in groupby(lines, key=len):
        group = list(run)
        if count > 2 and len(group) > 1:
            found.append(Table(tuple(tuple(_text(part) for part in line) for line in group)))
        else:
            found += [Row.of([word for part in line for word in part], len(line) > 1, margin) for line in group]
    return found


def _text(part: Sequence[Word]) -> str:
    return " ".join(word.text for word in part)
