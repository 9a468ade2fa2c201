"""Scripts become routines, and findings: the reading half of the public API. It loads no sound library by itself."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from voiceguide import script
from voiceguide.errors import Finding, RoutineNotFoundError, ScriptError
from voiceguide.routine import Routine
from voiceguide.script import Reading
from voiceguide.script.library import find, shown

TEXT_NAME = "routine"
"""The name of a routine that was read from a text."""


def read_routine(path: str | Path) -> Routine:
    """Read the routine in a script, given by its path or by a routine's name.

    Raises RoutineNotFoundError, and ScriptError, whose `findings` hold everything that is wrong.
    """
    found = find(str(path))
    return replace(script.read(found, shown(found)), path=shown(found))


def parse_routine(text: str, name: str = TEXT_NAME) -> Routine:
    """Read the routine in a text. `name` stands for the script's file in messages.

    Raises ScriptError, whose `findings` hold everything that is wrong.
    """
    reading = script.parse(text, f"{name}.md", name)
    if reading.routine is None:
        raise ScriptError(reading.findings)
    return reading.routine


def check_script(path: str | Path) -> tuple[Finding, ...]:
    """The findings in a script: errors, warnings and notes, in the order of their lines.

    Raises nothing for a script that is missing or wrong: that is a finding, too.
    """
    return read_findings(str(path)).findings


def check_text(text: str, name: str = TEXT_NAME) -> tuple[Finding, ...]:
    """As `check_script`, for a text. `name` stands for the script's file."""
    return script.parse(text, f"{name}.md", name).findings


def read_findings(name: str) -> Reading:
    """The routine and all findings of a script, given by its path or by a routine's name. Raises nothing."""
    try:
        path = find(name)
    except RoutineNotFoundError as error:
        return Reading(None, (Finding(name, 1, 1, "error", error.message, error.hint),))
    return script.check(path, shown(path), _listen)


def _listen(words: str, path: Path) -> None:
    """Raise RecordingError for a recording that cannot be used for these words."""
    from voiceguide.recordings.sounds import read_recording  # loads sound libraries, which few scripts need

    read_recording(path, words)
