"""The order of a session: all words and steps, without their times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.choices import Choices, needed
from voiceguide.fit.doses import Part, parts_of
from voiceguide.fit.numbers import Fitted
from voiceguide.fit.speech import PAUSE, Speech
from voiceguide.fit.step_instance import Shape, StepInstance
from voiceguide.fit.wording import (
    Parts,
    client_words,
    instruction,
    note_words,
    own_numbers,
    part_words,
    sentence,
    words_of,
)
from voiceguide.language import Pack
from voiceguide.language.sentences import sentences
from voiceguide.plan import CueKind
from voiceguide.routine import Line, Phase, Routine
from voiceguide.units import to_samples

AROUND = to_samples(0.15)
"""Before and after the words between two parts of a dose."""
CHANGE = to_samples(6)
"""The least time to get in place where the side or the tool changes."""


@dataclass(frozen=True, slots=True)
class Say:
    """A cue between the steps."""

    kind: CueKind
    parts: Parts
    line: int | None = None
    phase: int | None = None
    """Index of the phase whose chapter it belongs to."""


@dataclass(frozen=True, slots=True)
class Settle:
    """Quiet time to get in place, before the first step."""

    length: int


@dataclass(frozen=True, slots=True)
class Do:
    """A step instance, with the properties that its place in the session decides."""

    instance: StepInstance
    settle: int
    """Samples to get in place, before fitting lets it grow; 0 for a rest."""
    coming: tuple[Parts, ...] = ()
    """The name of the next step, spoken in the last seconds of a rest: wordings, the best first."""
    last: bool = False
    """True if the last bell of the session ends it."""


Item = Say | Settle | Do


@dataclass(frozen=True)
class Outliner:
    """Writes the outline of a shape, and knows the words and the length of each step instance."""

    speech: Speech
    pack: Pack
    choices: Choices
    notices: Parts = ()

    def items(self, shape: Shape) -> list[Item]:
        """The whole session in order. The words for the session's length, which end its title, are not in it."""
        routine = shape.routine
        body = [item for index in range(len(routine.phases)) for item in self._phase(shape, index)]
        opening: list[Item] = list(self._opening(shape))
        if opening:
            opening.append(Settle(to_samples(routine.settle)))
        return [*opening, *self._linked(body, routine), *self._closing(routine)]

    def _closing(self, routine: Routine) -> Iterator[Say]:
        if self.choices.talk == "bells":
            return
        yield from (self._line("outro", line) for line in routine.closing)
        if not routine.closing and not routine.silent_closing:
            yield Say("outro", (self.pack.phrase("closing"),))
        if routine.frequency:
            yield Say("outro", sentences(self.pack, sentence(routine.frequency[:1].upper() + routine.frequency[1:])))

    def _opening(self, shape: Shape) -> Iterator[Say]:
        routine = shape.routine
        if self.choices.talk != "bells":
            if not routine.silent_title:
                yield Say("title", (sentence(routine.title),))
            if self.choices.client:
                yield Say("title", (client_words(self.choices.client, self.pack),))
            if self.choices.note:
                yield Say("intro", note_words(self.choices.note, self.pack))
            for notice in self.notices:
                yield Say("intro", (notice,))
            steps = (step for phase in routine.phases for step in phase.steps)
            things = needed(steps, self.pack)
            if things:
                yield Say("reach", (self.pack.phrase("reach", things=self.pack.join(things)),))
        if self.choices.talk == "full":
            for line in routine.introduction:
                yield self._line("intro", line)
        for line in routine.safety:
            yield self._line("safety", line)

    def _phase(self, shape: Shape, index: int) -> Iterator[Say | Do]:
        phase = shape.routine.phases[index]
        sides = self.choices.sides
        yield from self._heading(phase, index)
        last: StepInstance | None = None
        for instance in shape.instances(index, sides, self.pack.phrase("rest")):
            if last and instance.round > last.round and self.choices.talk == "full":
                text = self.pack.phrase("round", number=instance.round, total=shape.rounds[index])
                yield Say("phase", (text,), phase.line, index)
            halves = last and phase.sides and instance.half and instance.half != last.half
            if halves and self.choices.talk != "bells":
                yield Say("switch", (self.pack.phrase("switch"),), phase.line, index)
            yield Do(instance, 0)
            last = instance

    def _heading(self, phase: Phase, index: int) -> Iterator[Say]:
        said: list[tuple[int, Say]] = []
        if self.choices.talk == "full":
            if phase.heading:
                said.append((phase.line, Say("phase", (sentence(phase.title),), phase.line, index)))
            said += [
                (line.line, Say("phase", words_of(line, self.pack), line.line, index)) for line in phase.paragraphs
            ]
        said += [(line.line, Say("safety", words_of(line, self.pack), line.line, index)) for line in phase.safety]
        yield from (say for _, say in sorted(said, key=lambda pair: pair[0]))

    def _line(self, kind: CueKind, line: Line, phase: int | None = None) -> Say:
        return Say(kind, words_of(line, self.pack), line.line, phase)

    def _linked(self, body: list[Say | Do], routine: Routine) -> Iterator[Item]:
        """Give each step its time to get in place, and name the things that the next one needs."""
        instances = [item.instance for item in body if isinstance(item, Do)]
        following = dict(zip(map(id, instances), instances[1:], strict=False))
        belled = [instance for instance in instances if instance.dose and not instance.step.rest]
        before: StepInstance | None = None
        for item in body:
            if isinstance(item, Say):
                yield item
                continue
            instance, after = item.instance, following.get(id(item.instance))
            if (
                self.choices.talk == "bells"
                and not instance.step.rest
                and instance.noun
                and _side_changes(before, instance)
            ):
                yield Say("switch", (self._side(instance),), instance.step.line, instance.phase)
            here = before if instance.step.rest else instance
            last = bool(belled) and instance is belled[-1]
            yield Do(instance, self._settle(routine, before, instance), self._coming(here, instance, after), last)
            new = self._new_things(here, after) if after else ()
            if new and after and not instance.step.rest and self.choices.talk != "bells":
                yield Say("next", (self.pack.phrase("next-needs", things=self.pack.join(new)),), after.step.line)
            before = here

    def _new_things(self, before: StepInstance | None, instance: StepInstance) -> Parts:
        held = {self.pack.bare_thing(thing) for thing in before.step.needs} if before else set()
        return tuple(thing for thing in instance.step.needs if self.pack.bare_thing(thing) not in held)

    def _settle(self, routine: Routine, before: StepInstance | None, instance: StepInstance) -> int:
        if instance.step.rest:
            return 0
        settle = to_samples(routine.settle)
        held = set(map(self.pack.bare_thing, before.step.needs)) if before else set()
        changes = _side_changes(before, instance) or held != set(map(self.pack.bare_thing, instance.step.needs))
        return max(settle, CHANGE) if changes else settle

    def _coming(
        self, before: StepInstance | None, instance: StepInstance, after: StepInstance | None
    ) -> tuple[Parts, ...]:
        if not instance.step.rest or instance.step.quiet or after is None or self.choices.talk == "bells":
            return ()
        if after.step.quiet:
            return ()
        wordings: list[Parts] = [(self.pack.phrase("next", text=after.step.text.rstrip(".")),)]
        if after.noun and _side_changes(before, after):
            side = self.pack.phrase("next", text=self.pack.side(after.noun, after.side or ""))
            wordings = [(side, sentence(after.step.text)), (side,)]
        new = self.pack.join(self._new_things(before, after))
        if new:
            needs = self.pack.phrase("needs", things=new)
            return (*((*words, needs) for words in wordings), (self.pack.phrase("next-needs", things=new),))
        return tuple(wordings)

    def _side(self, instance: StepInstance) -> str:
        return sentence(self.pack.side(instance.noun or "", instance.side or ""))

    def lead_in(self, instance: StepInstance, fitted: Fitted) -> list[Say]:
        """All that is said before the first part of a step."""
        step, talk = instance.step, self.choices.talk
        details = [self._line("detail", line) for line in step.details] if instance.first and talk == "full" else []
        words = instruction(instance, fitted, self.pack) if talk != "bells" else ()
        says = [Say("instruction", words, step.line)] if words else []
        says = [*details, *says] if step.details_first else [*says, *details]
        return says + ([self._line("safety", line) for line in step.safety] if instance.first else [])

    def parts(self, instance: StepInstance, fitted: Fitted) -> tuple[Part, ...]:
        """The timed parts of a step on its side."""
        return parts_of(instance.dose, own_numbers(instance, fitted))

    def part_words(self, instance: StepInstance, number: int, part: Part) -> Parts:
        """The words just before one part."""
        return () if self.choices.talk == "bells" else part_words(instance, number, part, self.pack)

    def pause(self, instance: StepInstance, number: int, part: Part) -> int:
        """Samples of quiet before one part, with the words in it."""
        words = self.part_words(instance, number, part)
        return max(part.pause, self.speech.of(words) + 2 * AROUND if words else 0)

    def length(self, instance: StepInstance, fitted: Fitted) -> int:
        """Samples of one step from its first word to the end of its last bell, settle time left out."""
        says = self.lead_in(instance, fitted)
        talk = sum(self.speech.of(say.parts) for say in says) + PAUSE * max(0, len(says) - 1)
        parts = self.parts(instance, fitted)
        if not parts:
            return talk
        timed = sum(part.length + self.pause(instance, number, part) for number, part in enumerate(parts))
        return talk + timed + (0 if instance.step.rest else LENGTHS["end-bell"])


def _side_changes(before: StepInstance | None, instance: StepInstance) -> bool:
    """True if the side changes, or the half of a phase."""
    if before is None or instance.side is None:
        return instance.side is not None
    if before.step.alternating and not instance.step.alternating:  # sides in turn end on neither
        return True
    return instance.side != before.side or (instance.half != before.half and instance.phase == before.phase)
