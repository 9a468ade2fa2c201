"""A wait that nobody ends: what comes after it is fitted to the time that is left."""

from __future__ import annotations

from concurrent.futures import Future

from voiceguide.fit.course import Head, Turn
from voiceguide.live.deck import Deck, Prepared
from voiceguide.live.maker import Maker
from voiceguide.live.turns import Stop
from voiceguide.units import to_samples

AHEAD = to_samples(0.06)
"""So much before the old course would go on, the new one takes over."""


class Unanswered:
    """Makes the course that follows while the wait is on, and changes over to it."""

    def __init__(self, maker: Maker, deck: Deck) -> None:
        self._maker = maker
        self._deck = deck
        self._following: Future[Prepared] | None = None

    def forget(self) -> None:
        """The session goes another way."""
        self._following = None

    def mind(self, reached: int) -> None:
        """The course has come to this sample."""
        course = self._deck.course
        assert course is not None
        coming = course.after_wait(reached)
        if coming is None:
            self._following = None
            return
        index, start = coming
        if self._following is None:
            stop = Stop(course.told(reached), course.spot(reached), course.wanted(start), course.left(start))
            self._following = self._maker.turn(stop, Turn(Head(index), course.items, (), stop.wanted))
        if self._following.done() and reached >= start - AHEAD:
            if self._following.exception() is None:  # else what was planned before goes on
                self._deck.start(self._following.result())
            self._following = None
