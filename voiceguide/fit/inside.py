"""One hold being filled with cues.

Cues are placed in the order of their importance. A cue whose moment is taken moves a little or is left out. Times are
samples from the start of the hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.choices import COUNTDOWN
from voiceguide.fit.dose_words import sentence
from voiceguide.fit.speech import Speech
from voiceguide.language import Pack
from voiceguide.plan import CueKind
from voiceguide.units import RATE, to_samples

CLEAR = to_samples(0.15)
"""Between two cues inside a hold."""
TOLERANCE = {
    "coaching": to_samples(3.0),
    "halfway": to_samples(2.0),
    "time-left": to_samples(0.75),
    "reminder": to_samples(5.0),
}
"""Kind of cue -> the samples by which it may move."""
QUIET_BEFORE_TICKS = 2 * RATE
"""A hold that is shorter than its countdown and this much more has no ticks."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A cue that did not get its moment; `to` is None where it was left out."""

    line: int | None
    at: int
    to: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A cue at its place in the hold."""

    start: int
    end: int
    kind: CueKind
    parts: tuple[str, ...]
    line: int | None = None


@dataclass
class Inside:
    """One hold being filled."""

    length: int
    """Samples."""
    speech: Speech
    pack: Pack
    countdown: int = COUNTDOWN
    """Seconds that are counted down into its end."""
    spoken: bool = False
    """True if numbers are said for them, where there is time; else ticks are heard."""
    placed: list[Placed] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)
    """The stretches that are closed to speech."""

    def take(self, start: int, length: int) -> None:
        """Keep speech out of this stretch."""
        self.taken.append((start, start + length))

    def put(self, start: int, kind: CueKind, parts: tuple[str, ...], line: int | None = None) -> None:
        """Place a cue of speech where it is known to be free."""
        end = start + self.speech.of(parts)
        self.placed.append(Placed(start, end, kind, parts, line))
        self.taken.append((start, end))

    def start_bell(self, name: str = "start-bell") -> None:
        """The bell that starts the hold; speech keeps out of its way."""
        self.placed.append(Placed(0, LENGTHS[name], "bell", (name,)))
        self.take(0, LENGTHS[name])

    def ticks(self) -> None:
        """The countdown into the end, if the hold is long enough. One sound, so that its ticks keep step."""
        samples = countdown_samples(self.countdown, self.length)
        if self.spoken and self._count_down(samples):
            return
        for second in range(samples // RATE):
            start = self.length - samples + second * RATE
            sound = () if second else (f"countdown-{self.countdown}",)
            self.placed.append(Placed(start, start + LENGTHS["tick"], "tick", sound))
        if samples:
            self.take(self.length - samples, samples)

    def _count_down(self, samples: int) -> bool:
        """Say the numbers of the countdown, if each takes less than a second. Returns True if they are said."""
        numbers = [sentence(self.pack.number(number)) for number in range(samples // RATE, 0, -1)]
        if any(self.speech.of((number,)) + CLEAR > RATE for number in numbers):
            return False
        for second, number in enumerate(numbers):
            self.put(self.length - samples + second * RATE, "count", (number,))
        self.take(self.length - samples, samples)
        return True

    def free(self, wanted: int, length: int, tolerance: int) -> int | None:
        """The nearest start within `tolerance` of the wanted one at which nothing is in the way."""
        edges = [
            wanted,
            *(end + CLEAR for _, end in self.taken),
            *(start - CLEAR - length for start, _ in self.taken),
        ]
        for start in sorted(edges, key=lambda edge: abs(edge - wanted)):
            if abs(start - wanted) > tolerance:
                return None
            if 0 <= start <= self.length - length and not any(
                start < end + CLEAR and begin - CLEAR < start + length for begin, end in self.taken
            ):
                return start
        return None

    def free_from(self, wanted: int, length: int, tolerance: int) -> int | None:
        """The first start from the wanted one on, at most `tolerance` later, at which nothing is in the way."""
        edges = [wanted, *(end + CLEAR for _, end in self.taken if end + CLEAR > wanted)]
        found = (self.free(edge, length, 0) for edge in sorted(edges) if edge <= wanted + tolerance)
        return next((start for start in found if start is not None), None)

    def fit_in(self, wanted: int, kind: CueKind, parts: tuple[str, ...], line: int | None, name: str) -> None:
        """Place a cue near the moment it wants, or say that it moved or was left out."""
        start = self.free(wanted, self.speech.of(parts), TOLERANCE[kind])
        if start is not None:
            self.put(start, kind, parts, line)
        if start is None or abs(start - wanted) >= to_samples(0.05):
            self.moved.append(Moved(line, wanted, start, f"no room for {name} at its moment"))


def countdown_samples(ticks: int, length: int) -> int:
    """Samples of the countdown into the end of a hold of this length; 0 where it is too short for one."""
    return ticks * RATE if length >= ticks * RATE + QUIET_BEFORE_TICKS else 0
