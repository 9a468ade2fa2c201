"""A player that plays by a clock, and tells the sounds that were heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.live.fake_studio import FakeSound
from voiceguide.audio.bells import GeneratedSound
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.errors import DeviceChangedError
from voiceguide.preferences import LeadIn
from voiceguide.units import RATE


@dataclass(frozen=True)
class Heard:
    """One sound, or the part of it that was heard."""

    at: float
    """Seconds by the clock."""
    name: str
    kind: str
    whole: bool
    end: float
    parts: tuple[str, ...] = ()
    """The utterances that were heard whole."""


class FakePlayer:
    """Plays by the clock, and records the stretches of each timeline that were heard."""

    name = "fake"
    lead_in: LeadIn = "auto"

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.volume = 0.0
        self.stretches: list[tuple[float, Timeline, int, int]] = []
        self._timeline: Timeline | None = None
        self._start, self._since = 0, 0.0
        self._paused = False
        self.fault: Exception | None = None

    def play(self, timeline: Timeline, start: int = 0) -> None:
        if self.fault:
            raise self.fault
        self._note()
        self._timeline, self._start, self._since, self._paused = timeline, start, self._clock(), False

    def go_on_with(self, timeline: Timeline) -> None:
        self.play(timeline, self.position)

    def pause(self) -> None:
        self._note()
        self._start, self._paused = self.position, True

    def resume(self) -> None:
        self._since, self._paused = self._clock(), False

    def stop(self) -> None:
        self._note()
        self._start, self._paused = self.position, True

    @property
    def position(self) -> int:
        if self._timeline is None:
            return 0
        gone = 0 if self._paused else round((self._clock() - self._since) * RATE)
        return min(self._start + gone, max(self._start, self._timeline.length))

    @property
    def seconds_left(self) -> float:
        """The time until what plays is over; infinite where nothing plays."""
        left = 0 if self._timeline is None or self._paused else self._timeline.length - self.position
        return left / RATE if left > 0 else float("inf")

    def wait(self, timeout: float | None = None) -> bool:
        if isinstance(self.fault, DeviceChangedError):  # raised once
            fault, self.fault = self.fault, None
            self.stop()
            raise fault
        if self.fault:
            self.stop()
            raise self.fault
        return self._timeline is None or self.position >= self._timeline.length

    def _note(self) -> None:
        if self._timeline is not None and not self._paused and self.position > self._start:
            self.stretches.append((self._since, self._timeline, self._start, self.position))

    def heard(self) -> list[Heard]:
        """Return every sound that was heard, in order."""
        self.stop()
        found = [
            _heard(placement, first, last, since)
            for since, timeline, first, last in self.stretches
            for placement in timeline.placements
            if placement.start < last and placement.end > first
        ]
        return sorted(found, key=lambda heard: heard.at)


def _heard(placement: Placement, first: int, last: int, since: float) -> Heard:
    """Return the part of a sound between two samples of its timeline. `since` is the time of the first one."""
    sound = placement.sound
    assert isinstance(sound, FakeSound | GeneratedSound)
    begin, end = max(placement.start, first), min(placement.end, last)
    at, until = (round(since + (sample - first) / RATE, 3) for sample in (begin, end))
    whole = placement.start >= first and placement.end <= last
    if isinstance(sound, GeneratedSound):
        return Heard(at, sound.name, "bell", whole, until)
    parts = sound.heard(begin - placement.start, end - placement.start)
    return Heard(at, sound.key, sound.kind, whole, until, parts)
