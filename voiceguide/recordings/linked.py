"""The sound files that a script names for its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from voiceguide.errors import Finding, RecordingError, ScriptError
from voiceguide.fit.wording import recorded_words
from voiceguide.preferences import is_bell_file
from voiceguide.recordings.utterances import key
from voiceguide.routine import Coaching, Line, Routine


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file named in a script."""

    line: int
    words: str
    target: str
    """The path as written in the script."""


def named_files(routine: Routine) -> Iterator[NamedFile]:
    """All recordings named in the script."""
    steps = [step for phase in routine.phases for step in phase.steps]
    lines = [*routine.introduction, *routine.safety, *routine.closing]
    for phase in routine.phases:
        lines += [*phase.paragraphs, *phase.safety]
    for step in steps:
        lines += [*step.details, *step.safety]
        if step.recording:
            yield NamedFile(step.line, recorded_words(step), step.recording)
    cues = [cue for step in steps for cue in step.coaching]
    said: list[Line | Coaching] = [*lines, *cues]
    for line in said:
        if line.recording:
            yield NamedFile(line.line, line.text, line.recording)


def linked(routine: Routine, script: Path, shown: str, try_out: Callable[[str, Path], object]) -> dict[str, Path]:
    """Key of words -> file. `try_out` is called with each file and its words. Raises ScriptError with a finding for
    each unusable file; `shown` is the script's name in them."""
    names = list(named_files(routine))
    if not names:
        return {}
    from voiceguide.script.links import (
        file_of,
    )  # imports the script parser, which most commands do not need

    found: dict[str, Path] = {}
    findings: list[Finding] = []
    for named in names:
        try:
            path = file_of(script.parent, named.target)
            try_out(named.words, path)
        except RecordingError as error:
            place = (named.line, _column(routine.source, named))
            findings.append(Finding(shown, *place, "error", error.message, error.hint))
        else:
            found[key(named.words)] = path
    if findings:
        raise ScriptError(findings)
    return found


def names_files(routine: Routine) -> bool:
    """True if a script names a recording or a bell of its own."""
    return any(named_files(routine)) or bool(_own_bells(routine))


def _own_bells(routine: Routine) -> set[str]:
    bells = routine.preferences.bells
    return {bells} if bells is not None and is_bell_file(bells) else set()


def linked_files(routine: Routine, script: Path) -> dict[str, Path]:
    """The path as written -> the file. Missing files are left out; `linked` reports them."""
    targets = sorted({each.target for each in named_files(routine)} | _own_bells(routine))
    if not targets:
        return {}
    from voiceguide.script.links import file_of

    found = {}
    for target in targets:
        with suppress(RecordingError):
            found[target] = file_of(script.parent, target)
    return found


def _column(source: str, named: NamedFile) -> int:
    line = source.split("\n")[named.line - 1 : named.line]
    return max(0, line[0].find(named.target) if line else 0) + 1
