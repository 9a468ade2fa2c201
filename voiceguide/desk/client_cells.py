"""Cells of a table of clients in any language: the words for columns, sides and lengths become those of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from voiceguide.desk.words import languages, words_of
from voiceguide.language import available, load

COLUMNS = ("client", "length", "side", "without", "note")
"""The columns of a table without names, in order."""
ENDS = ("shortest", "longest")
_UNITS = {"hours": "h", "minutes": "m", "minutes_after_for": "m", "seconds": "s"}
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?", re.ASCII)
_TIME = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?\s*", re.ASCII)
MOST_CHARACTERS = 60
"""The limit for a length in words."""


def is_bare(length: str) -> bool:
    """True for a number without a unit."""
    return _NUMBER.fullmatch(length) is not None


def are_minutes(column: str) -> bool:
    """True for the name of a column whose numbers are minutes."""
    return _letters().get(column.casefold()) == "m"


def length_of(text: str, *, minutes: bool = False) -> str:
    """A length as a sheet has it: `10 Minuten` is `10m`, `kürzeste` is `shortest`. Any other text stays as it is.
    `minutes`: the column is called so."""
    typed = text.casefold()
    if minutes and is_bare(typed):
        return f"{typed.replace(',', '.')}m"
    if typed in _ends():
        return _ends()[typed]
    joined = re.sub(rf"\s(?:{_and()})\s", " ", typed) if len(typed) <= MOST_CHARACTERS else ""
    times = _TIME.findall(joined)
    if not times or _TIME.sub("", joined) or any(unit not in _letters() for _, unit in times):
        return text
    return "".join(f"{number.replace(',', '.')}{_letters()[unit]}" for number, unit in times)


def side_of(text: str) -> str:
    """`left`, `right` or `both`; any other text stays as it is."""
    return _sides().get(text.casefold(), text)


@cache
def columns() -> dict[str, str]:
    """The names of columns in all languages -> those of a sheet."""
    return _named("columns", COLUMNS)


@cache
def _ends() -> dict[str, str]:
    """The words for the shortest and the longest length in all languages -> those of a sheet."""
    return {**{end: end for end in ENDS}, **_named("lengths", ENDS)}


def _named(section: str, keys: Iterable[str]) -> dict[str, str]:
    """The names that each language has for these keys of a section of its words -> the keys."""
    texts = ((key, words_of(code)[f"{section}.{key}"]) for code in languages() for key in keys)
    return {name.casefold(): key for key, text in texts for name in text.split("|")}


@cache
def _letters() -> dict[str, str]:
    """The words for units in all languages -> `h`, `m` or `s`."""
    found = {}
    for code in available():
        units = load(code).data["units"]
        for key, letter in _UNITS.items():
            found.update({str(word).casefold(): letter for word in units.get(key, ())})
    return found


@cache
def _and() -> str:
    """A pattern for the words between two parts of a length."""
    return "|".join(re.escape(str(word)) for code in available() for word in load(code).data["units"]["and"])


@cache
def _sides() -> dict[str, str]:
    """The words for sides in all languages -> those of a sheet."""
    found = {"both": "both", "-": "both", "l": "left", "r": "right"}
    for code in available():
        pack = load(code)
        for side in ("left", "right"):
            found[pack.phrase(side).casefold()] = side
            found.update({str(noun[side]).split()[0].casefold(): side for noun in pack.data["nouns"].values()})
    for code in languages():
        found.update({words_of(code)[f"page.side_{side}"].casefold(): side for side in ("left", "right", "both")})
    return {**found, "left": "left", "right": "right"}
