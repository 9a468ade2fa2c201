"""The words for the session's length, which end its title: they are part of the length that they tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voiceguide.fit.speech import SENTENCE, Speech
from voiceguide.language import Pack
from voiceguide.units import RATE, to_samples

Span = tuple[int, int]
"""From and to, both included, in samples."""


@dataclass(frozen=True)
class TitleLength:
    """Knows the words for a length, and their own length."""

    speech: Speech
    pack: Pack
    silent: bool
    """True if no title is said at all."""

    def words(self, length: int) -> tuple[str, ...]:
        """The words for a session of so many samples."""
        if self.silent:
            return ()
        return (self.pack.phrase("title-length", duration=self.pack.duration(rounded(length))),)

    def time(self, length: int) -> int:
        """Samples that these words add, the pause before them included."""
        words = self.words(length)
        return self.speech.of(words) + SENTENCE if words else 0

    def least_total(self, base: int) -> int:
        """The least session, in samples, that holds `base` and the words for its own length."""
        total = base
        while (needed := base + self.time(total)) > total:
            total = min(needed, next_rounding(total))
        return total

    def totals(self, span: Span) -> Iterator[Span]:
        """All sessions, in rising spans of samples, that a span of lengths and the words for their own length make.

        Each length has one total, but the words change from total to total. So there may be several
        spans, and some totals that nothing makes.
        """
        low, high = span
        start, misses = low, 0
        while misses < 2:
            end, time = next_rounding(start), self.time(start)
            least, most = max(start, low + time), min(end - 1, high + time)
            if least <= most:
                yield least, most
            misses = 0 if least <= most else misses + (start > high)
            start = end


def rounded(samples: int) -> int:
    """The seconds that are said for a session's length: to 5 seconds under a minute, to half minutes under ten
    minutes, then to whole minutes."""
    seconds = samples / RATE
    step = _step(seconds)
    return max(5, int(seconds / step + 0.5) * step)


def next_rounding(samples: int) -> int:
    """The first length in samples, after this one, for which another one may be said."""
    seconds = samples / RATE
    step = _step(seconds)
    ahead = [(int(seconds / step + 0.5) + 0.5) * step, 60.0, 600.0]
    return min(to_samples(edge) for edge in ahead if to_samples(edge) > samples)


def _step(seconds: float) -> int:
    return 5 if seconds < 60 else 30 if seconds < 600 else 60


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same lengths in the fewest spans, in rising order. Those of the heights of a ladder overlap by thousands."""
    found: list[Span] = []
    for least, most in sorted(span for span in spans if span[0] <= span[1]):
        if found and least <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], most)
        else:
            found.append((least, most))
    return found
