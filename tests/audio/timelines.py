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
    """A clock that advances only in `sleep`."""

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
    """A constant sample value, so that sums are easy to check."""

    value: int
    length: int

    @property
    def key(self) -> str:
        return f"level-{self.value}-{self.length}"

    def samples(self) -> NDArray[np.int16]:
        return np.full(self.length, self.value, np.int16)


@dataclass(frozen=True)
class Ladder:
    """Samples that rise by one, so that each shows its position."""

    length: int
    first: int = 3000

    @property
    def key(self) -> str:
        return f"ladder-{self.length}-{self.first}"

    def samples(self) -> NDArray[np.int16]:
        return np.arange(self.first, self.first + self.length).astype(np.int16)


class Broken(Tone):
    """A sound that can no longer be read."""

    def samples(self) -> NDArray[np.int16]:
        raise ValueError("the clip is damaged")


def timeline(seconds: float, *placed: tuple[float, Sound], chapters: tuple[str, ...] = ()) -> Timeline:
    """A timeline with sounds at given seconds, and chapters of equal length."""
    length = to_samples(seconds)
    each = length // max(1, len(chapters))
    return Timeline(
        length,
        tuple(Placement(to_samples(start), sound) for start, sound in placed),
        tuple(Chapter(title, number * each, (number + 1) * each) for number, title in enumerate(chapters)),
    )


def session(seconds: float = 20.0) -> Timeline:
    """The sounds of a step, with the last bell at the end."""
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
