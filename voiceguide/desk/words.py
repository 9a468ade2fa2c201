"""The words of the page and of the meanings, one file for each language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from voiceguide.language import Pack, available, load
from voiceguide.serve.languages import accepted_languages

_FOLDER = Path(__file__).parent / "words"
FALLBACK = "en"


class Words(Mapping[str, str]):
    """The words of one language: `words["page.save"]`."""

    def __init__(self, code: str, sections: Mapping[str, Mapping[str, str]]) -> None:
        self.code = code
        self._words = {f"{section}.{key}": text for section, texts in sections.items() for key, text in texts.items()}

    @property
    def pack(self) -> Pack:
        """The language pack of the same language."""
        return load(self.code)

    def __getitem__(self, key: str) -> str:
        return self._words[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def section(self, name: str) -> dict[str, str]:
        """The words of one section, by key."""
        return {key.partition(".")[2]: text for key, text in self._words.items() if key.startswith(f"{name}.")}


@cache
def words_of(code: str) -> Words:
    """The words of a language; English for one without words."""
    code = code if code in languages() else FALLBACK
    return Words(code, tomllib.loads((_FOLDER / f"{code}.toml").read_text("utf-8")))


@cache
def languages() -> tuple[str, ...]:
    """The codes of the languages of the page."""
    return tuple(code for code in available() if (_FOLDER / f"{code}.toml").is_file())


def preferred(accepted: str) -> str:
    """The language that a browser's `Accept-Language` header prefers, among those of the page."""
    codes = (each.partition("-")[0] for each in accepted_languages(accepted))
    return next((code for code in codes if code in languages()), FALLBACK)
