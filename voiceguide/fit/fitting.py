"""The decision: the shape and the numbers that make a session of the requested length."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from voiceguide.duration import clock
from voiceguide.errors import FitError
from voiceguide.fit.changes import changes_of
from voiceguide.fit.choices import Choices, choose
from voiceguide.fit.ladder import Ladder, Setting
from voiceguide.fit.layout import Layout
from voiceguide.fit.live_plan import LivePlan
from voiceguide.fit.outline import Outliner
from voiceguide.fit.shapes import FEW, first_that, shapes_of
from voiceguide.fit.speech import Speech, SpeechLength
from voiceguide.fit.timing import Timed, timed
from voiceguide.fit.title import Span, TitleLength
from voiceguide.language import load
from voiceguide.plan import Change, Plan
from voiceguide.routine import Routine
from voiceguide.units import MOST_SECONDS, ceil_milliseconds, floor_milliseconds, to_samples, to_seconds

Length = float | Literal["shortest", "longest"] | None
"""Seconds, or one of the ends, or None for the natural length."""


def fit(routine: Routine, length: Length, speech_length: SpeechLength, choices: Choices | None = None) -> Plan:
    """Decide a session of exactly this length. Raises FitError where it cannot be reached or nothing is left."""
    return Fitting(routine, speech_length, choices or Choices()).plan(length)


@dataclass(frozen=True, slots=True)
class Decision:
    """The shape and the numbers of a session of one length."""

    ladder: Ladder
    setting: Setting
    total: int
    """Samples."""
    requested: float | None
    """Seconds, as asked for."""
    ends: tuple[int, int]
    """Samples of the shortest and the longest session."""


class Fitting:
    """One routine with its listener's choices, being fitted."""

    def __init__(self, routine: Routine, speech_length: SpeechLength, choices: Choices) -> None:
        self.pack = load(routine.language)
        self.choices = choices.settled(routine.preferences)
        self.chosen = choose(routine, self.choices, self.pack)
        self.speech = Speech(speech_length)
        silent = routine.silent_title or self.choices.talk == "bells"
        self.title = TitleLength(self.speech, self.pack, silent=silent)
        self.outliner = Outliner(self.speech, self.pack, self.choices, self.chosen.notices)
        self.shapes = shapes_of(self.chosen.routine)
        self._ladders: dict[int, Ladder] = {}

    def ladder(self, index: int) -> Ladder:
        """The ladder of a shape, built once."""
        if index not in self._ladders:
            self._ladders[index] = Ladder(self.shapes[index], self.outliner)
        return self._ladders[index]

    @property
    def shortest(self) -> int:
        """Samples of the shortest session there is."""
        ladders = [self.ladder(index) for index in self.shapes.ends()]
        least = min((self._totals([it.lowest_span]) or self._totals(it.spans))[0][0] for it in ladders)
        # A smaller number may take longer to say than it saves.
        return min(least, self._written)

    @property
    def longest(self) -> int:
        """Samples of the longest session there is."""
        ladders = [self.ladder(index) for index in self.shapes.ends()]
        most = max((self._totals([it.highest_span]) or self._totals(it.spans))[-1][1] for it in ladders)
        return max(self._written, min(most, to_samples(MOST_SECONDS)))

    @property
    def _written(self) -> int:
        """Samples of the session with everything as written."""
        return self.title.least_total(self.ladder(self.shapes.natural).written)

    def _totals(self, spans: Iterable[Span]) -> list[Span]:
        """The lengths of whole sessions, with the words for their own length. Leaves out those that end before
        the next whole millisecond, which nobody can type."""
        totals = (total for span in spans for total in self.title.totals(span))
        return sorted((least, most) for least, most in totals if to_samples(ceil_milliseconds(least)) <= most)

    def plan(self, length: Length) -> Plan:
        """The session of this length."""
        return self._finish(self.decide(length))

    def decide(self, length: Length) -> Decision:
        """The shape and the numbers for a session of this length."""
        if length is None:
            return self._preferred() or self._natural()
        shortest, longest = self.shortest, self.longest
        total = shortest if length == "shortest" else longest if length == "longest" else to_samples(length)
        if not shortest <= total <= longest:
            raise self._unreachable(total, shortest, longest)
        index, setting = self._search(total, shortest, longest)
        requested = to_seconds(total) if isinstance(length, str) else float(length)
        return Decision(self.ladder(index), setting, total, requested, (shortest, longest))

    def _natural(self) -> Decision:
        """The session with everything as written."""
        ladder = self.ladder(self.shapes.natural)
        total = self.title.least_total(ladder.written)
        setting = Setting(ladder.as_written, total - self.title.time(total) - ladder.written, 0)
        return Decision(ladder, setting, total, None, (self.shortest, self.longest))

    def _preferred(self) -> Decision | None:
        """The session of the length that the script prefers, or of the end that is nearest to it. None where the script
        prefers none, or one that falls into a hole."""
        seconds = self.chosen.routine.preferences.length
        if seconds is None:
            return None
        total = to_samples(seconds)
        try:
            return self.decide("shortest" if total < self.shortest else "longest" if total > self.longest else seconds)
        except FitError:
            return None

    def items(self, decision: Decision) -> list[Timed]:
        """All that happens in the session, in order."""
        return timed(decision.ladder, decision.setting, self.title.words(decision.total))

    def live_plan(self, length: Length) -> LivePlan:
        """The session of this length, to be played live."""
        decision = self.decide(length)
        return LivePlan(self.outliner, decision.ladder.shape, tuple(self.items(decision)))

    def _finish(self, decision: Decision) -> Plan:
        ladder, total = decision.ladder, decision.total
        laid = Layout(self.outliner, ladder.shape.routine)
        laid.lay(self.items(decision))
        assert laid.now == total, f"laid out {laid.now} samples, not {total}"
        asked = decision.requested is not None
        why = f"to fit {load('en').duration(rounded_seconds(total))}" if asked else "as written"
        fitting = changes_of(self.ladder(self.shapes.natural).shape, ladder, decision.setting, why)
        changes: list[Change] = [*self.chosen.changes, *fitting, *laid.changes]
        routine = self.chosen.routine
        return Plan(
            routine=routine.name,
            title=routine.title,
            language=routine.language,
            requested=decision.requested,
            length=total,
            shortest=decision.ends[0],
            longest=decision.ends[1],
            chapters=laid.chapters,
            steps=tuple(laid.steps),
            cues=tuple(laid.cues),
            changes=tuple(changes),
            client=self.choices.client,
            note=self.choices.note,
        )

    def _search(self, total: int, shortest: int, longest: int) -> tuple[int, Setting]:
        """The shape that gives least, and its numbers."""
        length = total - self.title.time(total)
        best, natural = self._best(length), self.shapes.natural
        tried = sorted(range(len(self.shapes)), key=lambda index: (abs(index - best), abs(index - natural)))
        tried = tried if len(tried) <= FEW else tried[:3]
        for index in tried:
            setting = self.ladder(index).climb(length)
            if setting is not None:
                return index, setting
        near = self._totals(span for index in tried for span in self.ladder(index).spans)
        below = max((most for _, most in near if most < total), default=None)
        above = min((least for least, _ in near if least > total), default=None)
        raise self._unreachable(total, shortest, longest, below, above)

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
            near.append(f"--length {floor_milliseconds(below):.3f}")
        if above is not None:
            near.append(f"--length {ceil_milliseconds(above):.3f}")
        hint = f"--length {low:.3f} or --length {high:.3f} (or 'shortest', 'longest')"
        if near:
            hint = "the nearest that can be reached: " + " or ".join(near)
        return FitError(message, hint, (low, high))


def rounded_seconds(samples: int) -> float:
    """Seconds for a message: whole ones where they are."""
    return float(math.floor(to_seconds(samples) + 0.5))


def spoken_seconds(seconds: float) -> str:
    """A length for a message: `9:35.214 (575.214 s)`."""
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    return f"{clock(whole)}{f'.{thousandths:03}' if thousandths else ''} ({seconds:.3f} s)".replace(".000", "")
