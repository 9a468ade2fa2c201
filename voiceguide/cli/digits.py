"""Numbers several lines high, made of blocks, to be read from across the room."""

from __future__ import annotations

BLOCK = "█"
HEIGHT = 5
"""Dots of a sign from top to bottom; a dot is as many lines high as the room allows."""

PAUSED = "p"
WAITING = "w"
_DOTS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    " ": (" ", " ", " ", " ", " "),
    PAUSED: ("# #", "# #", "# #", "# #", "# #"),
    WAITING: ("     ", "     ", "# # #", "     ", "     "),
}


def dot_size(text: str, columns: int, lines: int) -> tuple[int, int] | None:
    """Columns and lines of a dot, the largest at which the text fits; None where it does not fit at all."""
    for down in range(lines // HEIGHT, 0, -1):
        # A character is about twice as high as wide: dots are square, or up to twice as high where it is narrow.
        for across in range(2 * down, down - 1, -1):
            if width(text, across) <= columns:
                return across, down
    return None


def width(text: str, across: int) -> int:
    """Columns that the text takes at `across` columns a dot."""
    return sum(len(_DOTS[sign][0]) * across for sign in text) + _gap(across) * (len(text) - 1)


def big(text: str, across: int, down: int) -> list[str]:
    """The lines of the text, of which each sign must be a digit, a colon, a blank or PAUSED or WAITING."""
    gap = " " * _gap(across)
    rows = [
        gap.join(_DOTS[sign][row] if across == 1 else _wide(_DOTS[sign][row], across) for sign in text)
        for row in range(HEIGHT)
    ]
    return [row.replace("#", BLOCK).rstrip() for row in rows for _ in range(down)]


def _wide(dots: str, across: int) -> str:
    return "".join(dot * across for dot in dots)


def _gap(across: int) -> int:
    """Columns between two signs."""
    return max(across - 1, 1)
