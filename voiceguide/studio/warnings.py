"""The warnings of a script in one line, shown when a session is made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from voiceguide.errors import Finding
from voiceguide.shell_word import shell_word

MOST_TOLD = 2
_LONGEST = 100
"""Characters of a warning that are told."""

Told = tuple[int, str]
"""Line and message."""


def warnings_of(findings: Iterable[Finding]) -> tuple[Told, ...]:
    """The warnings among findings."""
    return tuple((found.line, found.message) for found in findings if found.severity == "warning")


def summary(script: str, warnings: Sequence[Told]) -> str:
    """`heel.md: 3 warnings: line 7: 10 is spoken, not counted; … . `voiceguide check heel.md` shows them`."""
    count = f"{len(warnings)} warning{'' if len(warnings) == 1 else 's'}"
    told = [f"line {line}: {_short(message)}" for line, message in warnings[:MOST_TOLD]]
    more = "; …" if len(warnings) > MOST_TOLD else ""
    shows = "shows it" if len(warnings) == 1 else "shows them"
    return f"{script}: {count}: {'; '.join(told)}{more}. `voiceguide check {shell_word(script)}` {shows}"


def _short(message: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in message)
    return f"{plain[:_LONGEST]}…" if len(plain) > _LONGEST else plain
