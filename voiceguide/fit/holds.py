"""The cues in a plain hold, in a wait and in a rest: bells, ticks, halfway, time left, and the next step."""

from __future__ import annotations

from voiceguide.audio.bells import LENGTHS
from voiceguide.fit.ahead import Coming
from voiceguide.fit.coached import fill_coaching
from voiceguide.fit.inside import Inside, Moved, Placed
from voiceguide.preferences import TimeLeft
from voiceguide.routine import Coaching, TalkLevel
from voiceguide.units import RATE, to_samples

TIMES_FROM = 4
"""Seconds of a hold before the first time that is said in it."""

NEAR = to_samples(3.0)
"""A coaching cue this near stands for halfway and for the time that is left."""
REMINDER = to_samples(20)
"""Between two reminders to a listener who is waited for."""
BREATHER = to_samples(0.5)
"""The silence before and after words in a rest."""
EARLY = to_samples(8)
"""The silence behind words in a rest that are said again after it."""
EARLY_LEAST = to_samples(5)
"""The least of that."""
HALFWAY_FROM = to_samples(30)
TIME_LEFT_FROM = to_samples(40)


def fill_hold(
    inside: Inside,
    coaching: tuple[Coaching, ...],
    talk: TalkLevel | None,
    *,
    times: TimeLeft = "usual",
    bell: str = "start-bell",
) -> None:
    """A plain hold: start bell, coaching, the times that are said, and the countdown into the end."""
    inside.start_bell(bell)
    inside.ticks()
    if talk == "bells":
        return
    fill_coaching(inside, coaching)
    if times == "none":
        return
    coached = [(cue.start, cue.end) for cue in inside.placed if cue.kind == "coaching"]
    if isinstance(times, int):
        _fill_times(inside, times, coached)
        return
    half, left = inside.length // 2, inside.length - to_samples(10)
    if inside.length >= HALFWAY_FROM and not _near(half, coached):
        inside.fit_in(half, "halfway", (inside.pack.phrase("halfway"),), None, "halfway")
    if times == "usual" and inside.length >= TIME_LEFT_FROM and not _near(left, coached):
        words = inside.pack.time_left(10)
        inside.fit_in(left, "time-left", (words,), None, "the time left")


def _fill_times(inside: Inside, every: int, coached: list[tuple[int, int]]) -> None:
    """The time left each time that a multiple of so many seconds is left."""
    for left in range(every, inside.length // RATE - TIMES_FROM, every):
        moment = inside.length - to_samples(left)
        if not _near(moment, coached):
            words = inside.pack.left(left) if left >= 60 else inside.pack.time_left(left)
            inside.fit_in(moment, "time-left", (words,), None, "the time left")


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


def fill_rest(inside: Inside, coming: tuple[Coming, ...]) -> None:
    """A quiet rest. The words on the next step are in its last seconds, in the first of these wordings that leaves half
    of the rest quiet, or else in the shortest, if there is time for that. Words that are said again with the step
    stand well before it."""
    if not coming:
        return
    shortest = min(coming, key=lambda each: inside.speech.of(each.parts))
    chosen = next((each for each in coming if inside.speech.of(each.parts) <= inside.length // 2), shortest)
    length = inside.speech.of(chosen.parts)
    start = max(BREATHER, inside.length - length - EARLY) if chosen.early else inside.length - length - BREATHER
    if start >= BREATHER and start + length + (EARLY_LEAST if chosen.early else 0) <= inside.length:
        inside.put(start, "next", chosen.parts)
    else:
        inside.moved.append(Moved(None, inside.length // 2, None, "the rest is too short to name the next step"))
