"""Counts the words of docstrings that make sentences hard to read, package by package.

    python .ci/prose.py [FOLDER]

Exits 1 where `what`, or docstrings that begin with What, Whether, Where or How, stand more than twice in 1,000 words.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

OPENINGS = ("What", "Whether", "Where", "How")
MOST = 2.0
"""Times that `what` may stand in 1,000 words of docstrings."""


@dataclass
class Count:
    """The figures of one package."""

    words: int = 0
    whats: int = 0
    openings: int = 0

    def add(self, text: str) -> None:
        """Count one docstring."""
        words = re.findall(r"[\w'’-]+", text)
        self.words += len(words)
        self.whats += sum(word.lower() == "what" for word in words)
        self.openings += words[:1] != [] and words[0] in OPENINGS

    @property
    def rate(self) -> float:
        """`what` in 1,000 words."""
        return 1000 * self.whats / self.words if self.words else 0.0


def docstrings(source: str) -> Iterator[str]:
    """The docstrings of a file: of the module, its classes and functions, and those beneath constants and fields."""
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else []:
            value = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                yield value.value


def counted(folder: Path) -> dict[str, Count]:
    """Package -> its figures; the modules beside the packages count as one."""
    counts: dict[str, Count] = defaultdict(Count)
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        for text in docstrings(path.read_text("utf-8")):
            counts[parts[0] if len(parts) > 1 else "(top)"].add(text)
    return counts


def main() -> int:
    """Print the table; the exit status."""
    root = Path(__file__).parent.parent
    counts = counted(root / (sys.argv[1] if len(sys.argv) > 1 else "voiceguide"))
    total = Count(
        sum(count.words for count in counts.values()),
        sum(count.whats for count in counts.values()),
        sum(count.openings for count in counts.values()),
    )
    print(f"{'package':12} {'words':>7} {'what':>5} {'in 1,000':>9} {'What/Whether/Where/How …':>25}")
    for name, count in [*counts.items(), ("all", total)]:
        print(f"{name:12} {count.words:7} {count.whats:5} {count.rate:9.1f} {count.openings:25}")
    return int(total.rate > MOST or 1000 * total.openings / max(total.words, 1) > MOST)


if __name__ == "__main__":
    sys.exit(main())
