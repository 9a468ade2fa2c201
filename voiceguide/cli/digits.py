"""Numbers several lines high, made of blocks, to be read across the room."""

from __future__ import annotations

BLOCK = "█"
HEIGHT = 5
"""The height of a character in dots. A dot is as many lines high as fit."""

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
    """Return the columns and lines of the largest dot at which the text fits; None if it does not fit."""
    for down in range(lines // HEIGHT, 0, -1):
        # A character cell is about twice as high as wide. So dots are square, or up to twice as high on a narrow
        # screen.
        for across in range(2 * down, down - 1, -1):
            if width(text, across) <= columns:
                return across, down
    return None


def width(text: str, across: int) -> int:
    """Return the width of the text in columns, at `across` columns a dot."""
    return sum(len(_DOTS[sign][0]) * across for sign in text) + _gap(across) * (len(text) - 1)


def big_text(text: str, across: int, down: int) -> list[str]:
    """Return the lines of the text. It may contain digits, colons, blanks, PAUSED and WAITING."""
    gap = " " * _gap(across)
    rows = [
        gap.join(_DOTS[sign][row] if across == 1 else _widened(_DOTS[sign][row], across) for sign in text)
        for row in range(HEIGHT)
    ]
    return [row.replace("#", BLOCK).rstrip() for row in rows for _ in range(down)]


def _widened(dots: str, across: int) -> str:
    return "".join(dot * across for dot in dots)


def _gap(across: int) -> int:
    """Return the columns between two characters."""
    return max(across - 1, 1)
