"""A plan: one session, fitted to its length, with the time of every cue. Plain frozen data, and its stable JSON.

All positions and lengths are whole samples at `units.RATE`. `as_json` converts them to seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from voiceguide.units import ceil_milliseconds, floor_milliseconds, to_seconds


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound of the session: words, a bell or a tick."""

    start: int
    end: int
    """Samples from the start of the session. `end` is the first sample after the sound."""
    kind: str
    """One of KINDS."""
    parts: tuple[str, ...]
    """The spoken utterances, joined with a short pause (see `fit.speech.JOIN`). For a bell or a tick, the name of its
    sound (see `audio.bells`), or nothing if the sound of the previous cue continues."""
    line: int | None = None

    @property
    def text(self) -> str:
        """The words as a person would write them. Empty for bells and ticks."""
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
    """The timed part of one step instance."""

    start: int
    end: int
    seconds: float
    """The spoken duration: exactly `end - start`."""
    written: tuple[float, float]
    """Seconds: the shortest and the longest of the written dose."""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step instance: one side, one round or one hold of a set."""

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
    """A phase of the session."""

    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that fitting changed, and the reason."""

    line: int | None
    what: str
    """`shortened`, `lengthened`, `dropped`, `round added`, `round dropped`, `cue moved` or `cue left out`."""
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
    shortest: int
    longest: int
    """Samples. The shortest and the longest session of this routine with these choices."""
    chapters: tuple[Chapter, ...]
    steps: tuple[PlannedStep, ...]
    cues: tuple[Cue, ...]
    """Sorted by start."""
    changes: tuple[Change, ...]

    def as_json(self) -> dict[str, Any]:
        """The object that `voiceguide plan --json` prints. Times are in seconds."""
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
            "cues": [
                {
                    "start": to_seconds(c.start),
                    "end": to_seconds(c.end),
                    "kind": c.kind,
                    "line": c.line,
                    "text": c.text,
                }
                for c in self.cues
            ],
            "changes": [
                {"line": c.line, "what": c.what, "from": c.before, "to": c.after, "why": c.why} for c in self.changes
            ],
        }


def _step_json(step: PlannedStep) -> dict[str, Any]:
    hold = step.hold
    return {
        "line": step.line,
        "phase": step.phase,
        "text": step.text,
        "side": step.side,
        "round": step.round,
        "start": to_seconds(step.start),
        "end": to_seconds(step.end),
        "hold": hold
        and {
            "start": to_seconds(hold.start),
            "end": to_seconds(hold.end),
            "seconds": hold.seconds,
            "written": list(hold.written),
        },
    }
