"""The cues in counts and breaths: a word for each beat, in step with the pace."""

from __future__ import annotations

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.coached import fill_coaching
from voiceguide.fit.inside import CLEAR, Inside, Moved, Placed
from voiceguide.plan import CueKind
from voiceguide.routine import BreathPattern, Breaths, Coaching, Count, Side, TalkLevel
from voiceguide.units import to_samples

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
