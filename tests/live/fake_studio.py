"""A studio whose speech has lengths and no samples, and takes no time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from voiceguide.audio.bells import LENGTHS
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.errors import SpeechError
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Fitting
from voiceguide.fit.live_plan import Interjection, LivePlan
from voiceguide.fit.speech import Speech
from voiceguide.language import load
from voiceguide.plan import Cue
from voiceguide.preferences import SPEEDS, Speed
from voiceguide.routine import Routine


def speech_seconds(text: str) -> float:
    return 0.3 + 0.05 * len(text)


@dataclass(frozen=True)
class FakeSound:
    """A sound that has a name and a length only."""

    key: str
    length: int
    kind: str = ""
    parts: tuple[str, ...] = ()

    def heard(self, first: int, last: int) -> tuple[str, ...]:
        """Return the utterances that lie whole between two of its samples."""
        speech = Speech(speech_seconds)
        places = speech.places(self.parts)
        return tuple(part for start, part in places if first <= start and start + speech.one(part) <= last)

    def samples(self) -> Any:
        raise AssertionError("nobody listens")


class FakeStudio:
    """Makes plans and timelines as a studio does, without any time to speak."""

    def __init__(self, routine: Routine) -> None:
        self.routine = routine
        self.pack = load(routine.language)
        self.speed: Speed = "usual"
        self.broken_speeds: tuple[Speed, ...] = ()
        """Speeds at which nothing can be spoken."""

    def live_plan(self, length: Any, choices: Choices | None = None) -> LivePlan:
        return Fitting(self.routine, speech_seconds, replace(choices or Choices(), live=True)).live_plan(length)

    def spoken(self, make: Callable[[Callable[[str], float]], LivePlan]) -> LivePlan:
        live_plan = make(lambda text: speech_seconds(text) / SPEEDS[self.speed])
        assert live_plan.laid
        return live_plan

    def spoken_at(
        self, speed: Speed, make: Callable[[Callable[[str], float]], LivePlan], progress: Callable[[int, int], None]
    ) -> LivePlan:
        if speed in self.broken_speeds:
            raise SpeechError("the voice is gone")
        progress(1, 1)
        return make(lambda text: speech_seconds(text) / SPEEDS[speed])

    def speak_at(self, speed: Speed) -> None:
        self.speed = speed

    def interjections(self, interjections: tuple[Interjection, ...], choices: Choices) -> LivePlan:
        fitting = Fitting(self.routine, speech_seconds, replace(choices, live=True))
        return LivePlan(fitting.outliner, fitting.shapes[fitting.shapes.natural], (), interjections=interjections)

    def sounds(self, length: int, cues: Iterable[Cue]) -> Timeline:
        return Timeline(length, tuple(Placement(cue.start, sound_of(cue)) for cue in cues if cue.parts))


def sound_of(cue: Cue) -> FakeSound:
    if cue.kind in ("bell", "tick"):
        return FakeSound(cue.parts[0], LENGTHS[cue.parts[0]], cue.kind)
    return FakeSound(cue.text, cue.end - cue.start, cue.kind, cue.parts)
