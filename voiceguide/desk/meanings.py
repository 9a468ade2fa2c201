"""The meaning of each line, as a person would say it: `45 seconds, each foot`. In the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, assert_never

from voiceguide.desk.words import Words
from voiceguide.language import Pack
from voiceguide.routine import (
    BreathPattern,
    Breaths,
    Coaching,
    Count,
    Dose,
    Hold,
    Intervals,
    Phase,
    Routine,
    Series,
    Sets,
    Step,
    Wait,
)
from voiceguide.serve.messages import written

LONGEST_TITLE = 60
CYCLE = {"in": "breathe-in", "hold": "breathe-hold", "out": "breathe-out"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A line and its meaning."""

    line: int
    kind: str
    """`step`, `rest`, `phase`, `cue`, `safety` or `say`."""
    text: str


def meanings(routine: Routine, words: Words) -> list[Meaning]:
    """The meaning of each line that has one, in the order of the lines. Two steps on one line share theirs."""
    say = _Sayer(words)
    found = [Meaning(line.line, "say", words["meaning.introduction"]) for line in routine.introduction]
    found += [Meaning(line.line, "safety", words["meaning.safety"]) for line in routine.safety]
    found += [Meaning(line.line, "say", words["meaning.closing"]) for line in routine.closing]
    for phase in routine.phases:
        found += say.phase(phase)
    joined: dict[int, Meaning] = {}
    for one in sorted(found, key=lambda meaning: meaning.line):
        before = joined.get(one.line)
        text = one.text if before is None or before.text == one.text else f"{before.text}; {one.text}"
        joined[one.line] = Meaning(one.line, before.kind if before else one.kind, text)
    return list(joined.values())


class _Sayer:
    """Says meanings in one language."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._pack: Pack = words.pack

    def phase(self, phase: Phase) -> Iterator[Meaning]:
        words = self._words
        if phase.heading:
            yield Meaning(phase.line, "phase", ", ".join(self._heading(phase)))
        yield from (Meaning(line.line, "say", words["meaning.paragraph"]) for line in phase.paragraphs)
        yield from (Meaning(line.line, "safety", words["meaning.safety"]) for line in phase.safety)
        for step in phase.steps:
            yield Meaning(step.line, "rest" if step.rest else "step", ", ".join(self._step(step)))
            yield from (Meaning(line.line, "say", words["meaning.detail"]) for line in step.details)
            yield from (Meaning(line.line, "safety", words["meaning.safety"]) for line in step.safety)
            yield from (Meaning(cue.line, "cue", self._cue(cue)) for cue in step.coaching)
            if step.picture:
                yield Meaning(step.picture.line, "say", words["meaning.picture"])

    def _heading(self, phase: Phase) -> Iterator[str]:
        words, rounds = self._words, phase.rounds
        yield words["meaning.phase"].format(title=phase.title[:LONGEST_TITLE])
        if (rounds.least, rounds.most) != (1, 1):
            yield self._range(rounds.least, rounds.most, lambda number: self._many("rounds", number))
        if rounds.rest:
            yield self._rest(rounds.rest)
        if phase.sides:
            yield self._each(phase.sides)
        if not phase.steps:
            yield words["meaning.empty"]

    def _step(self, step: Step) -> Iterator[str]:
        words = self._words
        if step.quiet:
            yield words["meaning.quiet"]
        elif step.rest:
            yield str(self._pack.data["speech"]["rest"])
        yield self._dose(step.dose) if step.dose else words["meaning.moment"]
        if step.strokes:
            yield words["meaning.strokes"].format(number=step.strokes)
        if step.sides:
            yield self._each(step.sides)
            if step.first == "right":
                yield words["meaning.right_first"]
        if step.alternating:
            sides = {"first": self._phrase("left"), "second": self._phrase("right")}
            yield self._phrase("in-turn", **sides)
        if step.both_ways:
            yield words["meaning.ways"]
        if step.second_dose:
            yield words["meaning.then"].format(dose=self._dose(step.second_dose))
        if step.optional:
            yield words["meaning.optional"]
        yield from (words["meaning.needs"].format(thing=thing) for thing in step.needs)

    def _dose(self, dose: Dose) -> str:
        match dose:
            case Hold():
                exact = dose.least == dose.most == dose.natural and dose.written[0] == dose.written[1]
                text = self._range(*dose.written, self._time)
                return self._words["meaning.exactly"].format(time=text) if exact else text
            case Count():
                text = self._range(*dose.written, lambda number: self._many("count", number))
                return f"{text}, {self._phrase('pace', duration=self._time(dose.pace))}" if dose.pace_written else text
            case Breaths():
                return self._range(*dose.written, lambda number: self._many("breaths", number))
            case BreathPattern():
                kinds = [str(self._pack.data["speech"][CYCLE[part.kind]]).rstrip(".") for part in dose.phases]
                parts = [f"{kind} {self._number(part.seconds)}" for kind, part in zip(kinds, dose.phases, strict=True)]
                return f"{self._many('cycles', dose.natural)}: {', '.join(parts)}"
            case Wait():
                text = self._phrase("wait-limit" if dose.limit else "wait", duration=self._time(dose.seconds))
                ready = self._words["meaning.ready"].format(time=text)
                return f"{self._many('count', dose.count)}, {ready}" if dose.count else ready
            case Sets():
                return f"{self._sets(dose)}, {self._rest(dose.rest)}"
            case Series():
                return f"{', '.join(self._dose(one) for one in dose.of)}, {self._rest(dose.rest)}"
            case Intervals():
                rest = self._pack.data["speech"]["rest"]
                parts = [f"{self._time(part.hold.natural)} {part.text or rest * part.rest}" for part in dose.parts]
                return f"{self._many('rounds', dose.rounds.natural)}: {', '.join(part.strip() for part in parts)}"
            case _:
                assert_never(dose)

    def _sets(self, dose: Sets) -> str:
        if isinstance(dose.of, Hold):
            return self._phrase("sets-hold", times=dose.times, duration=self._range(*dose.of.written, self._time))
        if isinstance(dose.of, Count):
            number = self._range(*dose.of.written, str)
            return self._phrase("sets-count", times=dose.times, number=number)
        return f"{dose.times} × {self._dose(dose.of)}"

    def _rest(self, rest: Hold) -> str:
        return self._phrase("interval-rest", duration=self._time(rest.natural))

    def _cue(self, cue: Coaching) -> str:
        return self._words[f"meaning.cue_{cue.when.replace('-', '_')}"].format(time=self._time(cue.seconds))

    def _range(self, least: float, most: float, say: Callable[[Any], str]) -> str:
        """`30 seconds`, `30 to 90 seconds`: the first number without its unit where both have the same."""
        first, last = say(least), say(most)
        if first == last:
            return first
        units = [text.split()[1][:3] if len(text.split()) == 2 else text for text in (first, last)]
        if units[0] == units[1] and last[:1].isdigit():
            first = first.split()[0] if first[:1].isdigit() else self._number(least)
        return self._words["meaning.range"].format(least=first, most=last)

    def _number(self, number: float) -> str:
        return written(f"{number:g}", self._pack.code)

    def _time(self, seconds: float) -> str:
        return self._pack.duration(seconds)

    def _many(self, key: str, number: int) -> str:
        return self._phrase(key, number=number)

    def _each(self, noun: str) -> str:
        noun_words = self._pack.data["nouns"].get(noun) or self._pack.data["nouns"]["side"]
        return str(noun_words["each"])

    def _phrase(self, key: str, **slots: object) -> str:
        return self._pack.phrase(key, **slots)
