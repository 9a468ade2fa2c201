"""Scripts at random: sentences and phrases of a language pack, lines of real routines, and mutations of all of it."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from voiceguide.script.library import shipped

if __package__:
    from benchmarks.drawing import KINDS, Pen
else:
    from drawing import KINDS, Pen  # type: ignore[import-not-found, no-redef]

WORDINGS = Path(__file__).parent / "wordings"
PACKS = Path(__file__).parent.parent / "voiceguide" / "language"
PHRASES = ("bounds", "dose", "sides", "conditions", "pause", "coaching", "breathing", "exercise", "labelled", "markers")
"""Sections of a pack whose entries are patterns or words of a script."""
MOST_CHARACTERS = 8000
"""Characters of a script: the time to read it is measured, and grows with it."""
ODD_NUMBERS = ("0", "1", "00", "-1", "1000", "1001", "99999", "1e9", "0.5", "1,5", "½", "3/4", "²", "٣", "1_000", "NaN")
HUGE = 0.06
"""The share of blocks with amounts that no session has."""
DIGITS = ""
"""The place of a long run of digits."""
RUNS = ("0", "9", "1", "٣", "½", "1.", "1,", "1:", "1/", "1-", "1 ", "1x", "1 x ", "2 and ", "1, ")
ODD_SIGNS = (
    "\t",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "\u2028",
    "\x0b",
    "\x85",
    "\x00",
    "\x1b[2J",
    "e\u0301",
    "\U0001f9b6",
    "\u202e",
    "ﬁ",
    "İ",
)
MARKDOWN = (
    "---",
    "***",
    "# ",
    "## ",
    "- ",
    "1. ",
    "> ",
    "| a | b |\n|---|---|\n",
    "```",
    "<!-- ",
    " -->",
    "[x](y.wav)",
    "**",
    "_",
    "`",
    "\\",
    "&nbsp;",
    "![](a.png)",
)
SETTINGS = (
    "title: {words}", "title: silent", "settle: {number}", "elastic: {number}%", "elastic: yes", "rate: {number}",
    "length: {time}", "talk: brief", "talk: bells", "bells: soft", "bells: none", "countdown: {number}", "bed: brown",
    "closing: none", "frequency: {words}", "author: {words}", "voice: {words}",
    "pronounce:\n  {word}: {words}", "{word}: {words}",
)  # fmt: skip


@cache
def _wordings(language: str) -> dict[str, Any]:
    return tomllib.loads((WORDINGS / f"{language}.toml").read_text("utf-8"))


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
        self.pen = Pen(language, _wordings(language), chance)

    def script(self) -> str:
        """A whole script with none to six mutations."""
        text = self._front() + "\n".join(self._block() for _ in range(self.chance.randint(1, 6))) + "\n"
        for _ in range(self.chance.choice([0, 0, 1, 1, 2, 3, 6])):
            text = self.chance.choice(MUTATIONS)(self, text)[:MOST_CHARACTERS]
        return text

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


# Mutations

Mutation = Callable[[Writer, str], str]


def _on_lines(change: Callable[[Writer, list[str], int], None]) -> Mutation:
    """Turn a change of lines at a place into a mutation."""

    def mutate(writer: Writer, text: str) -> str:
        lines = text.split("\n")
        change(writer, lines, writer.chance.randrange(len(lines)))
        return "\n".join(lines)

    return mutate


@_on_lines
def _drop(writer: Writer, lines: list[str], at: int) -> None:
    del lines[at]


@_on_lines
def _double(writer: Writer, lines: list[str], at: int) -> None:
    lines[at:at] = [lines[at]] * writer.chance.choice([1, 2, 30])


@_on_lines
def _swap(writer: Writer, lines: list[str], at: int) -> None:
    other = writer.chance.randrange(len(lines))
    lines[at], lines[other] = lines[other], lines[at]


@_on_lines
def _join(writer: Writer, lines: list[str], at: int) -> None:
    lines[at : at + 2] = [" ".join(lines[at : at + 2])]


@_on_lines
def _indent(writer: Writer, lines: list[str], at: int) -> None:
    lines[at] = writer.chance.choice(["  ", "    ", "\t", "      ", ""]) + lines[at].lstrip()


@_on_lines
def _grow(writer: Writer, lines: list[str], at: int) -> None:
    lines[at] = lines[at] * writer.chance.choice([2, 5, 40])


@_on_lines
def _many(writer: Writer, lines: list[str], at: int) -> None:
    some = lines[at : at + writer.chance.randint(1, 8)]
    lines[at:at] = some * writer.chance.choice([2, 5, 20, 100, 300])


def _odd_number(writer: Writer, text: str) -> str:
    """Another number in the place of one."""
    places = list(re.finditer(r"\d+", text))
    if not places:
        return text
    place = writer.chance.choice(places)
    return text[: place.start()] + writer.chance.choice(ODD_NUMBERS) + text[place.end() :]


def _large(writer: Writer, text: str) -> str:
    """All numbers of a line at the most that they may be."""
    lines = text.split("\n")
    numbered = [at for at, line in enumerate(lines) if re.search(r"\d", line)]
    if not numbered:
        return text
    at = writer.chance.choice(numbered)
    lines[at] = re.sub(r"\d+", lambda found: writer.chance.choice(["60", "500", "1000"]), lines[at])
    return "\n".join(lines)


def _digits(writer: Writer, text: str) -> str:
    """A long run of digits, blanks or signs."""
    if writer.chance.random() < 0.5:
        return _inserted(writer, text, writer.digits())
    return _inserted(writer, text, writer.chance.choice(" -.,(x*_#") * writer.chance.choice([20, 300, 3000]))


def _phrase_and_digits(writer: Writer, text: str) -> str:
    """A long run behind words of the pack, on a line of its own or in a cue."""
    head = writer.chance.choice(["- ", "  - ", "# "])
    return f"{text}{head}{writer.phrase()} {writer.digits()}: {writer.words()}\n"


def _odd_sign(writer: Writer, text: str) -> str:
    return _inserted(writer, text, writer.chance.choice(ODD_SIGNS))


def _markdown(writer: Writer, text: str) -> str:
    return _inserted(writer, text, writer.chance.choice(MARKDOWN))


def _phrase(writer: Writer, text: str) -> str:
    return _inserted(writer, text, f" {writer.phrase()} ")


def _cut(writer: Writer, text: str) -> str:
    """Some characters less."""
    at = writer.chance.randrange(len(text) + 1)
    return text[:at] + text[at + writer.chance.randint(1, 20) :]


def _line_ends(writer: Writer, text: str) -> str:
    return text.replace("\n", writer.chance.choice(["\r\n", "\r", "\n\n"]))


def _upper(writer: Writer, text: str) -> str:
    return writer.chance.choice([text.upper(), text.lower(), text.title()])


def _inserted(writer: Writer, text: str, piece: str) -> str:
    at = writer.chance.randrange(len(text) + 1)
    return text[:at] + piece + text[at:]


MUTATIONS: tuple[Mutation, ...] = (
    _drop, _double, _swap, _join, _indent, _grow, _many, _many, _odd_number, _odd_number, _large, _digits,
    _phrase_and_digits, _odd_sign, _markdown, _phrase, _phrase, _cut, _line_ends, _upper,
)  # fmt: skip
