"""Mutations of a script: lines that are dropped, doubled or joined, odd numbers, odd signs, long runs of digits."""

from __future__ import annotations

import re
from collections.abc import Callable

if __package__:
    from benchmarks.script_grammar import ODD_NUMBERS, Writer
else:
    from script_grammar import ODD_NUMBERS, Writer  # type: ignore[import-not-found, no-redef]

MOST_CHARACTERS = 8000
"""Characters of a script: the time to read it is measured, and grows with it."""
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
Mutation = Callable[[Writer, str], str]


def mutated(writer: Writer, text: str) -> str:
    """The script with none to six mutations."""
    for _ in range(writer.chance.choice([0, 0, 1, 1, 2, 3, 6])):
        text = writer.chance.choice(MUTATIONS)(writer, text)[:MOST_CHARACTERS]
    return text


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
