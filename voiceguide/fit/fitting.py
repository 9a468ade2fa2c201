"""The decision: which shape and which numbers make a session of the length that was asked for."""

from __future__ import annotations

import math
from typing import Literal

from voiceguide.errors import FitError
from voiceguide.fit.changes import changes_of
from voiceguide.fit.choices import Choices, choose
from voiceguide.fit.ladder import Ladder, Setting
from voiceguide.fit.layout import lay_out
from voiceguide.fit.outline import Outliner
from voiceguide.fit.shapes import FEW, first_that, shapes_of
from voiceguide.fit.speech import SENTENCE, Speech, SpeechLength
from voiceguide.fit.wording import next_rounding, rounded_length
from voiceguide.language import load
from voiceguide.plan import Change, Plan, ceil_milliseconds, floor_milliseconds, to_samples, to_seconds
from voiceguide.routine import Routine

Length = float | Literal["shortest", "longest"] | None
"""Seconds, or one of the ends, or None for the natural length."""


def fit(routine: Routine, length: Length, speech_length: SpeechLength, choices: Choices | None = None) -> Plan:
    """Decide a session of exactly this length. Raises FitError where it cannot be reached or nothing is left."""
    return Fitting(routine, speech_length, choices or Choices()).plan(length)


class Fitting:
    """One routine with its listener's choices, being fitted."""

    def __init__(self, routine: Routine, speech_length: SpeechLength, choices: Choices) -> None:
        self.pack = load(routine.language)
        self.choices = choices
        self.chosen = choose(routine, choices, self.pack)
        self.speech = Speech(speech_length)
        self.outliner = Outliner(self.speech, self.pack, choices, self.chosen.notices)
        self.shapes = shapes_of(self.chosen.routine)
        self._ladders: dict[int, Ladder] = {}

    def ladder(self, index: int) -> Ladder:
        """The ladder of a shape, built once."""
        if index not in self._ladders:
            self._ladders[index] = Ladder(self.shapes[index], self.outliner)
        return self._ladders[index]

    def title_words(self, length: int) -> tuple[str, ...]:
        """The words for the session's length, which end its title."""
        if self.choices.talk == "bells":
            return ()
        return (self.pack.phrase("title-length", duration=self.pack.duration(rounded_length(length))),)

    def title_time(self, length: int) -> int:
        """Samples that these words add, the join before them included."""
        words = self.title_words(length)
        return self.speech.of(words) + SENTENCE if words else 0

    def least_total(self, base: int) -> int:
        """The least session, in samples, that holds `base` and the words for its own length."""
        total = base
        while (needed := base + self.title_time(total)) > total:
            total = min(needed, next_rounding(total))
        return total

    def most_total(self, top: int) -> int:
        """The greatest session, in samples, that `top` and the words for its own length can fill."""
        best, start, misses = top, top, 0
        while misses < 2:
            end = next_rounding(start)
            total = min(end - 1, top + self.title_time(start))
            best, misses = (total, 0) if total >= start else (best, misses + 1)
            start = end
        return best

    @property
    def shortest(self) -> int:
        """Samples of the shortest session there is."""
        return self.least_total(min(self.ladder(index).shortest for index in self.shapes.ends()))

    @property
    def longest(self) -> int:
        """Samples of the longest session there is."""
        return self.most_total(max(self.ladder(index).longest for index in self.shapes.ends()))

    def plan(self, length: Length) -> Plan:
        """The session of this length."""
        shortest, longest = self.shortest, self.longest
        if length is None:
            index = self.shapes.natural
            ladder = self.ladder(index)
            total = self.least_total(ladder.written)
            setting = Setting(ladder.as_written, total - self.title_time(total) - ladder.written, 0)
        else:
            total = {"shortest": shortest, "longest": longest}.get(str(length)) or to_samples(float(length))
            if not shortest <= total <= longest:
                raise self._unreachable(total, shortest, longest)
            index, setting = self._search(total, shortest, longest)
        requested = None if length is None else to_seconds(total) if isinstance(length, str) else float(length)
        return self._finish(index, setting, total, requested, (shortest, longest))

    def _finish(
        self, index: int, setting: Setting, total: int, requested: float | None, ends_: tuple[int, int]
    ) -> Plan:
        ladder = self.ladder(index)
        laid = lay_out(ladder, setting, self.title_words(total), total)
        why = f"to fit {load('en').duration(rounded_seconds(total))}" if requested is not None else "as written"
        fitting = changes_of(self.ladder(self.shapes.natural).shape, ladder, setting, why)
        changes: list[Change] = [*self.chosen.changes, *fitting, *laid.changes]
        routine = self.chosen.routine
        return Plan(
            routine=routine.name,
            title=routine.title,
            language=routine.language,
            requested=requested,
            length=total,
            shortest=ends_[0],
            longest=ends_[1],
            chapters=laid.chapters,
            steps=tuple(laid.steps),
            cues=tuple(laid.cues),
            changes=tuple(changes),
        )

    def _search(self, total: int, shortest: int, longest: int) -> tuple[int, Setting]:
        """The shape that gives least, and its numbers."""
        length = total - self.title_time(total)
        best, natural = self._best(length), self.shapes.natural
        tried = sorted(range(len(self.shapes)), key=lambda index: (abs(index - best), abs(index - natural)))
        tried = tried if len(tried) <= FEW else tried[:3]
        for index in tried:
            setting = self.ladder(index).climb(length)
            if setting is not None:
                return index, setting
        around = [self.ladder(index).around(length) for index in tried]
        below = max((b for b, _ in around if b is not None), default=None)
        above = min((a for _, a in around if a is not None), default=None)
        raise self._unreachable(
            total,
            shortest,
            longest,
            self.most_total(below) if below is not None else None,
            self.least_total(above) if above is not None else None,
        )

    def _best(self, length: int) -> int:
        """Index of the shape that fitting would choose: the natural one while holds and rests can give, else the
        largest that can be short enough; and to be longer, the largest whose written length fits."""
        natural = self.shapes.natural
        if self.ladder(natural).written <= length:
            over = first_that(range(natural + 1, len(self.shapes)), lambda index: self.ladder(index).written > length)
            return (len(self.shapes) if over is None else over) - 1
        index = first_that(range(natural, -1, -1), lambda index: self.ladder(index).shortest <= length)
        return 0 if index is None else index

    def _unreachable(
        self, total: int, shortest: int, longest: int, below: int | None = None, above: int | None = None
    ) -> FitError:
        name = self.chosen.routine.name
        low, high = ceil_milliseconds(shortest), floor_milliseconds(longest)
        message = (
            f"{name} cannot be {spoken_seconds(to_seconds(total))} long: "
            f"its shortest is {spoken_seconds(low)}, its longest {spoken_seconds(high)}"
        )
        near = []
        if below is not None:
            near.append(f"--length {floor_milliseconds(below):g}")
        if above is not None:
            near.append(f"--length {ceil_milliseconds(above):g}")
        hint = f"--length {low:.3f} or --length {high:.3f} (or 'shortest', 'longest')"
        if near:
            hint = "the nearest that can be reached: " + " or ".join(near)
        return FitError(message, hint)


def rounded_seconds(samples: int) -> float:
    """Seconds for a message: whole ones where they are."""
    return float(math.floor(to_seconds(samples) + 0.5))


def spoken_seconds(seconds: float) -> str:
    """A length for a message: `9:35.214 (575.214 s)`."""
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes}:{rest / 1000:06.3f} ({seconds:.3f} s)".replace(".000", "")
