"""The errors that a person can do something about.

    VoiceguideError            exit status 1: the message explains, the hint says how to solve it
    ├── ScriptError            a script with mistakes; carries its findings
    ├── RoutineNotFoundError   an unknown routine or script
    ├── LanguageError          a language without a pack
    ├── FitError               a length out of reach, a choice that leaves nothing to do
    ├── SpeechError            speech failed
    │   ├── UnspokenError      one text could not be spoken; carries the reason
    │   └── VoiceNotFoundError an unknown voice or engine
    ├── DownloadError          a voice could not be downloaded
    ├── CacheError             a cache folder that cannot be used
    ├── SettingsError          a mistake in the user's settings
    ├── OutputError            a file cannot be written, or a device cannot play
    │   └── DeviceChangedError the sound would go on through another device
    ├── BedError               a bed cannot be read, or is silent
    ├── PictureError           a picture of a step cannot be used
    ├── RecordingError         a recording cannot be made or used
    ├── BatchError             jobs cannot be read, or a cluster cannot run them
    ├── ImportingError         a document cannot be read
    ├── PlaceError             a saved place cannot be resumed
    └── BusyError              another voiceguide is playing

The command line catches `VoiceguideError` and prints it. Any other exception is a bug in voiceguide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voiceguide.json_types import FindingJson, FixJson, Severity

MOST_SHOWN = 100
"""Characters of a text that a message shows."""


class VoiceguideError(Exception):
    """A problem that the user can solve. `message` describes it and names the place; `hint` says how to solve it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True, order=True)
class Fix:
    """A change to a script that cures a finding: `text` replaces everything from the start to the end."""

    line: int
    column: int
    """1-based, as in Finding."""
    end_line: int
    end_column: int
    """One past the last replaced character. Equal to the start for an insertion."""
    text: str
    """The new text; it may hold line breaks."""
    sure: bool = True
    """True if `check --fix` applies it without asking, because only one meaning is possible. Not in the JSON."""

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
    """One message about one place in a script."""

    path: str
    """The script, as its user named it."""
    line: int
    """Counted from 1."""
    column: int
    """Characters, counted from 1."""
    severity: Severity
    """`error`, `warning` or `note`."""
    message: str
    """The problem, in the writer's words."""
    hint: str | None = None
    """The suggested correction, if one is known."""
    fix: Fix | None = None
    """The same correction as a change to the script, if one is known."""

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
    """A script that cannot be read as a routine. `findings` holds all findings, in order."""

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
    """An unknown routine or script."""


class LanguageError(VoiceguideError):
    """A language without a pack."""


class FitError(VoiceguideError):
    """A length out of reach, or a choice that leaves nothing to do."""

    def __init__(self, message: str, hint: str | None = None, ends: tuple[float, float] | None = None) -> None:
        """`ends`: seconds of the shortest and the longest session, if the requested length lies outside them."""
        super().__init__(message, hint)
        self.ends = ends


class SpeechError(VoiceguideError):
    """Speech failed."""


class UnspokenError(SpeechError):
    """A text that could not be spoken. Silence is never put in its place."""

    def __init__(self, text: str, reason: str, hint: str | None = None, place: str | None = None) -> None:
        """`text`: the engine's input, which may end in a comma added for intonation. `place`: its place in a script."""
        shown = text.rstrip(",")
        shown = f"{shown[:MOST_SHOWN]}…" if len(shown) > MOST_SHOWN else shown
        super().__init__(f"{place + ': ' if place else ''}“{shown}” could not be spoken: {reason}", hint)
        self.text = text
        self.reason = reason

    def written(self, words: str, place: str | None = None) -> UnspokenError:
        """A copy that shows the words as they were written."""
        return UnspokenError(words, self.reason, self.hint, place)


class VoiceNotFoundError(SpeechError):
    """A voice or an engine that does not exist on this machine."""


class DownloadError(VoiceguideError):
    """A file that could not be downloaded, or has unexpected content."""


class CacheError(VoiceguideError):
    """A cache folder that cannot be used."""


class SettingsError(VoiceguideError):
    """A mistake in the user's settings."""


class OutputError(VoiceguideError):
    """A file that cannot be written, or a device that cannot play."""


class DeviceChangedError(OutputError):
    """A device that went away, where the sound would go on through another one. The player has fallen silent and can
    play there."""


class BedError(VoiceguideError):
    """A bed that cannot be read, or is silent."""


class PictureError(VoiceguideError):
    """A picture of a step that cannot be used."""


class RecordingError(VoiceguideError):
    """A recording of somebody's voice that cannot be made or used."""


class BatchError(VoiceguideError):
    """Jobs that cannot be read, or a cluster that cannot run them."""


class ImportingError(VoiceguideError):
    """A document that cannot be read."""


class PlaceError(VoiceguideError):
    """A saved place that cannot be resumed."""


class BusyError(VoiceguideError):
    """Another voiceguide is playing."""
