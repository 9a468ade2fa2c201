"""Text wrapping for a terminal, where characters take two columns, one or none."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size


def wrapped(text: str, columns: int, lines: int) -> list[str]:
    """Return at most `lines` lines of at most `columns` columns, broken between words if possible.

    The last line ends in … if text is left out.
    """
    found = [""]
    for word in text.split():
        joined = f"{found[-1]} {word}" if found[-1] else word
        if cell_len(joined) <= columns:
            found[-1] = joined
            continue
        pieces = _pieces(word, columns)
        found += pieces if found[-1] else []
        if not found[0]:
            found = pieces
        if len(found) > lines:
            break
    return found if len(found) <= lines else [*found[: lines - 1], _left_off(found[lines - 1], columns)]


def _pieces(word: str, columns: int) -> list[str]:
    """Split a word into pieces that fit."""
    pieces = [""]
    for character in word:
        if pieces[-1] and cell_len(pieces[-1] + character) > columns:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _left_off(line: str, columns: int) -> str:
    while " " in line and cell_len(line) + 2 > columns:
        line = line.rsplit(" ", 1)[0]
    return shortened(f"{line} …", columns)


def shortened(text: str, columns: int) -> str:
    """Return the text, cut to this many columns with … at the end."""
    if cell_len(text) <= columns:
        return text
    return set_cell_size(text, columns - 1).rstrip(" …") + "…" if columns > 0 else ""
