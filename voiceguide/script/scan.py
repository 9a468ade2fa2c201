"""A text being read: what has been understood of it is covered, what is wrong with it is remarked on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from voiceguide.json_types import Severity
from voiceguide.language.letters import bare
from voiceguide.script.amounts import Amount, covered
from voiceguide.script.grammar import Grammar, grammar
from voiceguide.script.piece import Found
from voiceguide.script.source import Remark

_DIGITS = 12
"""Digits of a number that are looked at: the rest makes none that can be counted, and takes long to read."""
_NEAR = 80
"""Letters before a place that are looked at for one word."""
_LONG = re.compile(rf"\d{{{_DIGITS + 1},}}")


@dataclass(slots=True)
class Scan:
    """A step being read: its text, and the same text with all that has been understood covered."""

    text: str
    grammar: Grammar
    amounts: dict[int, Amount]
    masked: str
    remarks: list[Remark] = field(default_factory=list)
    labelled: list[Found] = field(default_factory=list)
    """Pieces that were read by their labels: `Sets: 3`."""
    instead: list[tuple[int, int, str]] = field(default_factory=list)
    """Places that were understood, and the words that stand there in the instruction."""
    failed: bool = False
    """True if there is an error already, so that others would only follow from it."""

    def cover(self, start: int, end: int, sign: str) -> None:
        """Cover what has been understood."""
        self.masked = self.masked[:start] + sign * (end - start) + self.masked[end:]

    def remark(
        self,
        severity: Severity,
        message: str,
        excerpt: str = "",
        hint: str | None = None,
        instead: str | None = None,
        *,
        sure: bool = True,
    ) -> None:
        """Say something about the step; the hint may show the pack's own examples. `instead` cures the excerpt."""
        shown = hint.format(**self.grammar.pack.data["examples"]) if hint else None
        self.remarks.append(Remark(severity, message, excerpt, shown, instead, sure))
        self.failed = self.failed or severity == "error"

    def led(self, amount: Amount) -> bool:
        """True if `for` stands right before an amount."""
        words = bare(self.before(amount.start)).split()
        return bool(words) and words[-1] in map(bare, self.grammar.pack.words("dose", "for"))

    def before(self, start: int) -> str:
        """The words right before a place, covered. A word that is looked for there is not longer."""
        return self.masked[max(0, start - _NEAR) : start]


def scanned(text: str, language: str) -> Scan:
    """A text with its times and numbers found and covered. Its braces become brackets: `{number}` is ours."""
    text, amounts, masked = _found(text, language)
    return Scan(text, grammar(language), {amount.start: amount for amount in amounts}, masked)


@lru_cache(maxsize=4096)  # a line is read once for each question about it
def _found(text: str, language: str) -> tuple[str, tuple[Amount, ...], str]:
    """A text without braces, its amounts, and the text with these covered."""
    text = _LONG.sub(lambda match: match[0][:_DIGITS], text.replace("{", "(").replace("}", ")"))
    amounts = grammar(language).lexer.find(text)
    return text, tuple(amounts), covered(text, amounts)
