"""The cues inside a hold: bells, ticks, numbers, breaths, coaching, halfway, time left, and the next step.

Cues are placed in the order of their importance. A cue whose moment is taken moves a little or is left out. Times are
samples from the start of the hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.choices import COUNTDOWN
from voiceguide.fit.speech import Speech
from voiceguide.fit.wording import words_of
from voiceguide.language import Pack
from voiceguide.plan import CueKind
from voiceguide.routine import BreathPattern, Breaths, Coaching, Count, Side, TalkLevel
from voiceguide.units import RATE, to_samples

CLEAR = to_samples(0.15)
"""Between two cues inside a hold."""
NEAR = to_samples(3.0)
"""A coaching cue this near stands for halfway and for the time that is left."""
TOLERANCE = {
    "coaching": to_samples(3.0),
    "halfway": to_samples(2.0),
    "time-left": to_samples(0.75),
    "reminder": to_samples(5.0),
}
"""Kind of cue -> the samples by which it may move."""
REMINDER = to_samples(20)
"""Between two reminders to a listener who is waited for."""
BREATHER = to_samples(0.5)
"""The silence before and after words in a rest."""
HALFWAY_FROM = to_samples(30)
TIME_LEFT_FROM = to_samples(40)
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
    """Ticks into its end."""
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
        for second in range(samples // RATE):
            start = self.length - samples + second * RATE
            sound = () if second else (f"countdown-{self.countdown}",)
            self.placed.append(Placed(start, start + LENGTHS["tick"], "tick", sound))
        if samples:
            self.take(self.length - samples, samples)

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


def fill_hold(
    inside: Inside,
    coaching: tuple[Coaching, ...],
    talk: TalkLevel | None,
    *,
    waiting: bool = False,
    bell: str = "start-bell",
) -> None:
    """A plain hold: start bell, coaching, halfway, time left, and ticks into the end."""
    inside.start_bell(bell)
    inside.ticks()
    if talk == "bells":
        return
    fill_coaching(inside, coaching)
    if waiting:
        return
    coached = [(cue.start, cue.end) for cue in inside.placed if cue.kind == "coaching"]
    half, left = inside.length // 2, inside.length - to_samples(10)
    if inside.length >= HALFWAY_FROM and not _near(half, coached):
        inside.fit_in(half, "halfway", (inside.pack.phrase("halfway"),), None, "halfway")
    if inside.length >= TIME_LEFT_FROM and not _near(left, coached):
        words = inside.pack.time_left(10)
        inside.fit_in(left, "time-left", (words,), None, "the time left")


def fill_wait(inside: Inside, coaching: tuple[Coaching, ...], talk: TalkLevel | None) -> None:
    """A live wait: a soft reminder now and then, and a word before it ends by itself."""
    inside.start_bell()
    if talk == "bells":
        for moment in range(REMINDER, inside.length, REMINDER):
            inside.placed.append(Placed(moment, moment + LENGTHS["tick"], "tick", ("tick",)))
        return
    fill_coaching(inside, coaching)
    last = (inside.pack.phrase("going-on"),)
    start = inside.free(inside.length - inside.speech.of(last), inside.speech.of(last), inside.length)
    if start is not None:
        inside.put(start, "answer", last)
    for moment in range(REMINDER, inside.length, REMINDER):
        inside.fit_in(moment, "reminder", (inside.pack.phrase("ready"),), None, "the reminder")


def _near(moment: int, cues: list[tuple[int, int]]) -> bool:
    return any(start - NEAR <= moment <= end + NEAR for start, end in cues)


def fill_coaching(inside: Inside, coaching: tuple[Coaching, ...]) -> None:
    """The writer's own cues, at their moments or near them."""
    for wanted, cue in sorted(_moments(inside.length, coaching), key=lambda pair: pair[0]):
        if 0 <= wanted < inside.length:
            inside.fit_in(wanted, "coaching", words_of(cue, inside.pack), cue.line, "this cue")
        else:
            why = "its moment is outside the hold, now that this is shorter"
            inside.moved.append(Moved(cue.line, max(0, wanted), None, why))


def _moments(length: int, coaching: tuple[Coaching, ...]) -> Iterator[tuple[int, Coaching]]:
    for cue in coaching:
        seconds = to_samples(cue.seconds)
        match cue.when:
            case "halfway":
                yield length // 2, cue
            case "after":
                yield seconds, cue
            case "before-end":
                yield length - seconds, cue
            case "every":
                for moment in range(seconds, length - RATE, seconds):
                    yield moment, cue
            case unknown:
                raise ValueError(f"no rule places coaching {unknown!r}")


Beat = tuple[int, CueKind, tuple[str, ...]]
"""Samples from the start of the hold, the kind of cue, and its words."""


def fill_count(
    inside: Inside,
    count: Count,
    number: int,
    coaching: tuple[Coaching, ...],
    talk: TalkLevel | None,
    turns: tuple[Side, ...] = (),
) -> None:
    """A number for each repetition, in step with its pace, and coaching between them. `turns`: the sides that take
    turns, each said before its number where there is time."""
    inside.start_bell()
    pace = to_samples(count.pace)
    beats: list[Beat] = []
    for beat in range(number):
        words: tuple[str, ...] = (inside.pack.number(beat + 1),)
        if turns:
            side = inside.pack.phrase(turns[beat % len(turns)])
            sided = (side[:1].upper() + side[1:] + ".", *words)
            words = sided if inside.speech.of(sided) + 2 * CLEAR <= pace else words
        beats.append((beat * pace, "count", words))
    _fill_beats(inside, beats, pace, coaching, talk)


def fill_breaths(
    inside: Inside, breaths: Breaths, number: int, coaching: tuple[Coaching, ...], talk: TalkLevel | None
) -> None:
    """In and out, in step with their pace, and coaching between them."""
    inside.start_bell()
    whole = to_samples(breaths.seconds_in + breaths.seconds_out)
    into, out = inside.pack.phrase("breathe-in"), inside.pack.phrase("breathe-out")
    beats: list[Beat] = []
    for breath in range(number):
        beats.append((breath * whole, "breath", (into,)))
        beats.append((breath * whole + to_samples(breaths.seconds_in), "breath", (out,)))
    _fill_beats(inside, beats, to_samples(min(breaths.seconds_in, breaths.seconds_out)), coaching, talk)


def fill_pattern(
    inside: Inside, pattern: BreathPattern, cycles: int, coaching: tuple[Coaching, ...], talk: TalkLevel | None
) -> None:
    """A word at each phase of the breath; where words are unwanted, a tick."""
    inside.start_bell()
    phases = [phase for phase in pattern.phases if phase.seconds > 0]
    beats: list[Beat] = []
    moment = 0
    for number in range(cycles * len(phases)):
        phase = phases[number % len(phases)]
        beats.append((moment, "breath", (inside.pack.phrase(f"breathe-{phase.kind}"),)))
        moment += to_samples(phase.seconds)
    if talk == "bells":
        for start, _, _ in beats[1:]:
            inside.placed.append(Placed(start, start + LENGTHS["tick"], "tick", ("tick",)))
    _fill_beats(inside, beats, to_samples(min(phase.seconds for phase in phases)), coaching, talk)


def _fill_beats(
    inside: Inside, beats: list[Beat], pace: int, coaching: tuple[Coaching, ...], talk: TalkLevel | None
) -> None:
    """Every beat the same little after its exact time, so that the first one waits for the bell to fade."""
    if talk == "bells":
        return
    longest = max((inside.speech.of(words) for _, _, words in beats), default=0)
    late = max(0, min(LENGTHS["start-bell"], pace - longest - CLEAR))
    silent_until = 0
    for moment, kind, words in beats:
        start = moment + late
        if start >= silent_until and start + inside.speech.of(words) <= inside.length:
            inside.put(start, kind, words)
            silent_until = start + inside.speech.of(words)
        else:
            inside.moved.append(Moved(None, start, None, f"no time to say {' '.join(words)!r} at this pace"))
    fill_coaching(inside, coaching)


def fill_rest(inside: Inside, coming: tuple[tuple[str, ...], ...]) -> None:
    """A quiet rest. The next step is named in the last seconds, in the first of these wordings that leaves half of the
    rest quiet, or else in the shortest, if there is time for that."""
    if not coming:
        return
    shortest = min(coming, key=inside.speech.of)
    words = next((words for words in coming if inside.speech.of(words) <= inside.length // 2), shortest)
    start = inside.length - inside.speech.of(words) - BREATHER
    if start >= BREATHER:
        inside.put(start, "next", words)
    else:
        inside.moved.append(Moved(None, inside.length // 2, None, "the rest is too short to name the next step"))
