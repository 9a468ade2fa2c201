"""Tries a line out as a script, so that a draft and the script's reader never differ."""

from __future__ import annotations

from functools import lru_cache

from voiceguide.importing.markdown import escaped
from voiceguide.script import Reading, parse

_STEP = "- Zzz 5 s"
"""A step in every language."""


class Ear:
    """Hears lines of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._read = lru_cache(maxsize=10_000)(self._tried)

    def dosed(self, text: str) -> bool:
        """True if the line, as a step, has a dose."""
        routine = self._read(f"- {escaped(text)}").routine
        return bool(routine and any(step.dose is not None for phase in routine.phases for step in phase.steps))

    def unclear(self, text: str) -> bool:
        """True if the line, as a step, has a dose that was not understood."""
        found = self._read(f"- {escaped(text)}").findings
        return any(finding.severity == "error" and finding.message != _NO_STEP for finding in found)

    def safety(self, text: str) -> bool:
        """True if the line is a caution."""
        routine = self._read(f"{escaped(text)}\n\n{_STEP}").routine
        return bool(routine and (routine.safety or any(phase.safety for phase in routine.phases)))

    def fact(self, text: str) -> bool:
        """True if the line is a fact for the reader: frequency, equipment, purpose."""
        routine = self._read(f"{escaped(text)}\n\n{_STEP}").routine
        return bool(routine and not routine.introduction and not routine.safety and len(routine.phases) == 1)

    def _tried(self, script: str) -> Reading:
        return parse(f"---\nlanguage: {self.language}\n---\n\n# Zzz\n\n{script}\n", "", "")


_NO_STEP = "there is no step in the script"
