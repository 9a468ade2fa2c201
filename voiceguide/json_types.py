"""The JSON that other programs rely on: the shapes of `plan --json`, `check --json` and `list --json`.

`docs/make_schemas.py` makes the JSON Schemas in `docs/schemas` from these types.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

Severity = Literal["error", "warning", "note"]

Start = Annotated[float, "Seconds from the start of the session."]
End = Annotated[float, "Seconds from the start of the session to the end of this."]
ScriptLine = Annotated[int, "The line of the script; 1 is the first."]


class ChapterJson(TypedDict):
    """A phase of the session."""

    title: str
    start: Start
    end: End


class HoldJson(TypedDict):
    """The timed part of a step."""

    start: Start
    end: End
    seconds: Annotated[float, "The time that is spoken; exactly end - start."]
    written: Annotated[list[float], "The shortest and the longest time as written, in seconds."]


class StepJson(TypedDict):
    """One step as it is done once: on one side, in one round, for one hold of a set."""

    line: ScriptLine
    phase: Annotated[str, "The title of its phase."]
    text: Annotated[str, "The instruction without its dose."]
    side: Annotated[str | None, "left, right, or null."]
    round: Annotated[int, "The round of its phase; 1 is the first."]
    way: Annotated[int | None, "1 or 2 for a step that is done one way round, then the other; else null."]
    rest: Annotated[bool, "True for a rest."]
    kind: Annotated[
        str | None, "hold, count, breaths, pattern, interval, wait, rest or pause; null without a time; more may come."
    ]
    start: Start
    end: End
    hold: Annotated[HoldJson | None, "null for a step without a time."]


class CueJson(TypedDict):
    """A sound of the session: speech, a bell or a tick."""

    start: Start
    end: End
    kind: Annotated[str, "title, intro, instruction, count, bell, tick and others; more may come."]
    line: Annotated[int | None, "The line of the script that it comes from, or null."]
    text: Annotated[str, "The spoken words; empty for bells and ticks."]


ChangeJson = TypedDict(
    "ChangeJson",
    {
        "line": Annotated[int | None, "The line of the script, or null."],
        "what": Annotated[
            str, "shortened, lengthened, dropped, round added, round dropped, cue moved or cue left out; more may come."
        ],
        "from": Annotated[float | None, "Seconds of holds and cues, number of rounds; null for nothing."],
        "to": Annotated[float | None, "As from."],
        "why": Annotated[str, "The reason, in English."],
    },
)
ChangeJson.__doc__ = "A difference between the routine as written and the session."


class PlanJson(TypedDict):
    """A session, decided: the output of `voiceguide plan --json`."""

    routine: Annotated[str, "The name of the routine."]
    title: str
    language: Annotated[str, "The language code of its script, such as en."]
    requested: Annotated[float | None, "Seconds that were asked for; null for the natural length."]
    length: Annotated[float, "Seconds."]
    shortest: Annotated[float, "Seconds of the shortest session with these choices."]
    longest: Annotated[float, "Seconds of the longest session with these choices."]
    chapters: list[ChapterJson]
    steps: list[StepJson]
    cues: Annotated[list[CueJson], "In the order of their starts."]
    changes: list[ChangeJson]


class FixJson(TypedDict):
    """A change to the script that cures a finding: `text` replaces everything from one place to another."""

    line: ScriptLine
    column: Annotated[int, "1 is the first character."]
    end_line: ScriptLine
    end_column: Annotated[int, "One past the last character that is replaced."]
    text: Annotated[str, "The new text; it may hold line breaks."]


class FindingJson(TypedDict):
    """One finding of `voiceguide check --json`, which prints a list of them."""

    path: Annotated[str, "The script, as it was named on the command line."]
    line: ScriptLine
    column: Annotated[int, "1 is the first character."]
    severity: Severity
    message: str
    hint: Annotated[str | None, "The cure, where it is known."]
    fix: Annotated[FixJson | None, "The cure as a change to the script, where it is known."]


class RoutineJson(TypedDict):
    """One routine of `voiceguide list --json`, which prints a list of them."""

    name: Annotated[str, "The name that the other commands take."]
    title: str
    language: Annotated[str, "The language code of its script, such as en."]
    shortest: Annotated[float, "Seconds of the shortest session."]
    natural: Annotated[float, "Seconds of the session as written."]
    longest: Annotated[float, "Seconds of the longest session."]
    description: str | None
    path: Annotated[str, "The script's file."]
