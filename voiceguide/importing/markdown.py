"""Words as Markdown that reads them as they are."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"[*`\\]|<(?=[A-Za-z/!?])|\](?=[(\[])|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)|&(?=#?\w+;)|~~")
_AT_START = re.compile(r"(?=[-+>#|=](?:\s|$)|#{2,}|[-=]{3,})|(\d{1,9})(?=[.)](?:\s|$))")


def escaped(text: str) -> str:
    """Text whose characters mean nothing in Markdown."""
    text = _SPECIAL.sub(lambda match: "\\" + match[0], " ".join(text.split()))
    return (
        _AT_START.sub(lambda match: f"{match[1]}\\" if match[1] else "\\", text, count=1)
        if _AT_START.match(text)
        else text
    )


def row(cells: tuple[str, ...]) -> str:
    """A row of a table."""
    return "| " + " | ".join(escaped(cell).replace("|", "\\|") for cell in cells) + " |"


def comment(text: str) -> str:
    """An HTML comment."""
    return f"<!-- {re.sub('-{2,}', '–', ' '.join(text.split()))} -->".replace("->  -->", "→ -->")
