"""A plan: one session, fitted to its length, with the time of every cue. Plain frozen data, and its stable JSON.

All positions and lengths are whole samples at `units.RATE`. `as_json` converts them to seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from voiceguide.json_types import CueJson, HoldJson, PlanJson, StepJson
from voiceguide.routine import Side
from voiceguide.units import ceil_milliseconds, floor_milliseconds, to_seconds

CueKind = Literal[
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
    "answer",
    "reminder",
    "silence",
]
"""The kind of something heard. `answer`, `reminder` and `silence` are for a listener who presses keys: no plan has
them."""

KINDS: tuple[CueKind, ...] = get_args(CueKind)

StepKind = Literal["hold", "count", "breaths", "pattern", "interval", "wait", "rest", "pause"]
"""The way in which the time of a step is filled. `pause` is a rest that is not announced."""

ChangeKind = Literal["shortened", "lengthened", "dropped", "round added", "round dropped", "cue moved", "cue left out"]


@dataclass(frozen=True, slots=True)
class Cue:
    """One thing heard."""

    start: int
    end: int
    """Samples from the start of the session; the cue's sound ends just before `end`."""
    kind: CueKind
    parts: tuple[str, ...]
    """The spoken utterances, joined with a short pause (see `fit.speech.JOIN`). For a bell or a tick, the name of its
    sound (see `audio.bells`), or nothing if the sound of the previous cue continues."""
    line: int | None = None

    @property
    def text(self) -> str:
        """The words as a person would write them; empty for bells and ticks."""
        return "" if self.kind in ("bell", "tick") else " ".join(self.parts)


@dataclass(frozen=True, slots=True)
class PlannedHold:
    """The timed part of a step that is done once."""

    start: int
    end: int
    seconds: float
    """The spoken duration: exactly `end - start`."""
    written: tuple[float, float]
    """Seconds: the shortest and the longest of the written dose."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One time that a step is done: each side, each way, each round, each hold of a set, each part of an interval."""

    line: int
    phase: str
    text: str
    side: Side | None
    round: int
    start: int
    end: int
    hold: PlannedHold | None
    rest: bool = False
    kind: StepKind | None = None
    """None for a step without a dose."""
    way: int | None = None
    """1 or 2, where it is done one way round, then the other."""
    key: tuple[int, int, int] = (0, 0, 0)
    """As in `fit.step_instance`. Not in the JSON."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A phase of the session."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that fitting changed, and the reason."""

    line: int | None
    what: ChangeKind
    before: float | None
    after: float | None
    """Seconds for holds and cues, counts for rounds, None if there is no such value."""
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A session, fitted to its length."""

    routine: str
    title: str
    language: str
    requested: float | None
    """Seconds, as requested."""
    length: int
    """Samples."""
    ends: tuple[int, int] | None
    """Samples of the shortest and the longest session of this routine with these choices. None in a plan that is only
    to be heard: measuring them takes more speech than the session has."""
    chapters: tuple[Chapter, ...]
    steps: tuple[PlannedStep, ...]
    cues: tuple[Cue, ...]
    """Sorted by start."""
    changes: tuple[Change, ...]
    client: str | None = None
    """The person it is made for. Not in the JSON, as the note."""
    note: str | None = None
    """The note to that person."""

    @property
    def shortest(self) -> int:
        """Samples of the shortest session. Raises ValueError where it was not measured."""
        return self._measured_ends[0]

    @property
    def longest(self) -> int:
        """Samples of the longest session. Raises ValueError where it was not measured."""
        return self._measured_ends[1]

    @property
    def _measured_ends(self) -> tuple[int, int]:
        if self.ends is None:
            raise ValueError("this plan was made without its shortest and longest length: make it with ends=True")
        return self.ends

    @property
    def ends_in_seconds(self) -> tuple[float, float]:
        """Seconds of the shortest and the longest session, rounded inwards to whole milliseconds, but not past this
        one. Raises ValueError where they were not measured."""
        length = to_seconds(self.length)
        return min(ceil_milliseconds(self.shortest), length), max(floor_milliseconds(self.longest), length)

    def as_json(self) -> PlanJson:
        """The object that `voiceguide plan --json` prints. Times are in seconds. Raises ValueError without ends."""
        shortest, longest = self.ends_in_seconds
        return {
            "routine": self.routine,
            "title": self.title,
            "language": self.language,
            "requested": self.requested,
            "length": to_seconds(self.length),
            "shortest": shortest,
            "longest": longest,
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
        "way": step.way,
        "rest": step.rest,
        "kind": step.kind,
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
