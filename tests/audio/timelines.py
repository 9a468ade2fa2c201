"""Sounds and sessions to play and to write."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voiceguide.audio import bells, mix
from voiceguide.audio.timeline import Placement, Sound, Timeline
from voiceguide.plan import Chapter
from voiceguide.units import RATE, to_samples


@dataclass
class Clock:
    """Time that passes only while someone sleeps."""

    now: float = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.now += seconds


@dataclass(frozen=True)
class Tone:
    """A sine burst with a hard start and end."""

    seconds: float = 0.5
    hertz: float = 700.0
    level: float = 0.4

    @property
    def key(self) -> str:
        return f"tone-{self.seconds}-{self.hertz}-{self.level}"

    @property
    def length(self) -> int:
        return to_samples(self.seconds)

    def samples(self) -> NDArray[np.int16]:
        turns = np.arange(self.length) / RATE * self.hertz
        return np.round(self.level * 32767 * np.sin(2 * np.pi * turns)).astype(np.int16)


@dataclass(frozen=True)
class Level:
    """The same sample all the way: sums are easy to see."""

    value: int
    length: int

    @property
    def key(self) -> str:
        return f"level-{self.value}-{self.length}"

    def samples(self) -> NDArray[np.int16]:
        return np.full(self.length, self.value, np.int16)


@dataclass(frozen=True)
class Ladder:
    """Each sample is one higher than the one before, so that it tells its place."""

    length: int
    first: int = 3000

    @property
    def key(self) -> str:
        return f"ladder-{self.length}-{self.first}"

    def samples(self) -> NDArray[np.int16]:
        return np.arange(self.first, self.first + self.length).astype(np.int16)


class Broken(Tone):
    """A sound that cannot be read any more."""

    def samples(self) -> NDArray[np.int16]:
        raise ValueError("the clip is damaged")


def timeline(seconds: float, *placed: tuple[float, Sound], chapters: tuple[str, ...] = ()) -> Timeline:
    """Sounds at so many seconds; chapters of equal length."""
    length = to_samples(seconds)
    each = length // max(1, len(chapters))
    return Timeline(
        length,
        tuple(Placement(to_samples(start), sound) for start, sound in placed),
        tuple(Chapter(title, number * each, (number + 1) * each) for number, title in enumerate(chapters)),
    )


def session(seconds: float = 20.0) -> Timeline:
    """What a step sounds like, at its end the last bell."""
    last = bells.sound("last-bell")
    return timeline(
        seconds,
        (0.0, Tone(1.3)),
        (1.45, Tone(0.8, 500)),
        (4.3217, bells.sound("start-bell")),
        (9.1, bells.sound("countdown-3")),
        (12.1, bells.sound("end-bell")),
        (12.3, Tone(0.6, 900)),
        (seconds - last.length / RATE, last),
        chapters=("Release", "Stretch äöü"),
    )


def whole_mix(timeline: Timeline) -> NDArray[np.int16]:
    return np.concatenate([np.zeros(0, np.int16), *mix.blocks(timeline)])
