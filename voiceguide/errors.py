"""Everything that can go wrong and that a person can do something about.

    VoiceguideError            exit status 1: the message explains, the hint says what to do
    ├── ScriptError            a script that cannot be read as a routine; carries its findings
    ├── RoutineNotFoundError   no such routine or script
    ├── LanguageError          a language that has no pack
    ├── FitError               a length that cannot be reached, a choice that leaves nothing
    ├── SpeechError            speech that cannot be made
    │   ├── UnspokenError      the text, and why
    │   └── VoiceNotFoundError a voice or an engine that does not exist
    ├── DownloadError          a voice that could not be fetched
    ├── CacheError             a cache folder that is not one
    ├── OutputError            a file that cannot be written, a device that cannot be played to
    ├── BedError               a bed that cannot be read, or is silent
    ├── RecordingError         a recording that cannot be made, or used
    ├── BatchError             jobs that cannot be read, a cluster that cannot make them
    ├── PlaceError             a place that cannot be gone back to
    └── BusyError              another voiceguide is playing

The command line catches the one family and prints it. Anything else is a fault of voiceguide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voiceguide.json_types import FindingJson, FixJson, Severity

MOST_SHOWN = 100
"""Characters of a text that are told in a message."""


class VoiceguideError(Exception):
    """A problem that its reader can solve: `message` says what and where, `hint` says what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """A change to a script that cures a finding: the text that replaces everything from one place to another."""

    line: int
    column: int
    """1-based, as in Finding."""
    end_line: int
    end_column: int
    """One past the last character that is replaced. The same place as the start, where text is only put in."""
    text: str
    """The new text; it may hold line breaks."""
    sure: bool = True
    """Whether `check --fix` applies it without asking: what it makes can be meant in one way only. Not in the JSON."""

    def as_json(self) -> FixJson:
        """The object in the JSON of its finding."""
        return {
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "text": self.text,
        }


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing to say about one place of a script."""

    path: str
    """The script, as its user named it."""
    line: int
    """1 is the first line."""
    column: int
    """1 is the first character."""
    severity: Severity
    """`error`, `warning` or `note`."""
    message: str
    """What is wrong, in the writer's words."""
    hint: str | None = None
    """What to write instead, where that is known."""
    fix: Fix | None = None
    """The same as a change to the script, where that is known."""

    def as_json(self) -> FindingJson:
        """The object that `voiceguide check --json` prints."""
        return {
            "path": self.path,
            "line": self.line,
            "column": self.column,
            "severity": self.severity,
            "message": self.message,
            "hint": self.hint,
            "fix": None if self.fix is None else self.fix.as_json(),
        }

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.message}"


class ScriptError(VoiceguideError):
    """A script that cannot be read as a routine. `findings` holds all that was found, in order."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        errors = [finding for finding in self.findings if finding.severity == "error"]
        lines = []
        for finding in errors:
            lines.append(str(finding))
            if finding.hint:
                lines.append(f"  hint: {finding.hint}")
        super().__init__("\n".join(lines))


class RoutineNotFoundError(VoiceguideError):
    """No such routine or script."""


class LanguageError(VoiceguideError):
    """A language that has no pack."""


class FitError(VoiceguideError):
    """A length that cannot be reached, or a choice that leaves nothing to do."""

    def __init__(self, message: str, hint: str | None = None, ends: tuple[float, float] | None = None) -> None:
        """`ends`: seconds of the shortest and the longest session, where a length was asked for that is none."""
        super().__init__(message, hint)
        self.ends = ends


class SpeechError(VoiceguideError):
    """Speech that cannot be made."""


class UnspokenError(SpeechError):
    """A text that could not be spoken. Silence is never put in its place."""

    def __init__(self, text: str, reason: str, hint: str | None = None, place: str | None = None) -> None:
        """`text`: as the engine was given it, whose last comma only keeps its voice up; `place`: in a script."""
        shown = text.rstrip(",")
        shown = f"{shown[:MOST_SHOWN]}…" if len(shown) > MOST_SHOWN else shown
        super().__init__(f"{place + ': ' if place else ''}“{shown}” could not be spoken: {reason}", hint)
        self.text = text
        self.reason = reason

    def written(self, words: str, place: str | None = None) -> UnspokenError:
        """The same, told with the words that somebody wrote."""
        return UnspokenError(words, self.reason, self.hint, place)


class VoiceNotFoundError(SpeechError):
    """A voice or an engine that does not exist here."""


class DownloadError(VoiceguideError):
    """Something that could not be fetched, or was not what was asked for."""


class CacheError(VoiceguideError):
    """A cache folder that is not one."""


class OutputError(VoiceguideError):
    """A file that cannot be written, or a device that cannot be played to."""


class BedError(VoiceguideError):
    """A bed that cannot be read, or has nothing to be heard."""


class RecordingError(VoiceguideError):
    """A recording of somebody's voice that cannot be made, or used."""


class BatchError(VoiceguideError):
    """Jobs that cannot be read, or a cluster that cannot make them."""


class PlaceError(VoiceguideError):
    """A place that cannot be gone back to."""


class BusyError(VoiceguideError):
    """Another voiceguide is playing."""
