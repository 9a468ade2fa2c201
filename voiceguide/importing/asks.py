"""Comments in a draft that ask for the lines that could not be read."""

from __future__ import annotations

import re

from voiceguide.errors import Finding
from voiceguide.importing.markdown import comment
from voiceguide.script import parse

MOST_ASKED = 200


def asked(script: str, name: str) -> tuple[str, int]:
    """The script with a comment above each line that could not be read, and the number of comments."""
    lines = script.split("\n")
    asks: dict[int, list[Finding]] = {}
    for finding in parse(script, name, name).findings:
        if finding.severity in ("error", "warning") and _can_be_asked(finding, lines):
            asks.setdefault(_above(lines, finding.line), []).append(finding)
    for line in sorted(asks, reverse=True)[-MOST_ASKED:]:
        indent = re.match(r" *", lines[line - 1])
        text = " ".join(dict.fromkeys(_sentence(finding) for finding in asks[line]))
        lines.insert(line - 1, (indent[0] if indent else "") + comment(f"Please mend the next line: {text}"))
    return "\n".join(lines), len(asks)


def _can_be_asked(finding: Finding, lines: list[str]) -> bool:
    """The finding is about a line of the draft, and not about the draft as a whole."""
    return 0 < finding.line <= len(lines) and bool(lines[finding.line - 1].strip()) and finding.line > _front(lines)


def _front(lines: list[str]) -> int:
    """The last line of the front matter."""
    return lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0


def _above(lines: list[str], line: int) -> int:
    """The line that a comment can stand above: for a row, the first one of its table."""
    while line > 1 and lines[line - 1].startswith("|") and lines[line - 2].startswith("|"):
        line -= 1
    return line


def _sentence(finding: Finding) -> str:
    text = finding.message + (f" ({finding.hint})" if finding.hint else "")
    return text[0].upper() + text[1:] + "."
