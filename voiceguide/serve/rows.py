"""The entry of a routine in the list of the page: small, so that those of all routines stay in memory."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

from voiceguide.errors import ScriptError, VoiceguideError
from voiceguide.fit.choices import needed
from voiceguide.fit.safety import safety_digest
from voiceguide.history.frequency import frequency_of
from voiceguide.language import load
from voiceguide.plan import Plan
from voiceguide.routine import Routine, Sets, Step, Wait
from voiceguide.script.library import readable, shipped
from voiceguide.serve.sound_choices import bed_id
from voiceguide.units import to_seconds

GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of feed ids, as the podcast namespace defines it."""
MOST_MINUTES = 180
"""The whole minutes that are listed, at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """A routine in the list."""

    fields: dict[str, Any]
    """Its entry in `/routines.json`; lengths in seconds."""
    guid: str
    """Its id in a feed. Another script under the same name has another id; the same script has the same id on every
    server."""
    author: str
    estimated: bool
    """True if its lengths come from estimates of its speech."""


def row_of(routine: Routine, plan: Plan, path: Path, *, estimated: bool) -> Row:
    """The row of a routine; `plan` is its natural session."""
    steps = [step for phase in routine.phases for step in phase.steps]
    shortest, longest = plan.ends_in_seconds
    often = frequency_of(routine.frequency, (fact.text for fact in routine.facts), routine.language)
    fields = {
        "name": routine.name,
        "title": plan.title,
        "description": routine.description or "",
        "language": plan.language,
        "shortest": shortest,
        "natural": to_seconds(plan.length),
        "spoken": to_seconds(sum(cue.end - cue.start for cue in plan.cues if cue.text)),
        "longest": longest,
        "minutes": list(range(ceil(shortest / 60), floor(longest / 60) + 1))[:MOST_MINUTES],
        "estimated": estimated,
        "sides": any(step.sides for step in steps) or any(phase.sides for phase in routine.phases),
        "first": next((step.first for step in steps if step.sides), "left"),
        "things": list(needed(steps, load(plan.language))),
        "facts": [fact.text for fact in routine.facts],
        "frequency": routine.frequency,
        "often": often.as_json() if often else None,
        "talk": routine.preferences.talk or "full",
        "leadIn": routine.preferences.lead_in or "auto",
        "safety": safety_digest(routine),
        "bed": bed_id(routine.preferences.bed) if routine.preferences.bed else None,
        "waits": any(map(wait_of, steps)),
        "pictures": sum(step.picture is not None for step in steps),
        "shipped": path.parent == shipped(),
    }
    guid = str(uuid.uuid5(GUIDS, f"{routine.name}\n{routine.source}"))
    return Row(fields, guid, routine.author or "", estimated)


def problem_of(path: Path, name: str | None, error: VoiceguideError | None) -> dict[str, Any]:
    """The entry of a script that cannot be used in `/problems.json`. It names no folder of this machine."""
    found: dict[str, Any] = {"file": readable(path.name), "name": name, "line": None, "column": None, "more": 0}
    if error is None:
        return {**found, "message": "The file's name is not UTF-8.", "hint": "Rename the file."}
    if isinstance(error, ScriptError):
        errors = [finding for finding in error.findings if finding.severity == "error"]
        if errors:
            first, more = errors[0], len(errors) - 1
            place = {"line": first.line, "column": first.column, "more": more}
            return {**found, **place, "message": first.message, "hint": first.hint}
    return {**found, "message": _without_folder(error.message, path), "hint": error.hint}


def _without_folder(message: str, path: Path) -> str:
    for folder in (str(path.parent.resolve()), str(path.parent)):
        message = message.replace(f"{folder}/", "") if len(folder) > 1 else message
    return message


def wait_of(step: Step) -> Wait | None:
    """The time that a step waits for the listener; None if it does not wait."""
    dose = step.dose.of if isinstance(step.dose, Sets) else step.dose
    return dose if isinstance(dose, Wait) else None
