"""What a script means: plain frozen data, without behaviour worth naming.

The parser has done all the reading by the time these exist: bounds are absolute, the words of a language are
gone but for what will be spoken, and every line number points into the script.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Line:
    """Words that are spoken, and where they stand."""

    line: int
    text: str
    recording: str | None = None
    """A sound file of these words: its path, from the script's folder on."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A time to stay in. `least == natural == most` where fitting may not touch it."""

    natural: float
    """Seconds, where no length is asked for. On the grid of spoken numbers, or as written."""
    least: float
    """Seconds: the lower bound for fitting."""
    most: float
    """Seconds: the upper bound for fitting. Of a rest, the bound before rests grow."""
    written: tuple[float, float]
    """Seconds: the shortest and the longest of the dose as written; both are allowed as they stand."""


@dataclass(frozen=True, slots=True)
class Count:
    """Repetitions, counted aloud, one number each."""

    natural: int
    least: int
    most: int
    """Repetitions, as in Hold."""
    written: tuple[int, int]
    """Repetitions: the fewest and the most as written."""
    pace: float = 3.0
    """Seconds for each repetition; fitting never changes it."""
    pace_written: bool = False
    """Whether the writer gave the pace, so that it is spoken."""


@dataclass(frozen=True, slots=True)
class Breaths:
    """Breaths, paced in and out."""

    natural: int
    least: int
    most: int
    written: tuple[int, int]
    seconds_in: float = 4.0
    seconds_out: float = 6.0


@dataclass(frozen=True, slots=True)
class BreathPhase:
    """One part of a breath pattern."""

    kind: Literal["in", "hold", "out"]
    seconds: float


@dataclass(frozen=True, slots=True)
class BreathPattern:
    """Cycles of breathing at a written pace, which run on without gaps. Fitting changes the cycles, never the pace."""

    phases: tuple[BreathPhase, ...]
    """One cycle, in order: in 4, hold 7, out 8."""
    natural: int
    """Cycles."""
    least: int
    most: int
    written: tuple[int, int]
    """Cycles: the fewest and the most as written."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Until the listener is ready: a live player waits for a sign, all else waits `seconds`."""

    seconds: float
    limit: bool = False
    """Whether the time is the longest that one should wait (`max 90s`), not a guess (`about 15 seconds`)."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The same dose several times, with a rest between."""

    times: int
    of: Hold | Count | Breaths | Wait
    rest: Hold
    """The quiet time between two of them. Its bounds are as those of a rest."""


@dataclass(frozen=True, slots=True)
class Series:
    """Sets of changing size, in their order: 10, 8, 6 times, or 15, 30, 15 seconds."""

    of: tuple[Hold | Count, ...]
    rest: Hold
    """The quiet time between two of them."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One part of a round of intervals."""

    hold: Hold
    text: str = ""
    """What is done in it, where the parts differ: `Jog`. Empty where the step's own words say it."""
    rest: bool = False
    """Whether it is a rest."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Parts that follow each other, in rounds: 30 s on and 15 s off, six times. The last rest may be left out."""

    parts: tuple[Interval, ...]
    rounds: Rounds
    """How often the parts are done."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """How often a phase is done."""

    natural: int = 1
    least: int = 1
    most: int = 1
    rest: Hold | None = None
    """The rest between two rounds, where the writer wants one. None stands after the last."""


Dose = Hold | Count | Breaths | BreathPattern | Sets | Series | Intervals | Wait


@dataclass(frozen=True, slots=True)
class Coaching:
    """A cue inside the hold of its step."""

    line: int
    text: str
    when: str
    """`halfway`, `after`, `before-end` or `every`."""
    seconds: float = 0.0
    """For `after` (from the start), `before-end` (from the end) and `every` (apart)."""
    recording: str | None = None
    """A sound file of these words: its path, from the script's folder on."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    line: int
    text: str
    """The instruction without its dose, side and conditions: `Press the heel spot, cross-friction`."""
    spoken: str
    """What is said for it. `{number}` stands where the fitted count goes (`Take {number} deep breaths`), `{duration}`
    where the fitted time goes (`Squeeze, hold for {duration} and release`); where there is neither, the dose is said
    after it (`… for 45 seconds`)."""
    dose: Dose | None = None
    rest: bool = False
    """Whether it is a rest: announced, then quiet. Its dose is a Hold."""
    sides: str | None = None
    """The noun of the language pack to say the side with (`foot`), where the step is done left, then right."""
    first: Literal["left", "right"] = "left"
    """The side to begin with: the one that its words name."""
    spoken_again: str | None = None
    """As `spoken`, for the second side, where the words name a side and are turned round for it. Both then say the
    side themselves, and it is not announced."""
    alternating: str | None = None
    """The noun to say the sides with, where they take turns repetition by repetition, and the dose counts both."""
    both_ways: bool = False
    """Whether it is done one way round, then the other, each with the whole dose."""
    second_dose: Dose | None = None
    """The dose of the second side or way, where it is not that of the first. Fitting keeps their ratio."""
    quiet: bool = False
    """Whether it is a pause without a word or a bell. Its dose is a Hold, and `rest` is set."""
    details: tuple[Line, ...] = ()
    coaching: tuple[Coaching, ...] = ()
    safety: tuple[Line, ...] = ()
    optional: bool = False
    pair: int | None = None
    """Optional steps of one phase with the same number are done all or none."""
    needs: tuple[str, ...] = ()
    """Things to have at hand, as written, article and all: `a ball`."""
    strokes: int | None = None
    """Strokes a minute, each with a soft tick, where the writer gave a pace to the hold."""
    recording: str | None = None
    """A sound file of its instruction, without the dose: its path, from the script's folder on."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a routine, a chapter of a session."""

    line: int
    title: str
    heading: bool
    """Whether the title is spoken; not for the phase that takes the routine's title."""
    steps: tuple[Step, ...]
    paragraphs: tuple[Line, ...] = ()
    safety: tuple[Line, ...] = ()
    sides: str | None = None
    """As in Step: the whole phase is done on one side, then on the other."""
    rounds: Rounds = Rounds()
    after: tuple[int, ...] = ()
    """Indexes of the phases that must come before this one."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The session that the writer had in mind. Whoever plays it may choose otherwise."""

    length: float | None = None
    """Seconds."""
    talk: str | None = None
    """A talk level, as `--talk` takes it."""
    bed: str | None = None
    """A bed, as `--bed` takes it."""
    bells: str | None = None
    """`soft`, `clear` or `none`."""
    countdown: int | None = None
    """Ticks before the end of a hold; 0 for none."""


@dataclass(frozen=True, slots=True)
class Routine:
    """What is written, understood."""

    name: str
    """What the command line calls it: the file's stem."""
    title: str
    phases: tuple[Phase, ...]
    language: str = "en"
    voice: str | None = None
    rate: int | None = None
    """Words a minute."""
    settle: float = 4.0
    """Seconds to get in place before a hold."""
    author: str | None = None
    description: str | None = None
    pronounce: dict[str, str] = field(default_factory=dict)
    """Word -> respelling."""
    introduction: tuple[Line, ...] = ()
    safety: tuple[Line, ...] = ()
    """What guards everything."""
    closing: tuple[Line, ...] = ()
    facts: tuple[Line, ...] = ()
    """For the reader, never spoken: how often a day, equipment, goals."""
    frequency: str | None = None
    """How often it is to be done, said once at the end, where the front matter asks for it."""
    silent_title: bool = False
    """Whether neither the title nor the length is said."""
    silent_closing: bool = False
    """Whether nothing is said at the end that the writer did not write."""
    preferences: Preferences = Preferences()
    source: str = ""
    """The script as it was read, for lyrics and handouts."""
    path: str | None = field(default=None, compare=False)
    """The script's file, as its user would name it: recordings that the script names are looked for beside it."""
