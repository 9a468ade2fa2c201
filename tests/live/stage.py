"""Run a live session without sound and without waiting: a clock that a test sets, and a player that records its
timelines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import cache, partial
from itertools import accumulate
from typing import Any

from tests.live.fake_player import FakePlayer, Heard
from tests.live.fake_studio import FakeStudio
from voiceguide.fit import Choices
from voiceguide.fit.live_plan import LivePlan
from voiceguide.live.commands import Command, Request
from voiceguide.live.maker import Maker
from voiceguide.live.pre_roll import PreRoll, countdown, countdown_pre_roll
from voiceguide.live.prepared import Prepared
from voiceguide.live.session import LiveSession
from voiceguide.live.status import Status
from voiceguide.live.step_reference import StepReference
from voiceguide.preferences import Speed
from voiceguide.routine import Routine
from voiceguide.script import parse
from voiceguide.units import RATE

QUIET_SECONDS = 2.0
"""After this time without a change, ticks are longer."""
Event = Callable[["Stage"], None]


@cache
def routine_of(script: str) -> Routine:
    reading = parse(script, "routine.md", "routine")
    assert reading.routine
    return reading.routine


class SimulatedTime:
    """The time of one session. It passes while the session waits for a command."""

    def __init__(
        self, stage: Stage, commands: Iterable[tuple[float, Request]], events: Iterable[tuple[float, Event]]
    ) -> None:
        self._stage = stage
        self._commands = sorted(commands, key=lambda pair: pair[0])
        self._events = sorted(events, key=lambda pair: pair[0])
        self._jobs: list[Job] = []
        self._first_seconds = iter(stage.first_seconds)
        self._busy_until = 0.0

    def receive(self, seconds: float) -> Request | None:
        """Let a tick pass, with all that happens in it. Returns the command that came."""
        stage = self._stage
        assert stage.now < stage.most_seconds, "it does not end"
        command = self._pass_time(self._step(seconds))
        while self._events and self._events[0][0] <= stage.now:
            self._events.pop(0)[1](stage)
            self._note_change()
        while self._jobs and self._jobs[0].due <= stage.now:
            self._note_change()
            self._jobs.pop(0).do()
        return command

    def _step(self, seconds: float) -> float:
        """Return the seconds to the next tick."""
        stage = self._stage
        step = max(seconds, stage.tick)
        if stage.now < self._busy_until:
            return step
        due = [each - stage.now for each, _ in self._events[:1]] + [job.due - stage.now for job in self._jobs[:1]]
        return max(step, min(stage.quiet_tick, stage.player.seconds_left, *due))

    def _pass_time(self, step: float) -> Request | None:
        """Go to the next tick, or to the command before it."""
        stage = self._stage
        if not self._commands or self._commands[0][0] > stage.now + step:
            stage.now += step
            return None
        at, command = self._commands.pop(0)
        stage.now = max(stage.now, at)
        self._note_change()
        return command

    def _note_change(self) -> None:
        self._busy_until = self._stage.now + QUIET_SECONDS

    def work(self, make: Callable[[], Prepared]) -> Future[Prepared]:
        """Do a job in the background."""
        job = Job(self._stage.now + next(self._first_seconds, self._stage.work_seconds), make)
        self._jobs.append(job)
        return job.done

    def work_ahead(self, make: Callable[[], Prepared]) -> Future[Prepared]:
        """Speak at another speed in the background."""
        job = Job(self._stage.now + self._stage.speech_ahead_seconds, make)
        self._jobs.append(job)
        self._jobs.sort(key=lambda job: job.due)
        return job.done


@dataclass
class Job:
    """A job in the background."""

    due: float
    make: Callable[[], Prepared]
    done: Future[Prepared] = field(default_factory=Future)

    def do(self) -> None:
        try:
            self.done.set_result(self.make())
        except Exception as error:  # noqa: BLE001 - as a worker does
            self.done.set_exception(error)


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
        events: Iterable[tuple[float, Event]] = (),
    ) -> bool:
        """Play with these commands, each at its second. Returns True if the end was reached."""
        self.studio = FakeStudio(routine_of(self.script))
        self.studio.broken_speeds = self.broken_speeds
        self.player = FakePlayer(lambda: self.now)
        time = SimulatedTime(self, commands, events)
        keeps_end = self.length is not None and not self.let_end_move
        maker = Maker(self.studio, time.work, keeps_end=keeps_end, work_ahead=time.work_ahead)  # type: ignore[arg-type]
        self.session = LiveSession(maker, self.player, lambda: self.now, self.saved.append, has_button=self.has_button)
        make = first or (lambda studio: studio.live_plan(self.length, self.choices))
        played_first: PreRoll | Callable[[], PreRoll] | None = pre_roll(self.studio) if pre_roll else None
        if pre_roll_in_background:
            played_first = partial(pre_roll_in_background, self.studio)
        return self.session.run(
            lambda: make(self.studio),
            played_first,
            time.receive,
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

SHORT = """\
# Heel
Caution: stop if it hurts.
- Press the heel spot for 30 seconds, each foot
  - halfway: move on
- Get the band until ready, about 7 seconds
- Stretch the calf for 10 to 40 seconds
- Rest for 10 seconds
- Raise the heels, 5 times, 2 seconds each
- Plank, hold 6s, rest 5s, repeat 2 times

Caution: get up slowly.
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


def pauses(gaps: list[float]) -> list[tuple[float, Command]]:
    """Return presses of the one button with these gaps, and a GO_ON if the last press pauses."""
    presses = [(moment, Command.PRESS) for moment in accumulate(gaps)]
    return [*presses, (sum(gaps) + 30, Command.GO_ON)] if len(gaps) % 2 else presses
