"""The order of a session: all words and steps, without their times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.ahead import Ahead, Coming, side_changes, side_sentence
from voiceguide.fit.choices import Choices, needed
from voiceguide.fit.dose_words import Parts, sentence
from voiceguide.fit.doses import Part, parts_of
from voiceguide.fit.numbers import Fitted
from voiceguide.fit.recall import begins_half, instances_of
from voiceguide.fit.speech import PAUSE, Speech
from voiceguide.fit.step_instance import Shape, StepInstance
from voiceguide.fit.wording import client_words, instruction, name_words, note_words, own_numbers, part_words, words_of
from voiceguide.language import Pack
from voiceguide.language.sentences import sentences
from voiceguide.plan import CueKind
from voiceguide.routine import Line, Phase, Routine
from voiceguide.units import to_samples

AROUND = to_samples(0.15)
"""Before and after the words between two parts of a dose."""


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
    coming: tuple[Coming, ...] = ()
    """The words on the next step, spoken in a rest: wordings, the best first."""
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
            if self.choices.talk == "daily" and routine.safety:
                yield Say("safety", sentences(self.pack, self.pack.phrase("safety-daily")))
            if reach := self._reach(routine):
                yield Say("reach", reach)
        if self.choices.talk == "daily":
            return
        if self.choices.talk == "full":
            for line in routine.introduction:
                yield self._line("intro", line)
        for line in routine.safety:
            yield self._line("safety", line)

    def _reach(self, routine: Routine) -> Parts:
        """The things that the kept steps need, and their places."""
        steps = [step for phase in routine.phases for step in phase.steps]
        things = needed(steps, self.pack)
        if not things:
            return ()
        places = [words for step in steps if step.place and step.needs for words in words_of(step.place, self.pack)]
        return (self.pack.phrase("reach", things=self.pack.join(things)), *dict.fromkeys(places))

    def _phase(self, shape: Shape, index: int) -> Iterator[Say | StepInstance]:
        phase = shape.routine.phases[index]
        sides = self.choices.sides
        yield from self._heading(phase, index)
        last: StepInstance | None = None
        for instance in instances_of(shape, index, sides, self.pack.phrase("rest")):
            if last and instance.round > last.round and self.choices.talk in ("full", "daily"):
                text = self.pack.phrase("round", number=instance.round, total=shape.rounds[index])
                yield Say("phase", (text,), phase.line, index)
            if phase.sides and begins_half(last, instance) and self.choices.talk != "bells":
                side = self.pack.side(phase.sides, instance.half or "")
                words = self.pack.phrase("same-again", side=side) if instance.heard else sentence(side)
                yield Say("switch", (words,), phase.line, index)
            yield instance
            last = instance

    def _heading(self, phase: Phase, index: int) -> Iterator[Say]:
        said: list[tuple[int, Say]] = []
        if self.choices.talk in ("full", "daily"):
            if phase.heading:
                said.append((phase.line, Say("phase", (sentence(phase.title),), phase.line, index)))
            said += [
                (line.line, Say("phase", words_of(line, self.pack), line.line, index)) for line in phase.paragraphs
            ]
        said += [(line.line, Say("safety", words_of(line, self.pack), line.line, index)) for line in phase.safety]
        yield from (say for _, say in sorted(said, key=lambda pair: pair[0]))

    def _line(self, kind: CueKind, line: Line, phase: int | None = None) -> Say:
        return Say(kind, words_of(line, self.pack), line.line, phase)

    def _linked(self, body: list[Say | StepInstance], routine: Routine) -> Iterator[Item]:
        """Give each step its time to get in place, and name before it the things that it needs."""
        ahead = Ahead.of(self.pack, routine, (item for item in body if isinstance(item, StepInstance)))
        belled = [instance for instance in ahead.instances if instance.dose and not instance.step.rest]
        number = 0
        for item in body:
            if isinstance(item, Say):
                yield item
                continue
            yield from self._before(ahead, number)
            rest = item.step.rest and self.choices.talk != "bells"
            coming = ahead.in_rest(number) if rest else ()
            last = bool(belled) and item is belled[-1]
            yield Do(item, ahead.settle(number), coming, last)
            number += 1
            yield from self._after(ahead, number)

    def _before(self, ahead: Ahead, number: int) -> Iterator[Say]:
        """The side of a step where only bells are heard, and the words before the first step."""
        instance = ahead.instances[number]
        line = instance.step.line
        if self.choices.talk == "bells":
            changes = side_changes(ahead.before(number), instance)
            if changes and instance.noun and not instance.step.rest:
                yield Say("switch", (side_sentence(instance, self.pack),), line, instance.phase)
        elif number == 0 and (words := ahead.words(number)):
            yield Say("next", words, line)

    def _after(self, ahead: Ahead, number: int) -> Iterator[Say]:
        """The words on the step of this number, behind the one before it. A rest says them itself."""
        if self.choices.talk == "bells" or number >= len(ahead.instances) or ahead.instances[number - 1].step.rest:
            return
        if words := ahead.words(number):
            yield Say("next", words, ahead.instances[number].step.line)

    def lead_in(self, instance: StepInstance, fitted: Fitted) -> list[Say]:
        """All that is said before the first part of a step."""
        step, talk = instance.step, self.choices.talk
        known = instance.heard or instance.again or talk not in ("full", "daily")
        details = [] if known else [self._line("detail", line) for line in step.details]
        words = self._words(instance, fitted)
        says = [Say("instruction", words, step.line)] if words else []
        says = [*details, *says] if step.details_first else [*says, *details]
        return says + ([self._line("safety", line) for line in step.safety] if instance.first else [])

    def _words(self, instance: StepInstance, fitted: Fitted) -> Parts:
        """The instruction; with bells only, the name of the step, once."""
        if self.choices.talk != "bells":
            return instruction(instance, fitted, self.pack, live=self.choices.live)
        if instance.step.rest or instance.again:
            return ()
        return name_words(replace(instance, noun=None), self.pack)

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
