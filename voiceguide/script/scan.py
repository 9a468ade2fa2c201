"""A text while it is read. The parts understood are covered; the faults become remarks."""

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
"""Digits of a number that are read. A longer number cannot be counted and takes long to read."""
_NEAR = 80
"""Letters before a place in which one word is searched."""
_LONG = re.compile(rf"\d{{{_DIGITS + 1},}}")


@dataclass(slots=True)
class Scan:
    """A step while it is read: its text, and the same text with the understood parts covered."""

    text: str
    grammar: Grammar
    amounts: dict[int, Amount]
    masked: str
    remarks: list[Remark] = field(default_factory=list)
    labelled: list[Found] = field(default_factory=list)
    """Pieces found by their labels: `Sets: 3`."""
    instead: list[tuple[int, int, str]] = field(default_factory=list)
    """Understood places, each with the words that replace it in the instruction."""
    failed: bool = False
    """True if there is an error already. More errors would only follow from it."""

    def cover(self, start: int, end: int, sign: str) -> None:
        """Cover a part that is understood."""
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
        """Add a remark on the step. The hint may have slots for the pack's examples. `instead` is the cure for the
        excerpt."""
        shown = hint.format(**self.grammar.pack.data["examples"]) if hint else None
        self.remarks.append(Remark(severity, message, excerpt, shown, instead, sure))
        self.failed = self.failed or severity == "error"

    def led(self, amount: Amount) -> bool:
        """True if `for` stands right before an amount."""
        words = bare(self.before(amount.start)).split()
        return bool(words) and words[-1] in map(bare, self.grammar.pack.words("dose", "for"))

    def before(self, start: int) -> str:
        """The covered words right before a place, as many letters as one word may have."""
        return self.masked[max(0, start - _NEAR) : start]


def scanned(text: str, language: str) -> Scan:
    """A text with its times and numbers found and covered. Its braces become brackets, since braces are slots."""
    text, amounts, masked = _found(text, language)
    return Scan(text, grammar(language), {amount.start: amount for amount in amounts}, masked)


@lru_cache(maxsize=4096)  # several questions are asked about each line
def _found(text: str, language: str) -> tuple[str, tuple[Amount, ...], str]:
    """A text without braces, its amounts, and the text with these covered."""
    text = _LONG.sub(lambda match: match[0][:_DIGITS], text.replace("{", "(").replace("}", ")"))
    amounts = grammar(language).lexer.find(text)
    return text, tuple(amounts), covered(text, amounts)
