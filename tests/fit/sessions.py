"""Sessions for properties: any routine, any voice, any choice and any length."""

from __future__ import annotations

from hypothesis import HealthCheck, reject, settings
from hypothesis import strategies as st

from tests.strategies import routines, voices
from voiceguide.errors import FitError
from voiceguide.fit import Choices, fit
from voiceguide.fit.step_instance import BETWEEN_ROUNDS, StepKey, keyed
from voiceguide.plan import Plan, PlannedStep
from voiceguide.routine import (
    Dose,
    Routine,
    Step,
)
from voiceguide.units import RATE

SAMPLE = 1 / RATE
"""A hold is a whole number of samples, and so is one of twice its length."""
often = settings(suppress_health_check=[HealthCheck.too_slow])


@st.composite
def choices(draw: st.DrawFn, routine: Routine) -> Choices:
    """What the listener of a routine may choose."""
    steps = [step for phase in routine.phases for step in phase.steps]
    things = sorted({thing for step in steps for thing in step.needs})
    return Choices(
        side=draw(st.sampled_from([None, None, "left", "right"])),
        first=draw(st.sampled_from([None, "left", "right"])),
        talk=draw(st.sampled_from([None, "full", "brief", "bells"])),
        skip=tuple(draw(st.lists(st.sampled_from([step.line for step in steps]), max_size=1))),
        without=tuple(draw(st.lists(st.sampled_from(things), max_size=1))) if things else (),
    )


@st.composite
def sessions(draw: st.DrawFn) -> tuple[Routine, Plan]:
    """A routine and a session of it, at its natural length or at any that it can be."""
    routine, voice = draw(routines()), draw(voices())
    chosen = draw(choices(routine))
    try:
        natural = fit(routine, None, voice, chosen)
    except FitError:
        reject()  # nothing is left to do
    share = draw(st.sampled_from([None, 0.0, 0.25, 0.5, 0.75, 1.0]))
    if share is None:
        return routine, natural
    wanted = round(natural.shortest + share * (natural.longest - natural.shortest))
    try:
        return routine, fit(routine, wanted / RATE, voice, chosen)
    except FitError:
        if share in (0.0, 1.0):
            raise  # the two ends must always be reached
        reject()  # a hole


def steps_of(routine: Routine) -> dict[StepKey, Step]:
    """All steps of a routine, with the rests between rounds."""
    phases = list(enumerate(routine.phases))
    found = {key: step for index, phase in phases for key, step in keyed(phase, index)}
    for index, phase in phases:
        rest = Step(phase.line, "Rest", "Rest", phase.rounds.rest, rest=True)
        found[index, phase.line, BETWEEN_ROUNDS] = rest
    return found


def dose_of(step: Step, entry: PlannedStep) -> Dose | None:
    """The dose of a step on its side."""
    second = entry.side != step.first if step.sides else entry.way == 2
    return step.second_dose if step.second_dose and second else step.dose
