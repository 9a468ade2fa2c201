"""A pen: it draws wordings, times and numbers of a language at random, and writes sentences with them."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from voiceguide.language import load

WORDINGS = Path(__file__).parent / "wordings"
SECONDS = (5, 6, 8, 10, 12, 15, 20, 30, 40, 45, 50, 60, 90, 120)
"""Times that sheets have."""


@cache
def wordings(language: str) -> dict[str, Any]:
    """The wordings of a language."""
    return tomllib.loads((WORDINGS / f"{language}.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A script with one dose or a few."""

    script: str
    means: list[str]
    """The meanings of its steps, as `sense` tells them, and of its rounds."""
    wording: str
    """The wording as it stands in the data: to group alike failures."""
    keeps: tuple[str, ...] = ()
    """Words that must be heard."""


class Pen:
    """Draws and writes in one language."""

    def __init__(self, language: str, words: dict[str, Any], chance: random.Random) -> None:
        self.pack = load(language)
        self.words = words
        self.chance = chance

    def one_of(self, key: str) -> str:
        """A wording of a kind."""
        return str(self.chance.choice(self.words[key]))

    def time(self, most: int = 120, least: int = 5) -> tuple[str, int]:
        """A time in words, and its seconds."""
        seconds = self.chance.choice([number for number in SECONDS if least <= number <= most])
        if seconds >= 120 and self.chance.random() < 0.5:
            return self.one_of("minutes").replace("{n}", str(seconds // 60)), seconds
        if self.chance.random() < 0.25:
            return self.pack.duration(seconds), seconds
        if seconds >= 60 and self.chance.random() < 0.2:
            return f"{seconds // 60}:{seconds % 60:02d}", seconds
        return self.one_of("seconds").replace("{n}", str(seconds)), seconds

    def number(self, least: int = 2, most: int = 20) -> tuple[str, int]:
        """A number in digits or words, and its value."""
        value = self.chance.randint(least, most)
        in_words = 2 < value <= 12 and self.chance.random() < 0.15
        return (str(self.pack.number(value)).lower() if in_words else str(value)), value

    def drawn(self, wording: str, means: list[str], **slots: object) -> Drawn:
        """The wording with its slots filled: an act, a name, and the values given."""
        act, name = self.one_of("acts"), self.one_of("names")
        head, _, tail = act.partition("~")
        act = " ".join(act.replace("~", " ").split())
        filled = {"act": act, "head": head.strip(), "tail": tail.strip(), "name": name, **slots}
        text = wording
        for slot, value in filled.items():
            text = text.replace(f"{{{slot}}}", str(value))
        text = " ".join(text.split()) if "\n" not in text else text
        keeps = [str(filled[slot]) for slot in ("act", "head", "tail", "name") if f"{{{slot}}}" in wording]
        script = text if "\n" in text else f"- {text}"
        script = script.replace(" ,", ",").replace(" .", ".").replace("..", ".")
        return Drawn(script, means, wording, tuple(filter(None, keeps)))
