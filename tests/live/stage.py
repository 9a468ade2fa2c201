"""Run a live session without sound and without waiting: a clock that a test sets, and a player that records its
timelines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any

from voiceguide.audio.bells import LENGTHS, GeneratedSound
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.errors import DeviceChangedError, SpeechError
from voiceguide.fit import Choices
from voiceguide.fit.fitting import Fitting
from voiceguide.fit.live_plan import Interjection, LivePlan
from voiceguide.fit.speech import Speech
from voiceguide.language import load
from voiceguide.live.commands import Request
from voiceguide.live.maker import Maker
from voiceguide.live.pre_roll import PreRoll, countdown, countdown_pre_roll
from voiceguide.live.prepared import Prepared
from voiceguide.live.session import LiveSession
from voiceguide.live.status import Status
from voiceguide.live.step_reference import StepReference
from voiceguide.plan import Cue
from voiceguide.preferences import SPEEDS, LeadIn, Speed
from voiceguide.routine import Routine
from voiceguide.script import parse
from voiceguide.units import RATE


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
        found = []
        for since, timeline, first, last in self.stretches:
            for placement in timeline.placements:
                if placement.start < last and placement.end > first:
                    sound = placement.sound
                    assert isinstance(sound, FakeSound | GeneratedSound)
                    name = sound.key if isinstance(sound, FakeSound) else sound.name
                    begin, end = max(placement.start, first), min(placement.end, last)
                    found.append(
                        Heard(
                            round(since + (begin - first) / RATE, 3),
                            name,
                            getattr(sound, "kind", "bell"),
                            placement.start >= first and placement.end <= last,
                            round(since + (end - first) / RATE, 3),
                            sound.heard(begin - placement.start, end - placement.start)
                            if isinstance(sound, FakeSound)
                            else (),
                        )
                    )
        return sorted(found, key=lambda heard: heard.at)


QUIET_SECONDS = 2.0


@cache
def routine_of(script: str) -> Routine:
    reading = parse(script, "routine.md", "routine")
    assert reading.routine
    return reading.routine


@dataclass
class Stage:
    """Runs one session."""

    script: str
    length: Any = None
    choices: Choices = field(default_factory=Choices)
    let_end_move: bool = False
    now: float = 0.0
    saved: list[StepReference | None] = field(default_factory=list)
    statuses: list[tuple[float, Status]] = field(default_factory=list)
    most_seconds: float = 20_000.0
    tick: float = 0.0
    """The least time between two ticks. A longer one makes a test faster and less exact."""
    quiet_tick: float = 0.25
    """The least time between two ticks when nothing has happened for QUIET_SECONDS."""
    work_seconds: float = 0.0
    """The time that each job in the background takes."""
    first_seconds: tuple[float, ...] = ()
    """The times of the first jobs."""
    speech_ahead_seconds: float = 0.0
    """The time that speech at another speed takes."""
    broken_speeds: tuple[Speed, ...] = ()
    has_button: bool = True
    """True if the listener can press."""

    def run(
        self,
        commands: Iterable[tuple[float, Request]] = (),
        first: Callable[[FakeStudio], LivePlan] | None = None,
        pre_roll: Callable[[FakeStudio], PreRoll] | None = None,
        pre_roll_in_background: Callable[[FakeStudio], PreRoll] | None = None,
        events: Iterable[tuple[float, Callable[[Stage], None]]] = (),
    ) -> bool:
        """Play with these commands, each at its second. Returns True if the end was reached."""
        self.studio = FakeStudio(routine_of(self.script))
        self.studio.broken_speeds = self.broken_speeds
        self.player = FakePlayer(lambda: self.now)
        coming = sorted(commands, key=lambda pair: pair[0])
        happening = sorted(events, key=lambda pair: pair[0])
        busy_until = 0.0
        making: list[tuple[float, Callable[[], Prepared], Future[Prepared]]] = []

        def receive(seconds: float) -> Request | None:
            nonlocal busy_until
            assert self.now < self.most_seconds, "it does not end"
            step = max(seconds, self.tick)
            if self.now >= busy_until:
                due = (jobs[0][0] - self.now for jobs in (happening, making) if jobs)
                step = max(step, min(self.quiet_tick, self.player.seconds_left, *due))
            if coming and coming[0][0] <= self.now + step:
                at, command = coming.pop(0)
                self.now = max(self.now, at)
            else:
                self.now += step
                command = None
            while happening and happening[0][0] <= self.now:
                happening.pop(0)[1](self)
                busy_until = self.now + QUIET_SECONDS
            if command is not None:
                busy_until = self.now + QUIET_SECONDS
            while making and making[0][0] <= self.now:
                busy_until = self.now + QUIET_SECONDS
                _, make, done = making.pop(0)
                try:
                    done.set_result(make())
                except Exception as error:  # noqa: BLE001 - as a worker does
                    done.set_exception(error)
            return command

        first_seconds = iter(self.first_seconds)

        def work(make: Callable[[], Prepared]) -> Future[Prepared]:
            done: Future[Prepared] = Future()
            making.append((self.now + next(first_seconds, self.work_seconds), make, done))
            return done

        def work_ahead(make: Callable[[], Prepared]) -> Future[Prepared]:
            done: Future[Prepared] = Future()
            making.append((self.now + self.speech_ahead_seconds, make, done))
            making.sort(key=lambda job: job[0])
            return done

        keeps_end = self.length is not None and not self.let_end_move
        maker = Maker(self.studio, work, keeps_end=keeps_end, work_ahead=work_ahead)  # type: ignore[arg-type]
        self.session = LiveSession(maker, self.player, lambda: self.now, self.saved.append, has_button=self.has_button)
        make = first or (lambda studio: studio.live_plan(self.length, self.choices))
        return self.session.run(
            lambda: make(self.studio),
            partial(pre_roll_in_background, self.studio)
            if pre_roll_in_background
            else pre_roll(self.studio)
            if pre_roll
            else None,
            receive,
            lambda status: self.statuses.append((self.now, status)),
        )

    def heard(self, *kinds: str) -> list[Heard]:
        """Return the sounds of these kinds, or of all."""
        return [heard for heard in self.player.heard() if not kinds or heard.kind in kinds]

    def words(self) -> list[str]:
        """Return the words that were heard whole."""
        return [heard.name for heard in self.heard() if heard.kind not in ("bell", "tick") and heard.whole]


SCRIPT = """\
# Heel
Caution: stop if it hurts.
## Massage
- Press the heel spot for 60 seconds, each foot
  - halfway: move on
- Rub the arch for 30 to 60 seconds
- Get the band until ready, about 15 seconds
## Stretch
Caution: never bounce.
- Stretch the calf for 30 to 60 seconds
- Rest for 20 seconds
- Raise the heels, 10 times
- Plank, hold 20s, rest 10s, repeat 3 times
"""


def at(stage: Stage, name: str, nth: int = 0) -> float:
    """Return the time at which a sound was heard."""
    return [heard for heard in stage.heard() if heard.name == name][nth].at


ANSWERS = ("press", "pause", "go-on", "limit", "not-understood")
"""The sounds that answer a command."""


def names(stage: Stage, start: float = 0.0) -> list[str]:
    return [heard.name for heard in stage.heard() if heard.at >= start]


def plan_after_countdown(studio: Any) -> Any:
    """The live plan behind a countdown of 30 seconds."""
    live_plan = replace(studio.live_plan(None), interjections=countdown(30, studio.pack))
    assert live_plan.goes_on == 30 * RATE
    return live_plan


def lying_down(studio: Any) -> PreRoll:
    """A countdown of 30 seconds, heard while the plan is made."""
    return countdown_pre_roll(countdown(30, studio.pack), studio, Choices())
