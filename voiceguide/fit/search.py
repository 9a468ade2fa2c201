"""The search for the shape and the numbers that make a length.

A full search measures every shape on its way, so every text of theirs has to be spoken. A quick search decides with
estimated lengths where to look, and measures only there. Estimates depend on the script and the language alone. So the
decision is the same whatever was spoken before. Where a small error of the estimates would change the steps, or
nothing is found, it measures.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from voiceguide.fit.ladder import Ladder, Setting
from voiceguide.fit.outline import Outliner
from voiceguide.fit.shapes import Shapes
from voiceguide.fit.title import Span, TitleLength, joined
from voiceguide.units import MOST_SECONDS, ceil_milliseconds, to_samples

DOUBT = 0.015
"""The share of a session's length that an estimate may be wrong by: 3 to 5 % of its speech."""

Found = tuple[int, Setting]
"""The index of a shape, and its numbers."""


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The nearest lengths on both sides of one that falls into a hole, in samples; None where there is none."""

    below: int | None = None
    above: int | None = None


class Search:
    """The shapes of a routine and their ladders, with one measure of speech."""

    def __init__(self, shapes: Shapes, outliner: Outliner, title: TitleLength, rough: Search | None = None) -> None:
        """`rough`: the same with estimated lengths."""
        self.shapes = shapes
        self.outliner = outliner
        self.title = title
        self._rough = rough
        self._ladders: dict[int, Ladder] = {}

    def ladder(self, index: int) -> Ladder:
        """The ladder of a shape, built once."""
        if index not in self._ladders:
            rough = self._rough.ladder(index) if self._rough else None
            speech = self.outliner.speech
            self._ladders[index] = rough.with_speech(speech) if rough else Ladder(self.shapes[index], self.outliner)
        return self._ladders[index]

    @cached_property
    def shortest(self) -> int:
        """Samples of the shortest session there is."""
        ladders = [self.ladder(index) for index in self.shapes.ends()]
        totals = (self._totals([it.lowest_span]) or self._totals(it.spans) for it in ladders)
        # A smaller number may take longer to say than it saves.
        return min([self.written, *(spans[0][0] for spans in totals if spans)])

    @cached_property
    def longest(self) -> int:
        """Samples of the longest session there is."""
        ladders = [self.ladder(index) for index in self.shapes.ends()]
        totals = (self._totals([it.highest_span]) or self._totals(it.spans) for it in ladders)
        most = max([self.written, *(spans[-1][1] for spans in totals if spans)])
        bound = to_samples(MOST_SECONDS)
        if most <= bound:
            return most
        within = self._longest_within(bound)
        return within if self.written > bound else max(self.written, within)

    @cached_property
    def written(self) -> int:
        """Samples of the session with everything as written."""
        return self.title.least_total(self.ladder(self.shapes.natural).written)

    def _longest_within(self, bound: int) -> int:
        """Samples of the longest session up to a bound, which may itself fall into a hole."""
        found = self._at(bound)
        return found.below or bound if isinstance(found, Unreachable) else bound

    def _totals(self, spans: Iterable[Span]) -> list[Span]:
        """The lengths of whole sessions, with the words for their own length. Leaves out those that end before
        the next whole millisecond, which nobody can type."""
        totals = (total for span in joined(spans) for total in self.title.totals(span))
        return sorted((least, most) for least, most in totals if to_samples(ceil_milliseconds(least)) <= most)

    def quick(self, total: int) -> Found | None:
        """The shape and the numbers for this length, found near those that estimates give; None where they are not
        there."""
        if self._rough is None or total > to_samples(MOST_SECONDS):
            return None
        about, length = total - self._rough.title.time(total), total - self.title.time(total)
        doubt = int(total * DOUBT)
        low, high = (self._rough.best(about + error, 0, len(self.shapes) - 1) for error in (-doubt, doubt))
        index = low if low == high else self.best(length, low, high)
        setting = self.ladder(index).near(length)
        return (index, setting) if setting else None

    def full(self, total: int) -> Found | Unreachable:
        """The shape that gives least, and its numbers."""
        if not self.shortest <= total <= self.longest:
            return Unreachable()
        return self._at(total)

    def _at(self, total: int) -> Found | Unreachable:
        """The same for a length between the ends."""
        length = total - self.title.time(total)
        best, natural = self.best(length, 0, len(self.shapes) - 1), self.shapes.natural
        tried = sorted(range(len(self.shapes)), key=lambda index: (abs(index - best), abs(index - natural)))
        tried = tried if len(tried) <= self.shapes.most_measured else tried[:3]
        for index in tried:
            setting = self.ladder(index).climb(length)
            if setting is not None:
                return index, setting
        near = self._totals(span for index in tried for span in self.ladder(index).spans)
        below = max((most for _, most in near if most < total), default=None)
        above = min((least for least, _ in near if least > total), default=None)
        return Unreachable(below, above)

    def best(self, length: int, low: int, high: int) -> int:
        """Index of the shape that fitting would choose, among those from `low` to `high`.

        It is the natural one while holds and rests can give, else the largest that can be short enough; and to be
        longer, the largest whose written length fits.
        """
        natural = self.shapes.natural
        start = min(max(natural, low), high)
        if low > natural or (high >= natural and self.ladder(start).written <= length):
            over = self.shapes.first_that(range(start + 1, high + 1), lambda index: self.ladder(index).written > length)
            return (high + 1 if over is None else over) - 1
        index = self.shapes.first_that(range(start, low - 1, -1), lambda index: self.ladder(index).shortest <= length)
        return low if index is None else index
