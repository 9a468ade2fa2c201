"""Words and time for a step before it begins: a new thing in the hand, another position, another side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from voiceguide.fit.dose_words import Parts, sentence
from voiceguide.fit.handling import is_handling
from voiceguide.fit.step_instance import StepInstance
from voiceguide.fit.wording import words_of
from voiceguide.language import Pack
from voiceguide.language.positions import position_in
from voiceguide.routine import Line, Phase, Routine
from voiceguide.units import to_samples

CHANGE = to_samples(6)
"""The least time to get in place where the side, the thing or the position changes."""
REACH = to_samples(8)
"""The least time to get in place where a new thing is picked up."""
TO_WAIT = to_samples(1)
"""The most time before a wait until ready: its own time is there to get things ready."""
SHORT_NAME = 5
"""The most words of an instruction that is its own name in a rest."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Words on the next step for a rest."""

    parts: Parts
    early: bool = False
    """True for words that the instruction says again: they stand well before it."""


@dataclass(frozen=True)
class Ahead:
    """The steps of a session in order, with the changes between them."""

    pack: Pack
    routine: Routine
    instances: tuple[StepInstance, ...]
    _before: tuple[StepInstance | None, ...]
    """For each instance, the one before it, rests left out."""
    _new_position: Mapping[int, str]
    """Place of an instance -> the position that it changes to."""

    @classmethod
    def of(cls, pack: Pack, routine: Routine, instances: Iterable[StepInstance]) -> Ahead:
        """Look through the steps of a session."""
        found = tuple(instances)
        return cls(pack, routine, found, tuple(_earlier(found)), dict(_positions(pack, routine, found)))

    def settle(self, number: int) -> int:
        """Samples to get in place for one instance, before fitting lets them grow."""
        instance, before = self.instances[number], self.before(number)
        if instance.step.rest:
            return 0
        settle = to_samples(self.routine.settle)
        if instance.step.dose and is_handling(instance.step):
            return min(settle, TO_WAIT)
        if self._new_things(before, instance):
            return max(settle, REACH)
        changes = side_changes(before, instance) or self._holds_other_things(before, instance)
        return max(settle, CHANGE) if changes or number in self._new_position else settle

    def before(self, number: int) -> StepInstance | None:
        """The instance before one of them, rests left out."""
        return self._before[number]

    def words(self, number: int) -> Parts:
        """The words before one instance: its position, its new things, and their place."""
        instance, before = self.instances[number], self.before(number)
        if instance.step.rest or instance.step.quiet:
            return ()
        known = instance.again or instance.heard
        new = self._new_things(before, instance) if before else ()
        things = self.pack.join([thing for thing in new if not (known and self._named(thing, instance))])
        position = self._new_position.get(number)
        place = words_of(instance.step.place, self.pack) if instance.step.place and not known else ()
        if position:
            needs = (self.pack.phrase("needs", things=things),) if things else ()
            return (self.pack.phrase("next", text=position), *needs, *place)
        needs = (self.pack.phrase("next-needs", things=things),) if things else ()
        return (*needs, *place)

    def in_rest(self, number: int) -> tuple[Coming, ...]:
        """The words on the step behind a rest: wordings, the best first."""
        rest, following = self.instances[number], number + 1
        if rest.step.quiet or following >= len(self.instances) or self.instances[following].step.quiet:
            return ()
        words = self.words(following)
        if words:
            return tuple(Coming(words[:end]) for end in range(len(words), 0, -1))
        instance = self.instances[following]
        step = instance.step
        name = step.short or step.text
        if step.rest or instance.heard or instance.again or (not step.short and len(name.split()) > SHORT_NAME):
            return ()
        if instance.phase != rest.phase and self.routine.phases[instance.phase].heading:  # its heading follows
            return ()
        return (Coming((self.pack.phrase("next", text=name.rstrip(".")),), early=True),)

    def _holds_other_things(self, before: StepInstance | None, instance: StepInstance) -> bool:
        if before is not None and before.step.needs == instance.step.needs:
            return False
        return self._held(before) != self._held(instance)

    def _held(self, instance: StepInstance | None) -> set[str]:
        return set(map(self.pack.bare_thing, instance.step.needs)) if instance else set()

    def _named(self, thing: str, instance: StepInstance) -> bool:
        """True if the words that a known step is said with name the thing."""
        words = self.pack.bare_thing(instance.step.short or instance.step.text)
        return re.search(rf"\b{re.escape(self.pack.bare_thing(thing))}\b", words) is not None

    def _new_things(self, before: StepInstance | None, instance: StepInstance) -> Parts:
        if not instance.step.needs:
            return ()
        held = self._held(before)
        return tuple(thing for thing in instance.step.needs if self.pack.bare_thing(thing) not in held)


def side_changes(before: StepInstance | None, instance: StepInstance) -> bool:
    """True if the side changes, or the half of a phase."""
    if before is None or instance.side is None:
        return instance.side is not None
    if before.step.alternating and not instance.step.alternating:  # sides in turn end on neither
        return True
    return instance.side != before.side or (instance.half != before.half and instance.phase == before.phase)


def side_sentence(instance: StepInstance, pack: Pack) -> str:
    """The side as a sentence: `Left foot.`"""
    return sentence(pack.side(instance.noun or "", instance.side or ""))


def _earlier(instances: Iterable[StepInstance]) -> Iterator[StepInstance | None]:
    """For each instance, the one before it, rests left out."""
    before: StepInstance | None = None
    for instance in instances:
        yield before
        before = before if instance.step.rest else instance


def _positions(pack: Pack, routine: Routine, instances: tuple[StepInstance, ...]) -> Iterator[tuple[int, str]]:
    """The places at which the words of the steps change the position of the body, each with the new one."""
    now = _last(pack, routine.introduction)
    phase = -1
    for number, instance in enumerate(instances):
        if instance.phase != phase:
            phase = instance.phase
            now = _of_phase(pack, routine.phases[phase]) or now
        new = None if instance.step.rest else position_in(pack, instance.step.spoken)
        if new and now and new != now:
            yield number, new
        now = new or now


def _of_phase(pack: Pack, phase: Phase) -> str | None:
    return _last(pack, phase.paragraphs)


def _last(pack: Pack, lines: Iterable[Line]) -> str | None:
    found = [position_in(pack, line.text) for line in lines]
    return next((position for position in reversed(found) if position), None)
