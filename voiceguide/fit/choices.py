"""What a listener chooses beside the length, and the routine that is left of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from voiceguide.errors import FitError
from voiceguide.fit.doses import hold_samples
from voiceguide.fit.wording import natural
from voiceguide.language import Pack
from voiceguide.plan import Change
from voiceguide.routine import Line, Phase, Routine, Step
from voiceguide.units import to_seconds


@dataclass(frozen=True, slots=True)
class Choices:
    """What a listener chooses beside the length."""

    side: str | None = None
    """`left` or `right`: only this one is done."""
    first: str = "left"
    """The side that comes first."""
    without: tuple[str, ...] = ()
    """Things that are not at hand."""
    skip: tuple[int, ...] = ()
    """Lines of steps to leave out."""
    talk: str = "full"
    """`full`, `brief` or `bells`."""
    client: str | None = None
    """The person it is made for, greeted by name: as `client.client_name` gives it."""
    note: str | None = None
    """What is said to that person next: as `client.note_text` gives it."""

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides in the order they are done."""
        if self.side:
            return (self.side,)
        return ("right", "left") if self.first == "right" else ("left", "right")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The routine that is left, and what was taken from it."""

    routine: Routine
    changes: tuple[Change, ...]
    notices: tuple[str, ...]
    """Sentences to say at the start: the phases left out because others were."""


def choose(routine: Routine, choices: Choices, pack: Pack) -> Chosen:
    """Take from the routine what its listener leaves out. Raises FitError where a choice names nothing."""
    why = _reasons(routine, choices, pack)
    left = without_lines(routine, why)
    kept = {step.line for phase in left.phases for step in phase.steps}
    alone = "nothing but rests is left of its phase"
    steps = [step for phase in routine.phases for step in phase.steps]
    changes = [dropped(step, why.get(step.line, alone)) for step in steps if step.line not in kept]
    notices = []
    for index, phase in enumerate(routine.phases):
        causes = [routine.phases[i].title for i in phase.after if is_emptied(routine, left, i)]
        if causes and left.phases[index].steps:
            notices.append(pack.phrase("phase-left-out", phase=phase.title, cause=causes[0]))
            gone = {step.line for step in left.phases[index].steps}
            changes += [
                dropped(step, f"it comes after {causes[0]}, which is left out") for step in left.phases[index].steps
            ]
            left = without_lines(left, gone)
    if not any(phase.steps for phase in left.phases):
        raise FitError(f"{routine.name}: nothing is left to do", "leave out less with --without and --skip")
    return Chosen(left, tuple(changes), tuple(notices))


def without_lines(routine: Routine, lines: Collection[int]) -> Routine:
    """The routine without the steps on these lines."""
    return keep(routine, lambda step: step.line not in lines)


def is_emptied(before: Routine, after: Routine, index: int) -> bool:
    """Whether a phase had something to do before and has nothing after."""
    return bool(before.phases[index].steps) and not after.phases[index].steps


def keep(routine: Routine, wanted: Callable[[Step], bool]) -> Routine:
    """The routine with only the wanted steps. A phase with nothing but rests left is emptied and falls silent; it
    stays in its place, so that indexes hold, and what it warned of guards everything from then on."""
    phases: list[Phase] = []
    homeless: list[Line] = []
    for phase in routine.phases:
        steps = tuple(step for step in phase.steps if wanted(step))
        if steps == phase.steps:
            phases.append(phase)
        elif all(step.rest for step in steps):
            homeless += phase.safety
            phases.append(replace(phase, steps=(), heading=False, paragraphs=(), safety=()))
        else:
            phases.append(replace(phase, steps=steps))
    return replace(routine, phases=tuple(phases), safety=routine.safety + tuple(homeless))


def _reasons(routine: Routine, choices: Choices, pack: Pack) -> dict[int, str]:
    """Line of each step that is not wanted -> why."""
    steps = [step for phase in routine.phases for step in phase.steps]
    lines = {step.line for step in steps}
    for line in choices.skip:
        if line not in lines:
            raise FitError(
                f"{routine.name}: no step stands on line {line}",
                "steps stand on the lines " + ", ".join(str(n) for n in sorted(lines)[:40]),
            )
    things = {pack.bare_thing(thing): thing for step in steps for thing in step.needs}
    unwanted = {pack.bare_thing(thing): thing for thing in choices.without}
    for bare, thing in unwanted.items():
        if bare not in things:
            raise FitError(
                f"{routine.name}: no step needs {thing!r}",
                "what is needed: " + (", ".join(sorted(things.values())) or "nothing"),
            )
    reasons = {}
    for step in steps:
        missing = [need for need in step.needs if pack.bare_thing(need) in unwanted]
        if missing:
            reasons[step.line] = f"it needs {missing[0]}"
        elif step.line in choices.skip:
            reasons[step.line] = "skipped as asked"
    return reasons


def dropped(step: Step, why: str) -> Change:
    """The change that a step is left out, with the time of one hold."""
    seconds = None if step.dose is None else to_seconds(hold_samples(step.dose, natural(step.dose)))
    return Change(step.line, "dropped", seconds, None, why)


def needed(steps: Iterable[Step], pack: Pack) -> tuple[str, ...]:
    """What these steps need, each thing once, in their order, as written."""
    return tuple({pack.bare_thing(thing): thing for step in steps for thing in step.needs}.values())
