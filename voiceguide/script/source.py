"""The text of a script by lines, and the findings about it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from voiceguide.errors import Finding, Fix
from voiceguide.json_types import Severity

MOST_OF_LINE = 50
"""The findings about one line that are told. Finding the place of each takes a look at the whole line."""

TryOut = Callable[[str, Path], object]
"""A check of a recording. It takes the words and the sound file, and raises RecordingError if the words cannot be heard
in it."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding about a piece of text, whose line is not known yet."""

    severity: Severity
    message: str
    excerpt: str = ""
    """The words at fault, as written. Empty if the whole text is at fault."""
    hint: str | None = None
    instead: str | None = None
    """The words that cure the excerpt in its place."""
    sure: bool = True
    """True if no other meaning is possible."""


@dataclass(slots=True)
class Source:
    """The lines of a script with the findings about them."""

    path: str
    lines: list[str]
    findings: list[Finding] = field(default_factory=list)
    folder: Path | None = None
    """The folder of the script. None for a text without a folder; its recordings are then not searched."""
    recordings: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The recording of words, and the line that gives it."""
    try_out: TryOut | None = None
    """The check of recordings. None if it is enough that the files exist."""
    _of_line: Counter[int] = field(default_factory=Counter)
    """The number of findings about each line."""
    _failed: set[int] = field(default_factory=set)
    """The lines with an error among the first findings, which `_seen` counts."""
    _seen: int = 0

    def add(self, remark: Remark, first: int, last: int | None = None) -> None:
        """Add a remark about the lines `first` to `last` (counted from 1), at the place of its excerpt.

        A line with many findings gets no more of them, unless this is its first error.
        """
        self._of_line[first] += 1
        if self._of_line[first] > MOST_OF_LINE and (
            remark.severity != "error" or self.failed(range(first, (last or first) + 1))
        ):
            return
        line, column = self._place(remark.excerpt, first, last or first)
        fix, excerpt = None, remark.excerpt.strip()
        if remark.instead is not None and excerpt and self.lines[line - 1].startswith(excerpt, column - 1):
            fix = Fix(line, column, line, column + len(excerpt), remark.instead, remark.sure)
        self.findings.append(Finding(self.path, line, column, remark.severity, remark.message, remark.hint, fix))

    def error(
        self, message: str, line: int, hint: str | None = None, excerpt: str = "", fix: Fix | None = None
    ) -> None:
        """Add an error at a line."""
        self.add(Remark("error", message, excerpt, hint), line)
        if fix:
            self.findings[-1] = replace(self.findings[-1], fix=fix)

    def whole(self, line: int, words: str, *, last: int = 0, sure: bool = True) -> Fix:
        """The fix that replaces a line, or all lines up to `last`."""
        last = last or line
        return Fix(line, 1, last, len(self.lines[last - 1]) + 1, words, sure)

    def before(self, line: int, words: str, *, column: int = 1, sure: bool = True) -> Fix:
        """The fix that inserts words into a line."""
        return Fix(line, column, line, column, words, sure)

    def failed(self, lines: range) -> bool:
        """True if there is an error in these lines."""
        new, self._seen = self.findings[self._seen :], len(self.findings)
        self._failed.update(found.line for found in new if found.severity == "error")
        return any(line in self._failed for line in lines)

    def sorted(self) -> tuple[Finding, ...]:
        """The findings in the order of their places, without doubles."""
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
