"""Reads language packs, and forms phrases in their languages. No other module reads them."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from voiceguide.errors import LanguageError
from voiceguide.language.letters import bare, either
from voiceguide.language.plurals import category

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True, eq=False)
class Pack:
    """A language: the words in its scripts and the phrases of its sessions."""

    code: str
    """The stem of its file: `en`."""
    data: dict[str, Any]
    """The content of the file, by section."""

    def words(self, section: str, key: str = "words") -> list[str]:
        """A list of words or phrases that scripts may use."""
        return list(self.data.get(section, {}).get(key, ()))

    def table(self, section: str, key: str) -> dict[str, Any]:
        """A table of words and their meanings. Empty if the language has none."""
        return dict(self.data.get(section, {}).get(key, {}))

    def phrase(self, key: str, **slots: object) -> str:
        """The phrase `key` with its slots filled. Its plural form follows `number`."""
        phrase = self.data["speech"][key]
        if isinstance(phrase, dict):
            phrase = self._plural(phrase, str(slots["number"]))
        return str(phrase).format(**slots)

    def _plural(self, forms: Mapping[str, str], digits: str) -> str:
        """The form of a word for a number, which is written with a decimal point."""
        return forms.get(category(self.data["plurals"], digits), forms["other"])

    def side(self, noun: str, side: str) -> str:
        """`side("foot", "left")` -> `Left foot`."""
        return str(self.data["nouns"][noun][side])

    def number(self, number: int) -> str:
        """A number as it is counted aloud: `Twelve`. Digits beyond a hundred."""
        words = self.words("numbers")
        return _capital(words[number]) if 0 <= number < len(words) else str(number)

    def duration(self, seconds: float) -> str:
        """Seconds in words: `45 seconds`, `1 minute 30 seconds`, `7.5 seconds`."""
        whole, fraction = divmod(round(float(seconds), 3), 1)
        hours, rest = divmod(int(whole), 3600)
        minutes, last = divmod(rest, 60)
        parts = [self._of(hours, "hours")] if hours else []
        parts += [self._of(minutes, "minutes")] if minutes else []
        if last or fraction or not parts:
            parts.append(self._of(round(last + fraction, 3), "seconds"))
        *larger, smallest = parts
        return self.phrase("time", larger=" ".join(larger), smaller=smallest) if larger else smallest

    def time_left(self, seconds: int) -> str:
        """`Ten seconds left.`"""
        unit = self._plural(self.data["speech"]["seconds"], str(seconds))
        words = self.words("numbers")
        spelt = 0 <= seconds < len(words) and seconds % 10 != 1  # a one agrees with its word, as figures are spoken
        number = words[seconds] if spelt else str(seconds)
        return _capital(self.phrase("time-left", duration=f"{number} {unit}", number=seconds))

    def left(self, seconds: int) -> str:
        """The time left, in figures: `2 minutes 10 seconds left.` Its verb follows the largest unit."""
        first = next((seconds // unit for unit in (3600, 60) if seconds >= unit), seconds)
        return _capital(self.phrase("time-left", duration=self.duration(seconds), number=first))

    def join(self, things: Sequence[str]) -> str:
        """`a ball, a towel and a strap`."""
        if len(things) < 2:
            return "".join(things)
        joint = self.phrase("and")
        for word, beginning in self.table("speakable", "and_before").items():
            joint = word if re.match(beginning, bare(things[-1])) else joint
        return f"{', '.join(things[:-1])} {joint} {things[-1]}"

    def bare_thing(self, thing: str) -> str:
        """A thing without its article, capitals, accents and extra spaces, for comparison."""
        return _bare_thing(self, thing)

    def _of(self, number: float, unit: str) -> str:
        digits = f"{number:.3f}".rstrip("0").rstrip(".")
        return f"{digits.replace('.', self.data['decimal'])} {self._plural(self.data['speech'][unit], digits)}"


@lru_cache(maxsize=4096)
def _bare_thing(pack: Pack, thing: str) -> str:
    words = bare(thing.strip(" \t.,;:!?"))
    articles = either(pack.words("conditions", "articles"))
    while (fewer := re.sub(rf"^(?:{articles})(?:\s|(?<='))(?=\S)", "", words)) != words:
        words = fewer
    return words


@lru_cache(maxsize=1)
def available() -> tuple[str, ...]:
    """The codes of all languages, sorted."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.toml")))


def load(code: str) -> Pack:
    """The pack of a language. `de-AT` and `de_AT` mean `de`. Raises LanguageError for an unknown language."""
    base = re.split(r"[-_]", code.strip().lower())[0]
    if base in available():
        return _read(base)
    known = ", ".join(f"`{name}` ({_read(name).data['name']})" for name in available())
    nearest = difflib.get_close_matches(base, available(), n=1, cutoff=0.4) or _by_name(code)
    hint = f"did you mean `{nearest[0]}`? There are {known}" if nearest else f"there are {known}"
    raise LanguageError(f"there is no language pack `{code}`", hint)


def tag(code: str) -> str:
    """The language tag for files and voices: `pt_br` -> `pt-BR`."""
    language, *parts = re.split(r"[-_]", code.strip())
    return "-".join([language.lower(), *(part.upper() for part in parts)])


def _by_name(name: str) -> list[str]:
    names = {_read(code).data["name"].casefold(): code for code in available()}
    return [names[match] for match in difflib.get_close_matches(name.casefold(), names, n=1)]


@cache
def _read(code: str) -> Pack:
    return Pack(code, tomllib.loads((_FOLDER / f"{code}.toml").read_text(encoding="utf-8")))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
