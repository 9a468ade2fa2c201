"""A printable page of HTML for a session: each step with its dose and side, its cues, and safety notes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import assert_never

from voiceguide.duration import clock
from voiceguide.errors import PictureError
from voiceguide.export.pictures import SMALL, folder_of, jpeg
from voiceguide.fit.choices import needed
from voiceguide.fit.dose_words import dose_parts
from voiceguide.fit.doses import single_samples
from voiceguide.fit.numbers import Fitted, lead, own
from voiceguide.fit.step_instance import StepKey, keyed
from voiceguide.fit.wording import fill, has_slot
from voiceguide.language import Pack, load
from voiceguide.plan import Plan, PlannedStep
from voiceguide.routine import (
    BreathPattern,
    Breaths,
    Coaching,
    Count,
    Dose,
    Hold,
    Intervals,
    Line,
    Phase,
    Routine,
    Series,
    Sets,
    Side,
    Step,
    Wait,
)
from voiceguide.units import RATE, to_seconds

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
    picture: str = ""
    """A picture as a `data:` address."""
    alt: str = ""


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


def text(plan: Plan, routine: Routine, *, times: bool = True) -> str:
    """The complete page, without external files. `times`: show the start of each phase in the recording."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent)
    page = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return page.get_template("handout.html").render(HandoutContent(plan, routine).values(), times=times)


class HandoutContent:
    """Collects the content of a handout."""

    def __init__(self, plan: Plan, routine: Routine) -> None:
        self.plan, self.routine = plan, routine
        self.pack: Pack = load(plan.language)
        self.words: dict[str, str] = self.pack.data["written"]
        self.instances: dict[StepKey, list[PlannedStep]] = {}
        """Each step that is done -> its entries in the plan."""
        for step in plan.steps:
            self.instances.setdefault(step.key, []).append(step)
        self.safety = {cue.line for cue in plan.cues if cue.kind == "safety"}
        self.left_out = {change.line for change in plan.changes if change.what == "cue left out"}
        self.phases = [phase for phase in routine.phases if self._done(phase)]

    def values(self) -> dict[str, object]:
        """Name -> value, for the template."""
        routine, pack = self.routine, self.pack
        gone = [phase for phase in routine.phases if phase not in self.phases]
        steps = [step for phase in self.phases for _, step in self._done(phase)]
        guards = [*routine.safety, *(line for phase in gone for line in phase.safety)]
        return {
            "short": len(steps) <= FEW_STEPS,
            "language": self.plan.language,
            "words": self.words,
            "title": self.plan.title,
            "length": pack.duration(round(self.plan.length / RATE)),
            "author": routine.author,
            "client": self.plan.client,
            "note": self.plan.note,
            "safety": self._said(guards),
            "needed": pack.join(needed(steps, pack)),
            "introduction": _texts(routine.introduction),
            "parts": self._parts(),
            "closing": _texts(routine.closing),
            "facts": _texts(routine.facts),
            "frequency": routine.frequency,
            "days": DAYS,
        }

    def _said(self, lines: Iterable[Line]) -> tuple[str, ...]:
        """The safety notes that are spoken in this session."""
        return tuple(line.text for line in lines if line.line in self.safety)

    def _parts(self) -> list[PhaseSection]:
        number, parts = 1, []
        for phase in self.phases:
            rows = []
            for key, step in self._done(phase):
                rows.append(self._row(key, step, None if step.rest else number))
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
        first = min(self.instances[key][0].start for key, _ in self._done(phase))
        return max((chapter.start for chapter in self.plan.chapters if chapter.start <= first), default=0)

    def _how(self, phase: Phase) -> str:
        done = self._done(phase)
        rounds = max(instance.round for key, _ in done for instance in self.instances[key])
        sides = ""
        if phase.sides:
            sides = self.words["whole-phase"].format(sides=self._sides(phase.sides, [key for key, _ in done]))
        return " ".join(filter(None, [sides, self.words["rounds"].format(number=rounds) if rounds > 1 else ""]))

    def _done(self, phase: Phase) -> list[tuple[StepKey, Step]]:
        """The steps of a phase that are done, with their keys."""
        index = next(index for index, other in enumerate(self.routine.phases) if other is phase)
        return [(key, step) for key, step in keyed(phase, index) if key in self.instances]

    def _sides(self, noun: str, keys: Iterable[StepKey], first: Side = "left") -> str:
        """`left foot, then right foot`: the sides of these steps in the order in which they are done."""
        done = dict.fromkeys(instance.side for key in keys for instance in self.instances[key] if instance.side)
        both = ("right", "left") if first == "right" else ("left", "right")
        sides = [self.pack.side(noun, side) for side in done or both]
        sides = [side[:1].lower() + side[1:] for side in sides]
        return sides[0] if len(sides) == 1 else self.words["in-turn"].format(first=sides[0], second=sides[1])

    def _row(self, key: StepKey, step: Step, number: int | None) -> StepRow:
        fitted = fitted_numbers(step.dose, self.instances[key])
        slots = has_slot(step.spoken)
        noun = step.sides or step.alternating
        return StepRow(
            number=number,
            text=fill(step.spoken, step.dose, fitted, self.pack) if slots else step.text,
            times=self._times(key, step, fitted),
            sides=self._sides(noun, [key], step.first) if noun else "",
            details=_texts(step.details),
            coaching=tuple((self._moment(cue), cue.text) for cue in step.coaching if self._holds(cue)),
            safety=self._said(step.safety),
            picture=self._picture(step),
            alt=step.picture.alt if step.picture else "",
        )

    def _picture(self, step: Step) -> str:
        """The picture of a step; empty where there is none, or it cannot be read any more."""
        if step.picture is None:
            return ""
        try:
            content = jpeg(folder_of(self.routine), step.picture, SMALL)
        except PictureError:  # the check of the script tells of it
            return ""
        return f"data:image/jpeg;base64,{b64encode(content).decode()}"

    def _times(self, key: StepKey, step: Step, fitted: Fitted) -> tuple[str, ...]:
        if "{number}" in step.spoken:
            hold = self.instances[key][0].hold
            return (self.pack.duration(hold.seconds if hold else 0.0),)
        times = dose_parts(step.dose, fitted, self.pack, bare=isinstance(step.dose, Hold))
        if step.second_dose is not None:
            second = own(step.dose, step.second_dose, fitted)
            times += dose_parts(step.second_dose, second, self.pack, bare=isinstance(step.second_dose, Hold))
        return (*times, self.pack.phrase("other-way")) if step.both_ways else times

    def _holds(self, cue: Coaching) -> bool:
        """True if the cue's time lies within its hold."""
        return cue.when == "every" or cue.line not in self.left_out

    def _moment(self, cue: Coaching) -> str:
        return self.words[cue.when].format(duration=self.pack.duration(cue.seconds))


def fitted_numbers(dose: Dose | None, instances: list[PlannedStep]) -> Fitted:
    """The numbers that fitting chose for a step, read from its entries in a plan."""
    first = instances[0]
    once = [step for step in instances if (step.round, step.way) == (first.round, first.way)]
    holds = [step.hold for step in once if step.hold]
    if dose is None or not holds:
        return Fitted()
    several = isinstance(dose, Series) or (isinstance(dose, Sets) and dose.times > 1)
    rest = round(to_seconds(holds[1].start - holds[0].end), 3) if several else 0.0
    one, seconds = lead(dose), holds[0].seconds
    match one:
        case Intervals():
            one_side = list(takewhile(lambda step: (step.side, step.way) == (first.side, first.way), once))
            return Fitted(float(-(-len(one_side) // len(one.parts))))
        case Hold() | Wait():
            return Fitted(seconds, rest)
        case Count() | Breaths() | BreathPattern():
            return Fitted(round(seconds * RATE / single_samples(one, 1)), rest)
        case _:
            assert_never(one)


def _texts(lines: Iterable[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)
