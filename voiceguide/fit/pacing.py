"""The soft strokes of a hold that has a pace: they neither move speech nor give way to it."""

from __future__ import annotations

from collections.abc import Iterator

from voiceguide.audio.bells import LENGTHS, Strokes, stroke_at
from voiceguide.fit.choices import COUNTDOWN
from voiceguide.fit.inside import Placed, countdown_samples
from voiceguide.units import RATE


def strokes(pace: int, length: int, since: int = 0, countdown: int = COUNTDOWN) -> Iterator[Placed]:
    """The strokes of a hold of so many samples from some sample of it on, each minute of them as one cue.

    The first is at the start of the hold, the last ends before the countdown begins.
    """
    end = length - countdown_samples(countdown, length)
    numbers = range(_first_from(pace, since), _first_from(pace, end - LENGTHS["stroke"] + 1))
    first = numbers.start
    while first < numbers.stop:
        last = min(numbers.stop, (first // pace + 1) * pace) - 1
        sound, start = Strokes(pace, first, last, goes_on=last + 1 < numbers.stop), stroke_at(pace, first)
        yield Placed(start, start + sound.length, "tick", (sound.name,))
        first = last + 1


def _first_from(pace: int, sample: int) -> int:
    """The number of the first stroke that is not before a sample."""
    number = max(0, sample) * pace // (60 * RATE)
    while stroke_at(pace, number) < sample:
        number += 1
    return number
