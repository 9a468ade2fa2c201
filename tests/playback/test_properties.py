"""Any calls in any order: time only goes forward, and each sound starts once, in order."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.audio.timelines import Clock, Level
from voiceguide.audio.timeline import Placement, Timeline
from voiceguide.playback.clock_player import ClockPlayer
from voiceguide.units import RATE

SOUND = 2000
"""Samples of each sound. A sound shorter than the pause goes on after it."""


class Listener(ClockPlayer):
    """Records the start of each sound, by its level and position."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock, clock.sleep)
        self.started: list[tuple[int, int]] = []

    def _begin(self, samples: NDArray[np.int16]) -> None:
        if len(samples) == SOUND:
            self.started.append((int(samples[0]), self.position))

    def _hush(self) -> None:
        """Forget a sound that ended in the moment it started, since it was not heard."""
        self.started = [(level, where) for level, where in self.started if where < self.position]


class Session:
    """A player and the things that a listener may do to it."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.player = Listener(self.clock)
        self._levels = count(1)
        self.timeline = self._with_more((), 0, 6)
        self.player.play(self.timeline)

    def _with_more(self, unchanged: tuple[Placement, ...], start: int, more: int) -> Timeline:
        """Return the given sounds and some new ones, which may overlap."""
        starts = (start + number * 7 * SOUND // (1 + number % 2) for number in range(more))
        new = (Placement(place, Level(next(self._levels), SOUND)) for place in sorted(starts))
        placements = (*unchanged, *new)
        return Timeline(max([start, *(placement.end for placement in placements)]) + RATE, placements)

    def go_on(self, more: int) -> None:
        """Replace the sounds from a second ahead on."""
        ahead = self.player.position + RATE
        unchanged = tuple(placement for placement in self.timeline.placements if placement.start < ahead)
        self.timeline = self._with_more(unchanged, ahead, more)
        self.player.go_on_with(self.timeline)

    def wait(self, seconds: float) -> None:
        self.player.wait(seconds)

    def sleep(self, seconds: float) -> None:
        self.clock.now += seconds

    def louder(self, decibels: float) -> None:
        self.player.volume = decibels

    def pause(self, _: object) -> None:
        self.player.pause()

    def resume(self, _: object) -> None:
        self.player.resume()


Command = tuple[Callable[[Session, float], None], float]

commands: st.SearchStrategy[list[Command]] = st.lists(
    st.one_of(
        st.tuples(st.just(Session.wait), st.floats(0, 2)),
        st.tuples(st.just(Session.sleep), st.floats(1.2, 10_000)),
        st.tuples(st.just(Session.go_on), st.integers(0, 5)),
        st.tuples(st.just(Session.louder), st.floats(-30, 0)),
        st.tuples(st.sampled_from([Session.pause, Session.resume]), st.none()),
    )
)


@example([(Session.wait, 0.15), (Session.sleep, 157.0)])
@given(commands)
def test_time_goes_forward_and_each_sound_is_begun_once(commands: list[Command]) -> None:
    session = Session()
    player = session.player
    reached = 0
    for change, amount in commands:
        change(session, amount)
        assert reached <= player.position <= session.timeline.length
        reached = player.position
    player.resume()
    assert player.wait()
    assert player.position == session.timeline.length
    assert [level for level, _ in player.started] == [
        placement.sound.samples()[0] for placement in session.timeline.placements
    ]
