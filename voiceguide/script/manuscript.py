"""The text of a script as saved. Its mark, line endings and letters stay, except where a fix changes them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from voiceguide.errors import Fix

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Manuscript:
    """The lines of a text, each with its own ending. The last has none."""

    mark: str
    lines: tuple[tuple[str, str], ...]
    """The words of each line and its ending."""

    @classmethod
    def of(cls, text: str) -> Manuscript:
        """The manuscript of a text."""
        mark = _MARK if text.startswith(_MARK) else ""
        pairs = [(match[1], match[2]) for match in _LINE.finditer(text, len(mark))]
        while len(pairs) > 1 and not pairs[-2][1]:
            pairs.pop()  # the end of the text matches once more
        return cls(mark, tuple(pairs))

    @property
    def text(self) -> str:
        """The text."""
        return self.mark + "".join(words + ending for words, ending in self.lines)

    def holds(self, fix: Fix) -> bool:
        """True if the text has the places of a fix."""
        if not 1 <= fix.line <= fix.end_line <= len(self.lines):
            return False
        first, last = self._words(fix.line), self._words(fix.end_line)
        backwards = fix.line == fix.end_line and fix.end_column < fix.column
        return 1 <= fix.column <= len(first) + 1 and 1 <= fix.end_column <= len(last) + 1 and not backwards

    def replaced(self, fix: Fix) -> str:
        """The words that a fix removes."""
        words = [self._words(line) for line in range(fix.line, fix.end_line + 1)]
        words[-1] = words[-1][: fix.end_column - 1]
        words[0] = words[0][fix.column - 1 :]
        return "\n".join(words)

    def mended(self, fixes: Sequence[Fix]) -> Manuscript:
        """The manuscript with these fixes, which must not overlap."""
        lines = list(self.lines)
        for fix in sorted(fixes, reverse=True):
            text = (
                self._words(fix.line)[: fix.column - 1]
                + fix.text
                + _nfc(lines[fix.end_line - 1][0])[fix.end_column - 1 :]
            )
            words = text.split("\n")
            inner, last = lines[fix.line - 1][1] or self._ending(), lines[fix.end_line - 1][1]
            lines[fix.line - 1 : fix.end_line] = [*((word, inner) for word in words[:-1]), (words[-1], last)]
        return Manuscript(self.mark, tuple(lines))

    def _words(self, line: int) -> str:
        return _nfc(self.lines[line - 1][0])

    def _ending(self) -> str:
        counts = Counter(ending for _, ending in self.lines if ending)
        return counts.most_common(1)[0][0] if counts else "\n"


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)
