"""Checks the text of a script for the page: the meaning of each line, the findings with their cures, and mending."""

from __future__ import annotations

import difflib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from voiceguide.desk.meanings import meanings
from voiceguide.desk.words import Words
from voiceguide.errors import Finding
from voiceguide.language import load
from voiceguide.script import Reading
from voiceguide.script.fixes import mend
from voiceguide.script.reader import FirstReading, begin
from voiceguide.serve.messages import said

Found = TypeVar("Found")
Key = tuple[str, str]
"""The name of a script and its text."""
MOST_READINGS = 8
UNSPOKEN = "for the reader, not spoken"
"""The reader's note on a line that nobody hears."""


class Checker:
    """Reads the scripts of one folder. The last readings are kept: the page asks for each more than once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._readings: OrderedDict[Key, Reading] = OrderedDict()
        self._firsts: OrderedDict[Key, FirstReading] = OrderedDict()
        self._lock = threading.Lock()

    def read(self, name: str, text: str) -> Reading:
        """The reading of a text that stands in the script `name`."""
        return self._kept(self._readings, (name, text), lambda: self._first(name, text).cured())

    def _first(self, name: str, text: str) -> FirstReading:
        return self._kept(self._firsts, (name, text), lambda: begin(text, f"{name}.md", name, self._folder))

    def _kept(self, kept: OrderedDict[Key, Found], key: Key, make: Callable[[], Found]) -> Found:
        """The reading of a text, kept for the next time."""
        with self._lock:
            if key in kept:
                kept.move_to_end(key)
                return kept[key]
        found = make()
        with self._lock:
            kept[key] = found
            while len(kept) > MOST_READINGS:
                kept.popitem(last=False)
        return found

    def check(self, name: str, text: str, words: Words, *, at_once: bool = False) -> dict[str, Any]:
        """The meanings and the findings of a text, as JSON. `at_once`: without the cures that take time to find."""
        reading = self._first(name, text).reading if at_once else self.read(name, text)
        routine = reading.understood
        told = meanings(routine, words) if routine else []
        notes = [one.line for one in reading.findings if one.severity == "note" and one.message == UNSPOKEN]
        lines = [{"line": one.line, "kind": one.kind, "text": one.text} for one in told]
        lines += [{"line": line, "kind": "note", "text": words["meaning.unspoken"]} for line in notes]
        known = {one["line"] for one in lines}
        around = [(line, meaning) for line, meaning in _around(text, words) if line not in known]
        lines += [{"line": line, "kind": "note", "text": meaning} for line, meaning in around]
        return {
            "title": routine.title if routine else name,
            "language": routine.language if routine else "en",
            "whole": reading.routine is not None,
            "steps": sum(len(phase.steps) for phase in routine.phases) if routine else 0,
            "lines": lines,
            "findings": [_finding(one, words.code) for one in reading.findings if one.message != UNSPOKEN],
            "sure": sum(one.fix is not None and one.fix.sure for one in reading.findings),
            "examples": _examples(routine.language if routine else words.code),
        }

    def mended(self, name: str, text: str) -> dict[str, Any]:
        """The text with all fixes that are sure, and the lines that differ."""
        result = mend(text, lambda changed: self.read(name, changed))
        return {
            "text": result.text,
            "count": len(result.applied),
            "changes": changes(text, result.text),
        }


def changes(before: str, after: str) -> list[dict[str, Any]]:
    """The lines that differ between two texts: {line, old, new}, where `old` and `new` are lists of lines."""
    old, new = before.split("\n"), after.split("\n")
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        {"line": first + 1, "old": old[first:last], "new": new[begin:end]}
        for tag, first, last, begin, end in matcher.get_opcodes()
        if tag != "equal"
    ]


def _around(text: str, words: Words) -> Iterator[tuple[int, str]]:
    """The meanings of the first line of the settings, of the title, and of the remarks."""
    lines = text.split("\n")
    first = 0
    if lines[0].strip() == "---":
        yield 1, words["meaning.settings"]
        first = next((at for at, line in enumerate(lines) if at and line.strip() == "---"), len(lines))
    for at, line in enumerate(lines[first:], first + 1):
        if line.startswith("<!--"):
            yield at, words["meaning.unspoken"]
    titles = (at for at, line in enumerate(lines[first:], first + 1) if line.startswith("# "))
    if title := next(titles, None):
        yield title, words["meaning.title"]


def _finding(finding: Finding, code: str) -> dict[str, Any]:
    """A finding in a language of the page; in English where it has no translation."""
    message, spoken = said(finding.message, code)
    hint, hint_spoken = said(finding.hint, code) if finding.hint else (None, code)
    return {
        "line": finding.line,
        "column": finding.column,
        "severity": finding.severity,
        "message": message,
        "language": spoken,
        "hint": hint,
        "hint_language": hint_spoken,
        "fix": None if finding.fix is None else {**finding.fix.as_json(), "sure": finding.fix.sure},
    }


def _examples(language: str) -> dict[str, str]:
    """The forms of doses in a language, for the help beside the text."""
    pack = load(language)
    kept = ("for", "range", "times", "pace", "sets", "breaths", "side", "leg", "rounds", "needs", "optional", "wait")
    found = {key: str(pack.data["examples"][key]) for key in kept if key in pack.data["examples"]}
    return {**found, "cues": str(pack.data["examples"]["cues"])}
