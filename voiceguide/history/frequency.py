"""Reads how often a routine should be done from a sentence such as `Twice a day for two weeks`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from voiceguide.errors import LanguageError
from voiceguide.language import load

MOST_TIMES, MOST_DAYS = 24, 731
"""The limits for times within a period, and for days in all. Larger numbers are taken for misreadings."""
OTHER_NUMBERS = {
    **dict.fromkeys(("un", "une", "una", "uma", "um", "ein", "eine", "einen", "a", "een", "één"), 1),
    "duas": 2,
}
"""Words for numbers before `times`, `days` and `weeks` that differ from those of counting."""
_DAYS = {"day": 1, "week": 7, "month": 30}


@dataclass(frozen=True, slots=True)
class Frequency:
    """The number of sessions in each period, and the time for which to go on."""

    times: int
    every_days: int
    """The days of a period."""
    days: int | None = None
    """Days in all; None where the sentence names no end."""

    def as_json(self) -> dict[str, int | None]:
        """The object in JSON."""
        return {"times": self.times, "every_days": self.every_days, "days": self.days}


def read_frequency(sentence: str | None, language: str) -> Frequency | None:
    """The frequency in a sentence; None where it names none that is understood."""
    words = _words(language)
    if not sentence or words is None:
        return None
    text = " ".join(sentence.casefold().split())
    often = _times_a_period(text, words, language) or _adverb(text, words)
    if often is None or not (0 < often[0] <= MOST_TIMES):
        return None
    days = _days(text, words, language)
    return Frequency(often[0], often[1], days if days and often[1] <= days <= MOST_DAYS else None)


def frequency_of(own: str | None, facts: Iterable[str], language: str) -> Frequency | None:
    """The frequency of a routine: that of its front matter, else that of the first fact that names one."""
    if own:
        return read_frequency(own, language)
    return next((found for fact in facts if (found := read_frequency(fact, language))), None)


def _times_a_period(text: str, words: dict[str, Any], language: str) -> tuple[int, int] | None:
    """`three times a week`: times, and days of the period."""
    counts = "|".join(map(re.escape, words["counts"]))
    times = rf"(?:(?P<number>{_numbers(language)})\s*(?:{words['times']})" + (
        rf"|(?P<count>{counts})" if counts else ""
    )
    found = re.search(rf"(?<!\w){times})\s+(?:{words['per']})\s+(?P<unit>{_units(words)})(?!\w)", text)
    if found is None:
        found = re.search(rf"(?<!\w){times})\s+(?P<unit>{_units(words)})(?!\w)", text)
    if found is None:
        return None
    number = _number(found["number"], language) if found["number"] else words["counts"][found["count"]]
    return number, _unit_days(found["unit"], words)


def _adverb(text: str, words: dict[str, Any]) -> tuple[int, int] | None:
    """`daily`, `every other day`: the longest phrase of the list that stands in the text."""
    adverbs: dict[str, list[int]] = words["adverbs"]
    for phrase in sorted(adverbs, key=len, reverse=True):
        if re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text):
            times, days = adverbs[phrase]
            return times, days
    return None


def _days(text: str, words: dict[str, Any], language: str) -> int | None:
    """`for two weeks`, `zwei Wochen lang`: the days in all."""
    number, units = _numbers(language), _units(words)
    found = re.search(rf"(?<!\w)(?:{words['during']})\s+(?P<number>{number})\s+(?P<unit>{units})(?!\w)", text)
    found = found or re.search(rf"(?<!\w)(?P<number>{number})\s+(?P<unit>{units})\s+(?:lang|long)(?!\w)", text)
    return _number(found["number"], language) * _unit_days(found["unit"], words) if found else None


def _units(words: dict[str, Any]) -> str:
    return "|".join(words[unit] for unit in _DAYS)


def _unit_days(found: str, words: dict[str, Any]) -> int:
    return next(days for unit, days in _DAYS.items() if re.fullmatch(words[unit], found))


def _numbers(language: str) -> str:
    """A pattern for a number in figures or in words. A range counts as its first number."""
    words = sorted(_number_words(language), key=len, reverse=True)
    return r"\d{1,3}(?:\s*(?:-|–|to|bis|a|à|tot)\s*\d{1,3})?|" + "|".join(map(re.escape, words))


def _number(found: str, language: str) -> int:
    figures = re.match(r"\d+", found)
    return int(figures[0]) if figures else _number_words(language)[found]


@cache
def _number_words(language: str) -> dict[str, int]:
    numbers = load(language).data["numbers"]
    found = {str(word).casefold(): number for number, word in enumerate(numbers["words"])}
    return found | OTHER_NUMBERS


@cache
def _words(language: str) -> dict[str, Any] | None:
    """The words of a language; None for one without a table."""
    tables = tomllib.loads(Path(__file__).with_name("frequency.toml").read_text("utf-8"))
    try:
        load(language)
    except LanguageError:
        return None
    return tables.get(language)
