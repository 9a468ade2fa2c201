"""The routine: the meaning of a script, as plain frozen data.

The parser has resolved everything by now. Bounds are absolute, words of a language remain only where they are spoken,
and every line number points into the script.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from voiceguide.preferences import BellStyle, Countdown, LeadIn, Speed, TimeLeft

Side = Literal["left", "right"]
When = Literal["halfway", "after", "before-end", "every"]
"""When a coaching cue is heard in its hold."""
TalkLevel = Literal["full", "daily", "brief", "bells"]


@dataclass(frozen=True, slots=True)
class Line:
    """Spoken words, and their line in the script."""

    line: int
    text: str
    recording: str | None = None
    """A sound file of these words: its path, relative to the script's folder."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A duration to hold. Fitting must not change it if `least == natural == most`."""

    natural: float
    """Seconds, used when no length is requested. On the grid of spoken numbers, or as written."""
    least: float
    """Seconds: the lower bound for fitting."""
    most: float
    """Seconds: the upper bound for fitting. For a rest, the bound before rests grow."""
    written: tuple[float, float]
    """Seconds: the shortest and the longest of the written dose. Both are allowed, on the grid or not."""


@dataclass(frozen=True, slots=True)
class Count:
    """Repetitions, counted aloud, one number for each."""

    natural: int
    least: int
    most: int
    """Repetitions, as in Hold."""
    written: tuple[int, int]
    """Repetitions: the fewest and the most of the written dose."""
    pace: float = 3.0
    """Seconds for each repetition; fitting never changes it."""
    pace_written: bool = False
    """True if the writer gave the pace, so that it is spoken."""


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
    """Cycles of breathing at a written pace, without gaps. Fitting changes the number of cycles, never the pace."""

    phases: tuple[BreathPhase, ...]
    """One cycle, in order: in 4, hold 7, out 8."""
    natural: int
    """Cycles."""
    least: int
    most: int
    written: tuple[int, int]
    """Cycles: the fewest and the most of the written dose."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A wait until the listener is ready. A live player waits for a command; exports wait `seconds`."""

    seconds: float
    limit: bool = False
    """True if `seconds` is a limit (`max 90s`), False if it is an estimate (`about 15 seconds`)."""
    count: int = 0
    """The repetitions that the listener does in this time, each as slow as they like; 0 for none."""


@dataclass(frozen=True, slots=True)
class Sets:
    """The same dose several times, with a rest between the sets."""

    times: int
    of: Hold | Count | Breaths | Wait
    rest: Hold
    """The pause between two sets. It has the bounds of a rest."""


@dataclass(frozen=True, slots=True)
class Series:
    """Sets of changing size, in order: 10, 8, 6 times, or 15, 30, 15 seconds."""

    of: tuple[Hold | Count, ...]
    rest: Hold
    """The pause between two sets."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One part of a round of intervals."""

    hold: Hold
    text: str = ""
    """The activity in this part, if the parts differ: `Jog`. Empty if the step's own words name it."""
    rest: bool = False
    """True for a rest."""


@dataclass(frozen=True, slots=True)
class Intervals:
    """Parts in sequence, repeated in rounds: 30 s on and 15 s off, six times. The last rest may be left out."""

    parts: tuple[Interval, ...]
    rounds: Rounds
    """The number of repetitions of the parts."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """The number of repetitions of a phase."""

    natural: int = 1
    least: int = 1
    most: int = 1
    rest: Hold | None = None
    """The rest between two rounds, if the writer wants one. No rest follows the last round."""


Dose = Hold | Count | Breaths | BreathPattern | Sets | Series | Intervals | Wait


@dataclass(frozen=True, slots=True)
class Coaching:
    """A spoken cue inside the hold of its step."""

    line: int
    text: str
    when: When
    seconds: float = 0.0
    """Seconds from the start for `after`, before the end for `before-end`, and between two cues for `every`."""
    recording: str | None = None
    """A sound file of these words: its path, relative to the script's folder."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a step. It is seen and never spoken."""

    line: int
    alt: str
    """Its words for people who cannot see it; may be empty."""
    file: str
    """Its path, relative to the script's folder."""


@dataclass(frozen=True, slots=True)
class Step:
    """One exercise or action."""

    line: int
    text: str
    """The instruction without its dose, side and conditions: `Press the heel spot, cross-friction`."""
    spoken: str
    """The spoken instruction. `{number}` is the slot of the fitted count (`Take {number} deep breaths`), `{duration}`
    the slot of the fitted time (`Squeeze, hold for {duration} and release`). Without a slot, the dose is spoken after
    it (`… for 45 seconds`)."""
    dose: Dose | None = None
    rest: bool = False
    """True for a rest: announced, then quiet. Its dose is a Hold."""
    sides: str | None = None
    """The noun of the language pack to say the side with (`foot`), where the step is done left, then right."""
    first: Side = "left"
    """The side to begin with: the one that its words name."""
    spoken_again: str | None = None
    """As `spoken`, for the second side, with the sides in the words swapped. Both texts name the side, so it is not
    announced."""
    alternating: str | None = None
    """The noun for the sides, if they alternate with each repetition. The dose counts both."""
    both_ways: bool = False
    """True if the step is done in one direction, then in the other, each with the full dose."""
    second_dose: Dose | None = None
    """The dose of the second side or direction, if it differs from the first. Fitting keeps their ratio."""
    quiet: bool = False
    """True for a pause without words or bells. Its dose is a Hold, and `rest` is set."""
    details: tuple[Line, ...] = ()
    details_first: bool = False
    """True if the details are how-to lines, which are said before the instruction: `Wind a belt round the foot.` before
    `Hold the stretch for 15 seconds`."""
    coaching: tuple[Coaching, ...] = ()
    safety: tuple[Line, ...] = ()
    optional: bool = False
    pair: int | None = None
    """Optional steps of one phase with the same number are kept or dropped together."""
    needs: tuple[str, ...] = ()
    """Things to have at hand, as written, with the article: `a ball`."""
    short: str | None = None
    """A short name, said where the step is known already: `The sore spot of the heel`."""
    place: Line | None = None
    """A sentence on the place of its things or of the exercise, said before it: `The ball is on the floor.`"""
    strokes: int | None = None
    """Strokes a minute, each with a soft tick, if the writer gave the hold a pace."""
    recording: str | None = None
    """A sound file of the instruction without the dose: its path, relative to the script's folder."""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a routine, a chapter of a session."""

    line: int
    title: str
    heading: bool
    """True if the title is spoken. False for the phase that takes the routine's title."""
    steps: tuple[Step, ...]
    paragraphs: tuple[Line, ...] = ()
    safety: tuple[Line, ...] = ()
    sides: str | None = None
    """As in Step: the phase is done on one side, then on the other."""
    rounds: Rounds = Rounds()
    after: tuple[int, ...] = ()
    """Indexes of the phases that must come before this one."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """The session that the writer intended. The listener may choose otherwise."""

    length: float | None = None
    """Seconds."""
    talk: TalkLevel | None = None
    bed: str | None = None
    """A bed, as `--bed` takes it."""
    bells: BellStyle | None = None
    countdown: Countdown | None = None
    """The last seconds of a hold; 0 for none."""
    time_left: TimeLeft | None = None
    rest_between_sides: int | None = None
    """Seconds."""
    rest_between_rounds: int | None = None
    """Seconds."""
    speech: Speed | None = None
    balance: float | None = None
    """Decibels of the voice against the bed."""
    lead_in: LeadIn | None = None

    @property
    def under(self) -> tuple[str | None, float | None]:
        """The bed and the balance, as `BedOptions.preferring` takes them."""
        return self.bed, self.balance


@dataclass(frozen=True, slots=True)
class Routine:
    """A whole routine."""

    name: str
    """The name on the command line: the stem of the file name."""
    title: str
    phases: tuple[Phase, ...]
    language: str = "en"
    voice: str | None = None
    rate: int | None = None
    """Words a minute."""
    settle: float = 4.0
    """Seconds to get into position before a hold."""
    author: str | None = None
    description: str | None = None
    pronounce: dict[str, str] = field(default_factory=dict)
    """Word -> respelling."""
    introduction: tuple[Line, ...] = ()
    safety: tuple[Line, ...] = ()
    """Safety notes for the whole routine."""
    closing: tuple[Line, ...] = ()
    facts: tuple[Line, ...] = ()
    """Notes for the reader, never spoken: frequency, equipment, goals."""
    frequency: str | None = None
    """A sentence on how often to do the routine, spoken once at the end if the front matter asks for it."""
    silent_title: bool = False
    """True if neither the title nor the length is spoken."""
    silent_closing: bool = False
    """True if only the writer's own closing is spoken."""
    preferences: Preferences = Preferences()
    source: str = ""
    """The text of the script, for lyrics and handouts."""
    path: str | None = field(default=None, compare=False)
    """The script's file, as its user would name it: recordings that the script names are looked for beside it."""
