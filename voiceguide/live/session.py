"""A live session: what a listener does, and what is heard of it. Knows no terminal, no device and no clock of its own.

One course plays at a time. An act stops it and is answered by a sound at once; while that sounds, another course is
made of it. Nothing of the old one is heard any more.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from voiceguide.audio.bells import LENGTHS
from voiceguide.errors import OutputError
from voiceguide.fit.course import Course, Turn
from voiceguide.live import turns
from voiceguide.live.acts import Act
from voiceguide.live.answers import where as where_words
from voiceguide.live.beginning import Beginning
from voiceguide.live.deck import Deck, Prepared
from voiceguide.live.glance import Bar, Glance
from voiceguide.live.kept import Kept
from voiceguide.live.maker import Maker
from voiceguide.live.overture import Overture
from voiceguide.live.presses import Presses
from voiceguide.live.turns import Stop
from voiceguide.live.unanswered import Unanswered
from voiceguide.live.view import first_place, place_of, view
from voiceguide.units import to_samples

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

Receive = Callable[[float], Act | None]
"""Seconds to wait at the most -> what the listener did, or None."""
Show = Callable[[Glance], None]

TICK_SECONDS = 0.02
SHOW_SECONDS = 0.1
ABSENT_SECONDS = 2.0
"""Nobody looked at the session for so long: the machine slept, or its process was stopped."""
DEVICE_SECONDS = 60.0
"""How long a sound device is waited for."""
GOODBYE_SECONDS = 5.0
"""The longest that leaving takes."""


class LiveSession:
    """One run of a routine, with a listener."""

    def __init__(
        self, maker: Maker, player: Player, clock: Callable[[], float], keep: Callable[[Kept | None], None]
    ) -> None:
        """`clock` gives seconds and never goes back. `keep` is told of each step that begins, and None at the end."""
        self._maker = maker
        self._deck = Deck(player)
        self._clock = clock
        self._keep = keep
        self._presses = Presses()
        self._met: tuple[Stop, bool, float | None] | None = None
        """What the first of several presses met: where it was, whether it was paused, and `_since`."""
        self._since: float | None = None
        """The time from which a stop has what is wanted to the end, by the clock; None where that is paused."""
        self._pending: Future[Prepared] | None = None
        self._unanswered = Unanswered(maker, self._deck)
        self._paused = self._asked = False
        self._goodbye: float | None = None
        """When the session is left at the latest, by the clock."""
        self._message: str | None = None
        self._whole = 0
        """Samples of the session when it began."""
        self._looked = clock()
        self._reached = 0
        """The last sample of the course that was looked at."""
        self._shown = float("-inf")
        self._kept: Kept | None = None

    @property
    def speaking(self) -> bool:
        """Whether a voice sounds now, or did a moment ago. May be asked from any thread."""
        return self._deck.speaking

    def run(self, first: Callable[[], Course], overture: Overture | None, receive: Receive, show: Show) -> bool:
        """Play until the end, or until the listener leaves; whether the end was reached.

        `overture` is heard while `first` makes the course. Raises OutputError where the sound device goes away for
        good, and whatever making and speaking raise."""
        if not self._begin(first, overture, receive, show):
            return False
        while True:
            try:
                act = receive(TICK_SECONDS)
                self._mind_absence()
                if act is not None:
                    self._do(act)
                ended = self._forward()
            except OutputError as error:
                ended = self._without_device(error, receive, show)
            if ended:
                break
            self._show(show)
        if self._goodbye is not None:
            return False
        self._keep(None)
        show(replace(self._glance(), state="over", message=None))
        return True

    def _begin(self, first: Callable[[], Course], overture: Overture | None, receive: Receive, show: Show) -> bool:
        """Play the overture until the course is there, then that. False where the listener leaves meanwhile."""
        glance = Glance(self._maker.studio.routine.title, "playing", Bar(0, 0))
        show(glance)
        beginning = Beginning(self._maker, self._deck, self._presses, self._clock, overture)
        making = self._maker.first(first)
        while not (making.done() and beginning.gives_way_to(making.result())):
            act = receive(TICK_SECONDS)
            if act is not None:
                beginning.do(act)
                show(replace(glance, state="paused" if beginning.paused else "playing"))
            if beginning.left:
                return False
            beginning.forward()
        course = self._deck.course
        assert course is not None
        self._looked, self._whole = self._clock(), course.left(0)
        self._keep_place(first_place(course))
        self._catch_up(beginning)
        return True

    def _catch_up(self, beginning: Beginning) -> None:
        """Do what was asked for before there was a course."""
        self._paused = beginning.paused
        if beginning.kept:
            self._met = self._deck.stop(), beginning.met, None
        for act in beginning.kept:
            self._do(act)
        if beginning.paused and (beginning.asked or not beginning.kept or not self._paused):
            told = beginning.told and not beginning.kept
            self._pause(self._deck.stop(), "leave" if beginning.asked else "paused", told=told)
        self._asked = beginning.asked

    def _forward(self) -> bool:
        """Let sound go on; whether all is over."""
        deck = self._deck
        over = deck.player.wait(0)
        if self._goodbye is not None and (self._pending is None or self._clock() > self._goodbye):
            return over or self._clock() > self._goodbye
        if self._pending is not None:
            if self._pending.done() and (over or deck.position >= LENGTHS["press"]):
                prepared, self._pending = self._pending.result(), None
                deck.start(prepared, deck.position if prepared.running else LENGTHS["press"])
                self._reached = 0
            return False
        if deck.stopped is not None:
            deck.stay_awake()
            return False
        self._reached = deck.position
        self._unanswered.mind(self._reached)
        self._reached = deck.position  # perhaps of another course now
        self._mind_place()
        return over

    def _do(self, act: Act) -> None:
        """Obey, and answer at once."""
        paused = self._paused
        if act is Act.GO_ON and self._deck.stopped is None and not self._waiting():
            self._deck.press_over()
            return
        # Some headsets send pause and play in turn for each press.
        counted = act is Act.PRESS or act is (Act.GO_ON if paused else Act.PAUSE)
        if counted:
            meaning = self._presses.press(self._clock())
            act = meaning if self._presses.count > 1 else act
        if self._goodbye is not None:
            return
        if act in (Act.LOUDER, Act.QUIETER):
            self._deck.turn_volume(1 if act is Act.LOUDER else -1)
            return
        stop, paused = self._stop(counted=counted)
        self._deck.answer()
        self._pending = None
        self._unanswered.forget()
        asked, self._asked, self._paused, self._message = self._asked, False, False, None
        self._obey(act, stop, paused=paused, asked=asked)

    def _stop(self, *, counted: bool) -> tuple[Stop, bool]:
        """Stand still; where, and whether it was paused before. Of several presses, what the first of them met, but the
        time since then has passed."""
        now = self._clock()
        since = now if self._deck.stopped is None else self._since
        stop, paused = self._deck.stop(), self._paused
        if counted and self._presses.count > 1 and self._met:
            stop, paused, since = self._met
        elif counted:
            self._met = stop, paused, since
        passed = 0 if since is None else to_samples(now - since)
        return replace(stop, wanted=stop.wanted - passed), paused

    def _obey(self, act: Act, stop: Stop, *, paused: bool, asked: bool) -> None:
        self._keep_place(place_of(stop.course, stop.head))  # a press before may have begun another step
        waiting = turns.is_waiting(stop.course, stop.head)
        match act:
            case Act.PRESS | Act.GO_ON if waiting and not paused:
                self._turn(stop, turns.ready(stop))
            case Act.PRESS | Act.GO_ON if paused or act is Act.GO_ON:
                self._turn(stop, turns.go_on(stop))
            case Act.PRESS | Act.PAUSE:
                self._pause(stop, "paused")
            case Act.AGAIN:
                self._turn(stop, turns.again(stop))
            case Act.NEXT:
                self._turn(stop, turns.next_step(stop))
            case Act.BACK:
                self._turn(stop, turns.back(stop))
            case Act.LONGER | Act.SHORTER:
                self._turn(stop, turns.longer(stop, shorter=act is Act.SHORTER, running=not paused), held=paused)
            case Act.WHERE if paused:
                self._pause(stop, None)
            case Act.WHERE:
                self._turn(stop, turns.where(stop))
            case Act.QUIT:
                self._leave(stop)
            case Act.LEAVE if asked:
                self._leave(stop)
            case Act.LEAVE:
                self._pause(stop, "leave")
                self._asked = True

    def _turn(self, stop: Stop, turn: Turn, *, held: bool = False) -> None:
        if turn.wanted is None and stop.owed:
            turn = replace(turn, wanted=stop.wanted)
        if turns.runs_on(turn.head) and turn.head.begun.answer and not held:
            self._pending = self._maker.running_turn(stop, turn, lambda: self._deck.position)
        else:
            self._pending = self._maker.turn(stop, turn, held=held)
        self._paused, self._since = held, None if held else self._clock()
        # Until that is there, another act builds on it all the same.
        course = replace(stop.course, items=turn.items)
        self._deck.stopped = replace(stop, course=course, head=turn.head, owed=turn.wanted is not None)

    def _pause(self, stop: Stop, phrase: str | None, *, told: bool = False) -> None:
        """Stand still, and say why unless that was told; without a phrase, say where."""
        pack = stop.course.outliner.pack
        self._paused, self._since, self._deck.stopped = True, None, stop
        self._message = pack.phrase(phrase or "paused")
        silent = stop.course.outliner.choices.talk == "bells"
        if phrase is None:
            self._pending = self._maker.asides(stop.course, where_words(stop.course, stop.head, stop.left))
        elif not told:
            self._pending = self._maker.words(stop.course, *(() if silent else (self._message,)))
        self._maker.ahead(stop.course, turns.go_on(stop).asides)

    def _leave(self, stop: Stop) -> None:
        self._message = stop.course.outliner.pack.phrase("place-kept")
        self._goodbye = self._clock() + GOODBYE_SECONDS
        self._pending = self._maker.words(stop.course, self._message, last=True)

    def _waiting(self) -> bool:
        """Whether the listener is being waited for at this moment."""
        course = self._deck.course
        return course is not None and turns.is_waiting(course, course.spot(self._deck.position))

    def _mind_absence(self) -> None:
        """Where nobody looked for a while, the session stands where it stood then."""
        now = self._clock()
        if now - self._looked > ABSENT_SECONDS and self._deck.stopped is None:
            stop = self._deck.stop(self._reached)
            self._deck.answer()
            self._pause(stop, "paused")
        self._looked = now

    def _mind_place(self) -> None:
        assert self._deck.course is not None
        self._keep_place(place_of(self._deck.course, self._deck.course.spot(self._reached)))

    def _keep_place(self, kept: Kept | None) -> None:
        if kept is not None and kept != self._kept:
            self._kept = kept
            self._keep(kept)

    def _without_device(self, error: OutputError, receive: Receive, show: Show) -> bool:
        """The sound device went away: wait for one, then go on as after a pause. True where the listener leaves."""
        until = self._clock() + DEVICE_SECONDS
        stop = self._deck.stop(self._reached)
        self._pending = None
        self._unanswered.forget()
        self._message = error.message
        while self._clock() < until:
            show(replace(self._glance(), state="waiting"))
            if receive(1.0) in (Act.LEAVE, Act.QUIT):
                self._goodbye = self._clock()
                return True
            try:
                self._deck.answer()
            except OutputError:
                continue
            self._message, self._looked = None, self._clock()
            if not self._paused:
                self._turn(stop, turns.go_on(stop))
            return False
        raise error

    def _show(self, show: Show) -> None:
        if self._clock() - self._shown >= SHOW_SECONDS:
            self._shown = self._clock()
            show(self._glance())

    def _glance(self) -> Glance:
        course, stopped = self._deck.course, self._deck.stopped
        assert course is not None
        head = stopped.head if stopped else course.spot(self._reached)
        left = stopped.left if stopped else course.left(self._reached)
        state = "paused" if self._paused else "playing"
        return view(course, head, left, self._whole, state, self._message)
