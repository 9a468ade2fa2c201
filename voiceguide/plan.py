"""A session, decided: what is heard when, to the sample. Plain frozen data, and the JSON that others rely on.

All positions and lengths are whole samples at `RATE`; `as_json` turns them into seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.json_types import CueJson, HoldJson, PlanJson, StepJson
from voiceguide.units import ceil_milliseconds, floor_milliseconds, to_seconds


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing heard."""

    start: int
    end: int
    """Samples from the start of the session; the cue's sound ends just before `end`."""
    kind: str
    """One of KINDS."""
    parts: tuple[str, ...]
    """What is spoken, utterance by utterance, with a short join between (see `fit.speech.JOIN`); for a bell or a
    tick the name of its sound (see `sounds.py`), or nothing where the sound of the cue before goes on."""
    line: int | None = None

    @property
    def text(self) -> str:
        """The words as a person would write them; empty for bells and ticks."""
        return "" if self.kind in ("bell", "tick") else " ".join(self.parts)


KINDS = (
    "title",
    "intro",
    "reach",
    "safety",
    "phase",
    "instruction",
    "detail",
    "switch",
    "coaching",
    "count",
    "breath",
    "halfway",
    "time-left",
    "next",
    "outro",
    "bell",
    "tick",
)


@dataclass(frozen=True, slots=True)
class PlannedHold:
    """The timed part of one doing of a step."""

    start: int
    end: int
    seconds: float
    """What is spoken: exactly `end - start`."""
    written: tuple[float, float]
    """Seconds: the shortest and the longest of the dose as written."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One doing of a step: each side, each round, each hold of a set."""

    line: int
    phase: str
    text: str
    side: str | None
    round: int
    start: int
    end: int
    hold: PlannedHold | None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A phase that is kept."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """Something that fitting did, and why."""

    line: int | None
    what: str
    """`shortened`, `lengthened`, `dropped`, `round added`, `round dropped`, `cue moved` or `cue left out`."""
    before: float | None
    after: float | None
    """Seconds for holds and cues, counts for rounds, None for what is gone."""
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A session, decided."""

    routine: str
    title: str
    language: str
    requested: float | None
    """Seconds, as asked for."""
    length: int
    shortest: int
    longest: int
    """Samples. The shortest and the longest that this routine can be with these choices."""
    chapters: tuple[Chapter, ...]
    steps: tuple[PlannedStep, ...]
    cues: tuple[Cue, ...]
    """In the order of their starts."""
    changes: tuple[Change, ...]
    client: str | None = None
    """The person it is made for. Not in the JSON, as the note."""
    note: str | None = None
    """The note to that person."""

    def as_json(self) -> PlanJson:
        """The object that `voiceguide plan --json` prints; times in seconds."""
        return {
            "routine": self.routine,
            "title": self.title,
            "language": self.language,
            "requested": self.requested,
            "length": to_seconds(self.length),
            "shortest": ceil_milliseconds(self.shortest),
            "longest": floor_milliseconds(self.longest),
            "chapters": [
                {"title": c.title, "start": to_seconds(c.start), "end": to_seconds(c.end)} for c in self.chapters
            ],
            "steps": [_step_json(step) for step in self.steps],
            "cues": [_cue_json(cue) for cue in self.cues],
            "changes": [
                {"line": c.line, "what": c.what, "from": c.before, "to": c.after, "why": c.why} for c in self.changes
            ],
        }


def _step_json(step: PlannedStep) -> StepJson:
    hold = step.hold
    return {
        "line": step.line,
        "phase": step.phase,
        "text": step.text,
        "side": step.side,
        "round": step.round,
        "start": to_seconds(step.start),
        "end": to_seconds(step.end),
        "hold": None if hold is None else _hold_json(hold),
    }


def _hold_json(hold: PlannedHold) -> HoldJson:
    return {
        "start": to_seconds(hold.start),
        "end": to_seconds(hold.end),
        "seconds": hold.seconds,
        "written": list(hold.written),
    }


def _cue_json(cue: Cue) -> CueJson:
    return {
        "start": to_seconds(cue.start),
        "end": to_seconds(cue.end),
        "kind": cue.kind,
        "line": cue.line,
        "text": cue.text,
    }
