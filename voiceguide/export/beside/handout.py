"""A printable page of HTML for a session: each step with its dose and side, its cues, and safety notes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.duration import clock
from voiceguide.fit.choices import needed
from voiceguide.fit.wording import Fitted, dose_parts
from voiceguide.language import Pack, load
from voiceguide.plan import Plan, PlannedStep
from voiceguide.routine import Breaths, Coaching, Count, Dose, Hold, Line, Phase, Routine, Sets, Step
from voiceguide.units import RATE, to_seconds

if TYPE_CHECKING:
    from voiceguide.fit import Choices

DAYS = 28
"""Boxes to tick."""
FEW_STEPS = 6
"""The most steps that are printed larger."""


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step on the page."""

    number: int | None
    """None for a rest."""
    text: str
    times: tuple[str, ...]
    """The dose, line by line."""
    sides: str
    details: tuple[str, ...]
    coaching: tuple[tuple[str, str], ...]
    """The moment and the words of each."""
    safety: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhaseSection:
    """A phase on the page."""

    title: str
    start: str
    """Its start in the recording."""
    how: str
    """Its sides and rounds."""
    paragraphs: tuple[str, ...]
    safety: tuple[str, ...]
    rows: tuple[StepRow, ...]


def text(plan: Plan, routine: Routine, choices: Choices, *, times: bool = True) -> str:
    """The complete page, without external files. `times`: show the start of each phase in the recording."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent)
    page = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return page.get_template("handout.html").render(HandoutContent(plan, routine, choices).values(), times=times)


class HandoutContent:
    """Collects the content of a handout."""

    def __init__(self, plan: Plan, routine: Routine, choices: Choices) -> None:
        self.plan, self.routine, self.choices = plan, routine, choices
        self.pack: Pack = load(plan.language)
        self.words: dict[str, str] = self.pack.data["written"]
        self.instances: dict[int, list[PlannedStep]] = {}
        """The line of each step in the session -> its step instances."""
        for step in plan.steps:
            self.instances.setdefault(step.line, []).append(step)
        self.safety = {cue.line for cue in plan.cues if cue.kind == "safety"}
        self.left_out = {change.line for change in plan.changes if change.what == "cue left out"}
        self.phases = [phase for phase in routine.phases if any(step.line in self.instances for step in phase.steps)]

    def values(self) -> dict[str, object]:
        """Name -> value, for the template."""
        routine, pack = self.routine, self.pack
        gone = [phase for phase in routine.phases if phase not in self.phases]
        steps = [step for phase in self.phases for step in phase.steps if step.line in self.instances]
        guards = [*routine.safety, *(line for phase in gone for line in phase.safety)]
        return {
            "short": len(steps) <= FEW_STEPS,
            "language": self.plan.language,
            "words": self.words,
            "title": self.plan.title,
            "length": pack.duration(round(self.plan.length / RATE)),
            "author": routine.author,
            "client": self.choices.client,
            "note": self.choices.note,
            "safety": self._said(guards),
            "needed": pack.join(needed(steps, pack)),
            "introduction": _texts(routine.introduction),
            "parts": self._parts(),
            "closing": _texts(routine.closing),
            "days": DAYS,
        }

    def _said(self, lines: Iterable[Line]) -> tuple[str, ...]:
        """The safety notes that are spoken in this session."""
        return tuple(line.text for line in lines if line.line in self.safety)

    def _parts(self) -> list[PhaseSection]:
        number, parts = 1, []
        for phase in self.phases:
            rows = []
            for step in phase.steps:
                if step.line in self.instances:
                    rows.append(self._row(step, None if step.rest else number))
                    number += not step.rest
            parts.append(
                PhaseSection(
                    title=phase.title,
                    start=clock(self._start(phase) / RATE),
                    how=self._how(phase),
                    paragraphs=_texts(phase.paragraphs),
                    safety=self._said(phase.safety),
                    rows=tuple(rows),
                )
            )
        return parts

    def _start(self, phase: Phase) -> int:
        """Samples from the start of the session to the chapter of a phase."""
        first = min(self.instances[step.line][0].start for step in phase.steps if step.line in self.instances)
        return max((chapter.start for chapter in self.plan.chapters if chapter.start <= first), default=0)

    def _how(self, phase: Phase) -> str:
        rounds = max(instance.round for step in phase.steps for instance in self.instances.get(step.line, ()))
        sides = self.words["whole-phase"].format(sides=self._sides(phase.sides)) if phase.sides else ""
        return " ".join(filter(None, [sides, self.words["rounds"].format(number=rounds) if rounds > 1 else ""]))

    def _sides(self, noun: str) -> str:
        """`left foot, then right foot`."""
        sides = [self.pack.side(noun, side) for side in self.choices.sides]
        sides = [side[:1].lower() + side[1:] for side in sides]
        return sides[0] if len(sides) == 1 else self.words["in-turn"].format(first=sides[0], second=sides[1])

    def _row(self, step: Step, number: int | None) -> StepRow:
        fitted = fitted_numbers(step.dose, self.instances[step.line])
        counted = "{number}" in step.spoken
        if counted:
            times: tuple[str, ...] = (self.pack.duration(self._seconds(step)),)
        else:
            times = dose_parts(step.dose, fitted, self.pack, bare=isinstance(step.dose, Hold))
        return StepRow(
            number=number,
            text=step.spoken.replace("{number}", f"{fitted.value:.0f}") if counted else step.text,
            times=times,
            sides=self._sides(step.sides) if step.sides else "",
            details=_texts(step.details),
            coaching=tuple((self._moment(cue), cue.text) for cue in step.coaching if self._holds(cue)),
            safety=self._said(step.safety),
        )

    def _seconds(self, step: Step) -> float:
        hold = self.instances[step.line][0].hold
        return hold.seconds if hold else 0.0

    def _holds(self, cue: Coaching) -> bool:
        """True if the cue's time lies within its hold."""
        return cue.when == "every" or cue.line not in self.left_out

    def _moment(self, cue: Coaching) -> str:
        return self.words[cue.when].format(duration=self.pack.duration(cue.seconds))


def fitted_numbers(dose: Dose | None, instances: list[PlannedStep]) -> Fitted:
    """The fitted numbers of a step, derived from its step instances."""
    holds = [instance.hold for instance in instances if instance.hold]
    if dose is None or not holds:
        return Fitted()
    seconds = holds[0].seconds
    rest = to_seconds(holds[1].start - holds[0].end) if isinstance(dose, Sets) and dose.times > 1 else 0.0
    match dose.of if isinstance(dose, Sets) else dose:
        case Count() as count:
            return Fitted(round(seconds / count.pace), round(rest, 3))
        case Breaths() as breaths:
            return Fitted(round(seconds / (breaths.seconds_in + breaths.seconds_out)))
        case _:
            return Fitted(seconds, round(rest, 3))


def _texts(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)
