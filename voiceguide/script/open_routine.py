"""A routine that is being put together: its phases, its introduction, its safety lines and facts."""

from __future__ import annotations

import dataclasses

from voiceguide.language import Pack
from voiceguide.routine import Line, Routine
from voiceguide.script.exercises import gathered
from voiceguide.script.front import Settings
from voiceguide.script.lines import Reader
from voiceguide.script.pairs import paired
from voiceguide.script.phases import OpenPhase, order_of
from voiceguide.script.rounds import between_rounds, conditioned, rest_between, set_rounds, with_dose
from voiceguide.script.session_bound import check_bound
from voiceguide.script.source import Remark
from voiceguide.script.steps import steps_of


class OpenRoutine:
    """A routine to which phases, lines and facts are added. The last phase is open until `end_phase`."""

    def __init__(self, reader: Reader, settings: Settings, pack: Pack, name: str) -> None:
        self.reader = reader
        self.source = reader.source
        self.settings = settings
        self.pack = pack
        self.name = name
        self.title: str | None = settings.title
        self.phases: list[OpenPhase] = []
        self.introduction: list[Line] = []
        self.safety: list[Line] = []
        self.facts: list[Line] = []

    def phase(self, line: int) -> OpenPhase:
        """The open phase. Before the first heading, a phase without a title begins at this line."""
        if not self.phases:
            self.begin_untitled(line)
        return self.phases[-1]

    def begin_untitled(self, line: int) -> None:
        """Begin a phase without a title."""
        self.phases.append(OpenPhase(line, "", heading=False))

    def guards(self) -> list[Line]:
        """The safety lines of the phase. Before the first `##` they belong to the whole routine."""
        return self.phases[-1].safety if any(phase.heading for phase in self.phases) else self.safety

    def say(self, line: Line) -> None:
        """Add spoken words: to the introduction, or to the open phase, before or after its steps so far."""
        if not self.phases:
            self.introduction.append(line)
        elif self.phases[-1].lines or self.phases[-1].done:
            self.phases[-1].late.append(line)
        else:
            self.phases[-1].paragraphs.append(line)

    def settle_late(self) -> None:
        """Note the paragraphs between steps. They are spoken before the steps."""
        phase = self.phases[-1]
        self._say_before_steps(phase)
        phase.late.clear()

    def _say_before_steps(self, phase: OpenPhase) -> None:
        for line in phase.late:
            self.source.add(Remark("note", "spoken at the beginning of its phase, before the steps"), line.line)
        phase.paragraphs.extend(phase.late)

    def end_phase(self) -> None:
        """Make the steps of the phase that ends."""
        if not self.phases:
            return
        phase = self.phases[-1]
        lines, phase.lines = phase.lines, []
        if phase.dose:
            lines = with_dose(self.reader, phase, phase.dose, lines, self.facts)
            phase.dose = None
        phase.done = phase.done or bool(lines)
        exercises = gathered(self.reader, lines, phase.title if phase.heading else "")
        if exercises and phase.conditions.rounds and (rest := between_rounds(self.reader, exercises[-1])):
            phase.conditions.rounds = dataclasses.replace(phase.conditions.rounds, rest=rest)
            exercises.pop()
        for exercise in exercises:
            line = exercise.lines[0]
            if line.role == "circuit":
                set_rounds(self.reader, phase, line)
                continue
            if line.role == "fact":
                self.facts.append(Line(line.line, line.text))
            for each in exercise.lines if line.role != "fact" else ():
                self.facts += [Line(each.line, fact) for fact in each.words.facts]
            phase.steps.extend(conditioned(self.reader, phase, step) for step in steps_of(self.reader, exercise))
        phase.steps = paired(phase.steps, self.pack)

    def closed(self, text: str) -> Routine:
        """The finished routine of a script's text. The findings tell if it can be used."""
        for phase in self.phases[:-1]:
            self._say_before_steps(phase)
        closing = self.phases[-1].late if self.phases else []
        for phase in self.phases[-1:]:
            rest_between(phase, self.pack.phrase("rest"))
        if not any(phase.steps for phase in self.phases):
            example = self.pack.data["examples"]["for"]
            self.source.error("there is no step in the script", 1, f"a step is an item of a list: `- … {example}`")
        title = self.title or self.name
        for phase in self.phases:
            phase.title = phase.title if phase.heading else title
        after = order_of(self.source, self.phases)
        settings = self.settings
        routine = Routine(
            name=self.name,
            title=title,
            phases=tuple(phase.closed(order) for phase, order in zip(self.phases, after, strict=True)),
            language=settings.language,
            voice=settings.voice,
            rate=settings.rate,
            settle=settings.settle,
            author=settings.author,
            description=settings.description,
            pronounce=settings.pronounce,
            introduction=tuple(self.introduction),
            safety=tuple(self.safety),
            closing=tuple(closing),
            facts=tuple(self.facts),
            frequency=settings.frequency,
            silent_title=settings.silent_title,
            silent_closing=settings.silent_closing,
            preferences=settings.preferences,
            source=text,
        )
        check_bound(self.source, routine)
        return routine
