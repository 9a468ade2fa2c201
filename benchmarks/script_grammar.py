"""Scripts at random: sentences and phrases of a language pack, and lines of real routines."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from voiceguide.script.library import shipped

if __package__:
    from benchmarks.drawing import KINDS
    from benchmarks.pen import Pen, wordings
else:
    from drawing import KINDS  # type: ignore[import-not-found, no-redef]
    from pen import Pen, wordings  # type: ignore[import-not-found, no-redef]

PACKS = Path(__file__).parent.parent / "voiceguide" / "language"
PHRASES = ("bounds", "dose", "sides", "conditions", "pause", "coaching", "breathing", "exercise", "labelled", "markers")
"""Sections of a pack whose entries are patterns or words of a script."""
ODD_NUMBERS = ("0", "1", "00", "-1", "1000", "1001", "99999", "1e9", "0.5", "1,5", "½", "3/4", "²", "٣", "1_000", "NaN")
HUGE = 0.06
"""The share of blocks with amounts that no session has."""
DIGITS = ""
"""The place of a long run of digits."""
RUNS = ("0", "9", "1", "٣", "½", "1.", "1,", "1:", "1/", "1-", "1 ", "1x", "1 x ", "2 and ", "1, ")
SETTINGS = (
    "title: {words}", "title: silent", "settle: {number}", "elastic: {number}%", "elastic: yes", "rate: {number}",
    "length: {time}", "talk: brief", "talk: bells", "bells: soft", "bells: none", "countdown: {number}", "bed: brown",
    "closing: none", "frequency: {words}", "author: {words}", "voice: {words}",
    "pronounce:\n  {word}: {words}", "{word}: {words}",
)  # fmt: skip


@cache
def _phrases(language: str) -> tuple[str, ...]:
    """The patterns and words of a pack."""
    pack = tomllib.loads((PACKS / f"{language}.toml").read_text("utf-8"))
    return tuple(phrase for name in PHRASES for phrase in _texts(pack.get(name, {})) if phrase.strip())


def _texts(entry: object) -> Iterator[str]:
    """All texts in a table, its keys included."""
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for key, value in entry.items():
            yield from [key] if isinstance(value, int | float) else _texts(value)
    elif isinstance(entry, list):
        for value in entry:
            yield from _texts(value)


@cache
def _lines(language: str) -> tuple[str, ...]:
    """The lines of the routines in a language."""
    texts = [path.read_text("utf-8") for path in sorted(shipped().glob("*.md"))]
    own = [
        text
        for text in texts
        if (f"\nlanguage: {language}" in text) or (language == "en" and "\nlanguage:" not in text)
    ]
    return tuple(line for text in own or texts for line in text.splitlines() if line.strip() not in ("", "---"))


class Writer:
    """Writes scripts in one language."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self.language = language
        self.chance = chance
        self.pen = Pen(language, wordings(language), chance)

    def script(self) -> str:
        """A whole script."""
        return self._front() + "\n".join(self._block() for _ in range(self.chance.randint(1, 6))) + "\n"

    def _front(self) -> str:
        settings = [self.fill(self.chance.choice(SETTINGS)) for _ in range(self.chance.choice([0, 0, 1, 3]))]
        if self.language != "en" or settings:
            settings.insert(0, f"language: {self.language}")
        return "---\n" + "\n".join(settings) + "\n---\n\n" if settings else ""

    def _block(self) -> str:
        kind = self.chance.randint(0, 9)
        if self.chance.random() < HUGE:
            return self._huge()
        if kind == 0:
            behind = f" ({self.phrase()})" if self.chance.random() < 0.6 else ""
            return f"\n{'#' * self.chance.randint(1, 3)} {self.words()}{behind}\n"
        if kind == 1:
            return self.chance.choice(_lines(self.language))
        if kind == 2:
            return f"\n{self.words().capitalize()}. {self.phrase()}.\n"
        step = self.sentence()
        for _ in range(self.chance.choice([0, 0, 0, 1, 2])):
            step += f"\n  - {self.phrase()}: {self.words()}" if self.chance.random() < 0.6 else f"\n  {self.phrase()}"
        return step

    def _huge(self) -> str:
        """Amounts that are each allowed, and together more than a day; or long runs of digits."""
        amount = self.chance.choice(["250", "999", "1000", DIGITS])
        amount = self.digits() if amount is DIGITS else amount
        if self.chance.random() < 0.2:
            return f"\n## {self.words()} ({amount} x)\n\n{self.sentence()}"
        kind = self.chance.choice(["sets_of_counts", "sets_of_holds", "intervals", "circuit", "several", "pattern"])
        return re.sub(r"(?<!\d)\d+(?!\d)", amount, KINDS[kind](self.pen).script)

    def digits(self) -> str:
        """A long run of digits, or of digits and signs that stand between numbers, in the bound of a text."""
        run = self.chance.choice(RUNS)
        return run * (self.chance.choice([20, 300, 2000, 4500]) // len(run))

    def sentence(self) -> str:
        """A step with a dose, or two phrases of the pack."""
        if self.chance.random() < 0.7:
            return self.chance.choice(list(KINDS.values()))(self.pen).script
        joined = self.chance.choice([", ", " ", " (", ". ", "; ", " – ", ": "])
        return f"- {self.pen.one_of('acts').replace('~', ' ')}{joined}{self.phrase()}, {self.phrase()}"

    def words(self) -> str:
        """Some words of the language."""
        return str(self.chance.choice([self.pen.one_of("names"), self.pen.one_of("acts").replace("~", " ")]))

    def phrase(self) -> str:
        """A phrase that a pattern of the pack describes."""
        return self.fill(self.chance.choice(_phrases(self.language)))

    def fill(self, pattern: str) -> str:
        """One of the texts that a pattern describes."""
        text = re.sub(r"\[([^\[\]]*)\]", lambda found: found[1] if self.chance.random() < 0.5 else "", pattern)
        text = re.sub(r"[^\s|]+(?:\|[^\s|]+)+", lambda found: self.chance.choice(found[0].split("|")), text)
        text = text.replace("_", " ").replace("$", "").replace("<", "").replace(">", "")
        return re.sub(r"\{(\w+)\}", lambda found: self._slot(found[1]), " ".join(text.split(" ")))

    def _slot(self, name: str) -> str:
        if name == "time":
            return self.pen.time()[0]
        if name in ("words", "word", "noun", "move", "thing"):
            words = self.words().split()
            return " ".join(words[: self.chance.randint(1, 3)]) if name == "words" else words[0]
        return self.number()

    def number(self) -> str:
        """A number, rarely an odd one."""
        kind = self.chance.random()
        if kind < 0.01:
            return self.digits()
        return self.chance.choice(ODD_NUMBERS) if kind < 0.1 else self.pen.number(1, 40)[0]
