"""Large numbers made of blocks, legible from across the room."""

from __future__ import annotations

BLOCK = "█"
HEIGHT = 5
"""Dots of a character from top to bottom. The space decides the height of a dot."""

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
    """Return the columns and lines of the largest dot that fits the text, or None."""
    for down in range(lines // HEIGHT, 0, -1):
        # A character is about twice as high as wide: dots are square, or up to twice as high where it is narrow.
        for across in range(2 * down, down - 1, -1):
            if width(text, across) <= columns:
                return across, down
    return None


def width(text: str, across: int) -> int:
    """Return the columns of the text at `across` columns per dot."""
    return sum(len(_DOTS[sign][0]) * across for sign in text) + _gap(across) * (len(text) - 1)


def big(text: str, across: int, down: int) -> list[str]:
    """Return the lines of a text of digits, colons, blanks, PAUSED and WAITING."""
    gap = " " * _gap(across)
    rows = [
        gap.join(_DOTS[sign][row] if across == 1 else _wide(_DOTS[sign][row], across) for sign in text)
        for row in range(HEIGHT)
    ]
    return [row.replace("#", BLOCK).rstrip() for row in rows for _ in range(down)]


def _wide(dots: str, across: int) -> str:
    return "".join(dot * across for dot in dots)


def _gap(across: int) -> int:
    """Return the columns between two characters."""
    return max(across - 1, 1)
