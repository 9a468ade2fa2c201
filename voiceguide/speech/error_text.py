"""Shortens the output of programs and the texts of exceptions to one line for a message."""

from __future__ import annotations

import re

MOST_CHARACTERS = 200

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]?|\][^\x07\x1b]*(?:\x07|\x1b\\)?|.)?")


def last_line(printed: bytes) -> str:
    """The last line with text, without escape codes: usually the reason of a failure. Empty if there is none."""
    return next(filter(None, map(_shown, reversed(_lines(printed.decode(errors="replace"))))), "")


def first_line(error: BaseException) -> str:
    """The first line of an exception's text, or the name of its type if it has none."""
    return next(filter(None, map(_shown, _lines(str(error)))), type(error).__name__)


def _lines(text: str) -> list[str]:
    return re.split(r"[\r\n]+", _ESCAPES.sub("", text))


def _shown(line: str) -> str:
    words = "".join(sign if sign.isprintable() else "?" for sign in " ".join(line.split()))
    return f"{words[:MOST_CHARACTERS]}…" if len(words) > MOST_CHARACTERS else words
