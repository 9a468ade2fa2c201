"""The words for the session's length, which end its title: they are part of the length that they tell."""

from __future__ import annotations

from dataclasses import dataclass

from voiceguide.fit.speech import SENTENCE, Speech
from voiceguide.language import Pack
from voiceguide.plan import RATE, to_samples


@dataclass(frozen=True)
class TitleLength:
    """Knows what is said for a length, and how long that takes."""

    speech: Speech
    pack: Pack
    silent: bool
    """Whether no title is said at all."""

    def words(self, length: int) -> tuple[str, ...]:
        """What is said for a session of so many samples."""
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

    def most_total(self, top: int) -> int:
        """The greatest session, in samples, that `top` and the words for its own length can fill."""
        best, start, misses = top, top, 0
        while misses < 2:
            end = next_rounding(start)
            total = min(end - 1, top + self.time(start))
            best, misses = (total, 0) if total >= start else (best, misses + 1)
            start = end
        return best


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
