"""The listener's choices beside the length, and the routine that is left after them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from voiceguide.errors import FitError
from voiceguide.fit.doses import hold_samples
from voiceguide.fit.handling import Handling
from voiceguide.fit.numbers import natural
from voiceguide.fit.step_instance import Sides
from voiceguide.language import Pack
from voiceguide.plan import Change
from voiceguide.preferences import BellStyle, Countdown, TimeLeft
from voiceguide.routine import Hold, Line, Phase, Preferences, Routine, Side, Step, TalkLevel
from voiceguide.units import to_seconds

COUNTDOWN = 3
"""Seconds before the end of a hold that are counted down."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The listener's choices beside the length. None leaves one to the script, then to the default."""

    side: Side | None = None
    """The side that is done alone."""
    first: Side | None = None
    """The side that comes first."""
    without: tuple[str, ...] = ()
    """Things that are not at hand."""
    skip: tuple[int, ...] = ()
    """Lines of steps to leave out."""
    talk: TalkLevel | None = None
    """`full` by default."""
    client: str | None = None
    """The person it is made for, greeted by name: as `studio.client_name` gives it."""
    note: str | None = None
    """The words for that person that come next: as `studio.client_name.note_text` gives it."""
    bells: BellStyle | None = None
    """`soft`, `clear`, `none` or the path of a sound file; `clear` by default."""
    countdown: Countdown | None = None
    """The last seconds of a hold; 3 ticks by default, 0 for none."""
    time_left: TimeLeft | None = None
    """`usual` by default."""
    rest_between_sides: int | None = None
    """Seconds; 0 by default."""
    rest_between_rounds: int | None = None
    """Seconds; as the script has it by default."""
    knows_safety: str | None = None
    """The digest of the safety lines that the listener has heard in full, as `safety.safety_digest` makes it. Without
    it, daily talk is full."""
    live: bool = False
    """True if the listener has a key to press, so that a wait asks for it. A file has none."""

    @property
    def sides(self) -> Sides:
        """The sides that are done, and their order."""
        return Sides(self.side, self.first, self.rest_between_sides or 0)

    @property
    def ends_in(self) -> Countdown:
        """The last seconds of a hold."""
        return self.countdown or Countdown(COUNTDOWN)

    def settled(self, preferences: Preferences) -> Choices:
        """The same choices, with the script's preferences and then the defaults where there is none."""
        return replace(
            self,
            talk=self.talk or preferences.talk or "full",
            bells=self.bells or preferences.bells or "clear",
            countdown=_first(self.countdown, preferences.countdown, Countdown(COUNTDOWN)),
            time_left=_first(self.time_left, preferences.time_left, "usual"),
            rest_between_sides=_first(self.rest_between_sides, preferences.rest_between_sides, 0),
            rest_between_rounds=_first(self.rest_between_rounds, preferences.rest_between_rounds, None),
        )


Value = TypeVar("Value")


def _first(*values: Value | None) -> Value | None:
    """The first value that is chosen."""
    return next((value for value in values if value is not None), None)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The routine after the listener's choices, and the changes."""

    routine: Routine
    changes: tuple[Change, ...]
    notices: tuple[str, ...]
    """Sentences to say at the start: the phases left out because others were."""


def choose(routine: Routine, choices: Choices, pack: Pack) -> Chosen:
    """Apply the listener's choices to a routine. Raises FitError for a choice that names nothing."""
    routine = _with_rests(routine, choices.rest_between_rounds)
    why = _reasons(routine, choices, pack)
    _check_needed(routine, choices.skip, why, pack)
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


def _check_needed(routine: Routine, skip: Collection[int], why: Collection[int], pack: Pack) -> None:
    """Raise FitError for a skipped step that prepares, or cleans up behind, a step that stays."""
    for phase in routine.phases:
        handling = Handling(phase.steps, pack)
        gone = {place for place, step in enumerate(phase.steps) if step.line in why}
        for place in sorted(gone):
            step, other = phase.steps[place], handling.needed_for(place, gone)
            if step.line in skip and other is not None:
                stays = phase.steps[other]
                raise FitError(
                    f"{routine.name}: “{step.text}” (line {step.line}) goes with “{stays.text}” (line {stays.line}), "
                    "which stays",
                    "leave out both, or neither",
                )


def _with_rests(routine: Routine, seconds: int | None) -> Routine:
    """The routine with a rest of so many seconds between its rounds; None leaves it to the script."""
    if seconds is None:
        return routine
    rest = Hold(seconds, seconds, seconds, (seconds, seconds)) if seconds else None
    phases = tuple(replace(phase, rounds=replace(phase.rounds, rest=rest)) for phase in routine.phases)
    return replace(routine, phases=phases)


def without_lines(routine: Routine, lines: Collection[int]) -> Routine:
    """The routine without the steps on these lines."""
    return keep(routine, lambda step: step.line not in lines)


def is_emptied(before: Routine, after: Routine, index: int) -> bool:
    """True if a phase has lost all its steps."""
    return bool(before.phases[index].steps) and not after.phases[index].steps


def keep(routine: Routine, wanted: Callable[[Step], bool]) -> Routine:
    """The routine with only the wanted steps. A phase with nothing but rests left is emptied and falls silent; it
    stays in its place, so that indexes hold, and its safety lines move to the routine."""
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
                "the steps need: " + (", ".join(sorted(things.values())) or "nothing"),
            )
    reasons = {}
    for step in steps:
        missing = [need for need in step.needs if pack.bare_thing(need) in unwanted]
        if missing:
            reasons[step.line] = f"it needs {missing[0]}"
        elif step.line in choices.skip:
            reasons[step.line] = "skipped as asked"
    return reasons | _partners(routine, reasons, pack)


def _partners(routine: Routine, reasons: Collection[int], pack: Pack) -> dict[int, str]:
    """Line of each step that goes because its pair goes, or the steps that it is there for -> why."""
    found = {}
    for phase in routine.phases:
        gone = {step.pair: step.line for step in phase.steps if step.pair is not None and step.line in reasons}
        for step in phase.steps:
            if step.pair in gone and step.optional and step.line not in reasons:
                found[step.line] = f"it belongs to line {gone[step.pair]}, which is left out"
        left = {place for place, step in enumerate(phase.steps) if step.line in reasons or step.line in found}
        handling = Handling(phase.steps, pack)
        for place in handling.idle(left):
            first = phase.steps[handling.served_by(place)[0]]
            found[phase.steps[place].line] = f"it belongs to line {first.line}, which is left out"
    return found


def dropped(step: Step, why: str) -> Change:
    """The change that a step is left out, with the time of one hold."""
    seconds = None if step.dose is None else to_seconds(hold_samples(step.dose, natural(step.dose)))
    return Change(step.line, "dropped", seconds, None, why)


def needed(steps: Iterable[Step], pack: Pack) -> tuple[str, ...]:
    """The things that these steps need, each once, in their order, as written."""
    return tuple({pack.bare_thing(thing): thing for step in steps for thing in step.needs}.values())
