"""A script as text: its lines, and what there is to say about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from voiceguide.errors import Finding, Fix
from voiceguide.json_types import Severity

TryOut = Callable[[str, Path], object]
"""Given words and the file of their recording; raises RecordingError where it cannot be heard as these words."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding that does not know its line yet: what is wrong with a piece of text."""

    severity: Severity
    message: str
    excerpt: str = ""
    """The words it is about, as they stand in the text; empty for the whole of it."""
    hint: str | None = None
    instead: str | None = None
    """The words that cure it in the place of the excerpt."""
    sure: bool = True
    """True if nothing else can be meant."""


@dataclass(slots=True)
class Source:
    """The lines of a script, and the findings about them."""

    path: str
    lines: list[str]
    findings: list[Finding] = field(default_factory=list)
    folder: Path | None = None
    """Where the script is; None where it is in no folder, so that no file beside it can be looked for."""
    recordings: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Words that have a recording -> it, and the line that says so."""
    try_out: TryOut | None = None
    """What listens to recordings; None where it is enough that they are there."""

    def add(self, remark: Remark, first: int, last: int | None = None) -> None:
        """Note a remark about the lines `first` to `last` (1 is the first), at the place of its excerpt."""
        line, column = self._place(remark.excerpt, first, last or first)
        fix, excerpt = None, remark.excerpt.strip()
        if remark.instead is not None and excerpt and self.lines[line - 1].startswith(excerpt, column - 1):
            fix = Fix(line, column, line, column + len(excerpt), remark.instead, remark.sure)
        self.findings.append(Finding(self.path, line, column, remark.severity, remark.message, remark.hint, fix))

    def error(
        self, message: str, line: int, hint: str | None = None, excerpt: str = "", fix: Fix | None = None
    ) -> None:
        """Note an error at a line."""
        self.add(Remark("error", message, excerpt, hint), line)
        if fix:
            self.findings[-1] = replace(self.findings[-1], fix=fix)

    def whole(self, line: int, words: str, *, last: int = 0, sure: bool = True) -> Fix:
        """The change that writes other words in the place of a line, or of all lines up to `last`."""
        last = last or line
        return Fix(line, 1, last, len(self.lines[last - 1]) + 1, words, sure)

    def before(self, line: int, words: str, *, column: int = 1, sure: bool = True) -> Fix:
        """The change that puts words into a line."""
        return Fix(line, column, line, column, words, sure)

    def failed(self, lines: range) -> bool:
        """True if there is an error in these lines."""
        return any(found.line in lines for found in self.findings if found.severity == "error")

    def sorted(self) -> tuple[Finding, ...]:
        """The findings in the order of their places, each said once."""
        once = dict.fromkeys(self.findings)
        return tuple(sorted(once, key=lambda found: (found.line, found.column, found.severity, found.message)))

    def _place(self, excerpt: str, first: int, last: int) -> tuple[int, int]:
        wanted = excerpt.strip()
        whole = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)")
        for number in range(first, min(last, len(self.lines)) + 1) if wanted else ():
            line = self.lines[number - 1]
            if found := whole.search(line) or re.search(re.escape(wanted), line):
                return number, found.start() + 1
        text = self.lines[first - 1] if 0 < first <= len(self.lines) else ""
        start = re.match(r"(?:\s|[-*+>#]+\s|\d+[.)]\s)*", text)
        return first, (start.end() if start and start.end() < len(text) else 0) + 1
