"""The bells and ticks, synthesised. To change how a sound is heard, change its entry in RECIPES.

Each sound is one or more struck tones. A struck tone is a fundamental with two quieter overtones that start softly and
fade, like a small singing bowl. Levels are set against speech at −16 LUFS: the loudest 50 ms of a sound are up to 9 LU
below speech, so that it startles nobody, and at least 6 LU above a bed, which is 15 dB below speech.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING
from zlib import crc32

from voiceguide.units import RATE, to_samples

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from voiceguide.audio.timeline import Sound


@dataclass(frozen=True, slots=True)
class StruckTone:
    """One struck tone."""

    hertz: float
    decibels: float
    """The level of its fundamental at the start, in dBFS."""
    fade_seconds: float
    """The time in which it loses 60 dB."""
    at_seconds: float = 0.0
    """The time of the strike from the start of the sound."""


def _tick(at_seconds: float = 0.0) -> StruckTone:
    return StruckTone(hertz=1046.5, decibels=-6, fade_seconds=0.06, at_seconds=at_seconds)


RECIPES: dict[str, tuple[float, tuple[StruckTone, ...]]] = {
    # Start of a hold: one clear tone. Lower its -13 dBFS for a softer start bell.
    "start-bell": (0.6, (StruckTone(659.3, -13, 0.9),)),
    # End of a hold: two falling tones.
    "end-bell": (0.7, (StruckTone(880.0, -13, 0.5), StruckTone(587.3, -12, 0.8, at_seconds=0.18))),
    # End of the session: the same two tones, then a deep one that rings on.
    "last-bell": (
        1.6,
        (
            StruckTone(880.0, -13, 0.5),
            StruckTone(587.3, -12, 0.9, at_seconds=0.18),
            StruckTone(440.0, -11, 1.8, at_seconds=0.40),
        ),
    ),
    # Answers to a press, of one length: a change of step or place, a pause (falling), and going on (rising).
    "press": (0.12, (StruckTone(880.0, -12, 0.12),)),
    "pause": (0.12, (StruckTone(880.0, -13, 0.06), StruckTone(587.3, -11, 0.08, at_seconds=0.05))),
    "go-on": (0.12, (StruckTone(587.3, -13, 0.06), StruckTone(880.0, -11, 0.08, at_seconds=0.05))),
    # The volume can go no further: two low knocks.
    "limit": (0.16, (StruckTone(392.0, -10, 0.09), StruckTone(392.0, -10, 0.09, at_seconds=0.09))),
    # Words were heard, but not understood: a low tone that falls.
    "not-understood": (0.3, (StruckTone(330.0, -13, 0.12), StruckTone(262.0, -12, 0.16, at_seconds=0.13))),
    "tick": (0.06, (_tick(),)),
    # One sound, so that its ticks keep step wherever it is laid.
    **{
        f"countdown-{ticks}": (ticks - 0.94, tuple(_tick(float(second)) for second in range(ticks)))
        for ticks in range(1, 11)
    },
    # One stroke of a pace: a soft knock, lower than a tick and 14 dB under it.
    "stroke": (0.05, (StruckTone(392.0, -20, 0.05),)),
    # Hardly heard: it wakes a loudspeaker.
    "wake": (0.38, (StruckTone(220.0, -50, 6.0),)),
}
"""Name -> the length of the sound in seconds, and its struck tones."""

OWN_BELL = "own-"
"""The beginning of the name of a bell of the listener's own: `own-start-bell:FILE`."""
SOFTER = -6.0
"""Decibels between a clear bell and a soft one."""

for _name in ("start-bell", "end-bell", "last-bell"):
    _seconds, _strikes = RECIPES[_name]
    _soft = (replace(strike, decibels=strike.decibels + SOFTER) for strike in _strikes)
    RECIPES[f"soft-{_name}"] = (_seconds, tuple(_soft))

LENGTHS: dict[str, int] = {name: to_samples(seconds) for name, (seconds, _) in RECIPES.items()}
"""Name -> the length in samples. Known without rendering the sound."""

OVERTONES = ((1.0, 0.0, 1.0), (2.0, -14.0, 0.6), (3.01, -24.0, 0.35))
"""For each partial: its ratio to the fundamental, its level relative to it in decibels, its share of the fade time."""

ATTACK_SECONDS = 0.006
RELEASE_SECONDS = 0.02
"""Soft edges that prevent clicks."""


@dataclass(frozen=True, slots=True)
class GeneratedSound:
    """A `timeline.Sound` that is synthesised on demand."""

    name: str

    @property
    def key(self) -> str:
        """The name and a checksum of everything that shapes the samples."""
        return _key(self.name)

    @property
    def length(self) -> int:
        """Samples."""
        return LENGTHS[self.name]

    def samples(self) -> NDArray[np.int16]:
        """Mono, at RATE, shape (length,)."""
        return _render(self.name)


@dataclass(frozen=True, slots=True)
class Strokes:
    """A `timeline.Sound`: paced strokes, rendered as one sound so that they keep exact time."""

    pace: int
    """Strokes a minute."""
    first: int
    """The number of the first stroke. Stroke 0 is at the start of the hold; all times follow from the numbers."""
    last: int
    goes_on: bool = False
    """True if the sound ends at the next stroke. In an MP3, a following sound then joins without a gap."""

    @property
    def name(self) -> str:
        """The name that `sound` accepts. It is the same in each minute, since strokes repeat every minute to the
        sample."""
        minutes = self.first // self.pace
        first, last = (number - minutes * self.pace for number in (self.first, self.last))
        return f"strokes-{self.pace}-{first}-{last}-{self.goes_on:d}"

    @property
    def key(self) -> str:
        """The name and the key of one stroke."""
        return f"{self.name}-{GeneratedSound('stroke').key}"

    @property
    def length(self) -> int:
        """Samples."""
        return self._at(self.last + 1) if self.goes_on else self._at(self.last) + LENGTHS["stroke"]

    def samples(self) -> NDArray[np.int16]:
        """Mono, at RATE, shape (length,)."""
        import numpy as np

        made = np.zeros(self.length, np.int16)
        for number in range(self.first, self.last + 1):
            made[self._at(number) :][: LENGTHS["stroke"]] = _render("stroke")
        return made

    def _at(self, number: int) -> int:
        return stroke_at(self.pace, number) - stroke_at(self.pace, self.first)


@dataclass(frozen=True, slots=True, eq=False)
class OwnBell:
    """A `timeline.Sound`: a sound of the listener's own in place of a bell."""

    key: str
    """A name for its content."""
    data: NDArray[np.int16]
    """Mono, at RATE, shape (length,)."""

    @property
    def length(self) -> int:
        """Samples."""
        return len(self.data)

    def samples(self) -> NDArray[np.int16]:
        """The sound itself."""
        return self.data

    def shortened(self, length: int) -> OwnBell:
        """The bell with at most so many samples, faded out."""
        if self.length <= length:
            return self
        import numpy as np

        data = self.data[:length].astype(np.float32)
        out = max(1, length // 2)
        data[length - out :] *= np.linspace(1, 0, out, dtype=np.float32)
        return OwnBell(f"{self.key}-{length}", np.rint(data).astype(np.int16))


ANSWERS = ("press", "pause", "go-on", "limit", "not-understood")
"""The sounds that answer a press or a command."""


def is_bell(sound: Sound) -> bool:
    """True for a bell, a tick or another sound without words."""
    return isinstance(sound, GeneratedSound | Strokes | OwnBell)


def is_answer(sound: Sound) -> bool:
    """True for a sound that answers a press."""
    return isinstance(sound, GeneratedSound) and sound.name in ANSWERS


def stroke_at(pace: int, number: int) -> int:
    """Samples from the start of a hold to a stroke; 0 is the first. Rounding errors do not add up. `pace`: strokes a
    minute."""
    return (number * 60 * RATE + pace // 2) // pace


def sound(name: str) -> Sound:
    """The sound of this name: one of LENGTHS, or a name from `Strokes.name`. Raises KeyError for any other."""
    kind, _, numbers = name.partition("-")
    if kind == "strokes":
        pace, first, last, goes_on = (int(number) for number in numbers.split("-"))
        return Strokes(pace, first, last, bool(goes_on))
    if name not in LENGTHS:
        raise KeyError(f"there is no sound {name!r}; the sounds are {', '.join(LENGTHS)}")
    return GeneratedSound(name)


@cache
def _render(name: str) -> NDArray[np.int16]:
    import numpy as np

    mixed = np.zeros(LENGTHS[name])
    for strike in RECIPES[name][1]:
        first = to_samples(strike.at_seconds)
        mixed[first:] += _ring(strike, len(mixed) - first)
    release = to_samples(RELEASE_SECONDS)
    mixed[-release:] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, release))
    made = np.round(mixed * 32767).astype(np.int16)
    made.flags.writeable = False
    return made


def _ring(strike: StruckTone, length: int) -> NDArray[np.float64]:
    """One struck tone, shape (length,), full scale 1."""
    import numpy as np

    seconds = np.arange(length) / RATE
    tone = np.zeros(length)
    for ratio, decibels, share in OVERTONES:
        level = 10 ** ((strike.decibels + decibels - 60 * seconds / (strike.fade_seconds * share)) / 20)
        tone += level * np.sin(2 * np.pi * strike.hertz * ratio * seconds)
    attack = min(to_samples(ATTACK_SECONDS), length)
    tone[:attack] *= 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, attack))
    return tone


@cache
def _key(name: str) -> str:
    shape = (RECIPES[name], OVERTONES, ATTACK_SECONDS, RELEASE_SECONDS, RATE)
    return f"{name}-{crc32(repr(shape).encode()):08x}"
