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
from voiceguide.fit.live_plan import Edit, LivePlan
from voiceguide.live import edits
from voiceguide.live.answers import where as where_words
from voiceguide.live.beginning import Beginning
from voiceguide.live.commands import Command
from voiceguide.live.edits import Stop
from voiceguide.live.maker import Maker
from voiceguide.live.pre_roll import PreRoll
from voiceguide.live.presses import Presses
from voiceguide.live.status import Bar, Status
from voiceguide.live.step_reference import StepReference
from voiceguide.live.transport import Prepared, Transport
from voiceguide.live.unanswered import Unanswered
from voiceguide.live.view import first_place, place_of, view
from voiceguide.units import to_samples

if TYPE_CHECKING:
    from voiceguide.playback.player import Player

Receive = Callable[[float], Command | None]
"""Seconds to wait at the most -> what the listener did, or None."""
Show = Callable[[Status], None]

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
        self, maker: Maker, player: Player, clock: Callable[[], float], keep: Callable[[StepReference | None], None]
    ) -> None:
        """`clock` gives seconds and never goes back. `keep` is told of each step that begins, and None at the end."""
        self._maker = maker
        self._transport = Transport(player)
        self._clock = clock
        self._keep = keep
        self._presses = Presses()
        self._met: tuple[Stop, bool, float | None] | None = None
        """What the first of several presses met: where it was, whether it was paused, and `_since`."""
        self._since: float | None = None
        """The time from which a stop has what is wanted to the end, by the clock; None where that is paused."""
        self._pending: Future[Prepared] | None = None
        self._unanswered = Unanswered(maker, self._transport)
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
        self._kept: StepReference | None = None

    @property
    def speaking(self) -> bool:
        """Whether a voice sounds now, or did a moment ago. May be asked from any thread."""
        return self._transport.speaking

    def run(self, first: Callable[[], LivePlan], pre_roll: PreRoll | None, receive: Receive, show: Show) -> bool:
        """Play until the end, or until the listener leaves; whether the end was reached.

        `pre_roll` is heard while `first` makes the course. Raises OutputError where the sound device goes away for
        good, and whatever making and speaking raise."""
        if not self._begin(first, pre_roll, receive, show):
            return False
        while True:
            try:
                command = receive(TICK_SECONDS)
                self._mind_absence()
                if command is not None:
                    self._do(command)
                ended = self._forward()
            except OutputError as error:
                ended = self._without_device(error, receive, show)
            if ended:
                break
            self._show(show)
        if self._goodbye is not None:
            return False
        self._keep(None)
        show(replace(self._status(), state="over", message=None))
        return True

    def _begin(self, first: Callable[[], LivePlan], pre_roll: PreRoll | None, receive: Receive, show: Show) -> bool:
        """Play the overture until the course is there, then that. False where the listener leaves meanwhile."""
        status = Status(self._maker.studio.routine.title, "playing", Bar(0, 0))
        show(status)
        beginning = Beginning(self._maker, self._transport, self._presses, self._clock, pre_roll)
        making = self._maker.first(first)
        while not (making.done() and beginning.gives_way_to(making.result())):
            command = receive(TICK_SECONDS)
            if command is not None:
                beginning.do(command)
                show(replace(status, state="paused" if beginning.paused else "playing"))
            if beginning.left:
                return False
            beginning.forward()
        live_plan = self._transport.live_plan
        assert live_plan is not None
        self._looked, self._whole = self._clock(), live_plan.left(0)
        self._keep_place(first_place(live_plan))
        self._catch_up(beginning)
        return True

    def _catch_up(self, beginning: Beginning) -> None:
        """Do what was asked for before there was a course."""
        self._paused = beginning.paused
        if beginning.kept:
            self._met = self._transport.stop(), beginning.met, None
        for command in beginning.kept:
            self._do(command)
        if beginning.paused and (beginning.asked or not beginning.kept or not self._paused):
            told = beginning.told and not beginning.kept
            self._pause(self._transport.stop(), "leave" if beginning.asked else "paused", told=told)
        self._asked = beginning.asked

    def _forward(self) -> bool:
        """Let sound go on; whether all is over."""
        transport = self._transport
        over = transport.player.wait(0)
        if self._goodbye is not None and (self._pending is None or self._clock() > self._goodbye):
            return over or self._clock() > self._goodbye
        if self._pending is not None:
            if self._pending.done() and (over or transport.position >= LENGTHS["press"]):
                prepared, self._pending = self._pending.result(), None
                transport.start(prepared, transport.position if prepared.running else LENGTHS["press"])
                self._reached = 0
            return False
        if transport.stopped is not None:
            transport.stay_awake()
            return False
        self._reached = transport.position
        self._unanswered.mind(self._reached)
        self._reached = transport.position  # perhaps of another course now
        self._mind_place()
        return over

    def _do(self, command: Command) -> None:
        """Obey, and answer at once."""
        paused = self._paused
        if command is Command.GO_ON and self._transport.stopped is None and not self._waiting():
            self._transport.press_over()
            return
        # Some headsets send pause and play in turn for each press.
        counted = command is Command.PRESS or command is (Command.GO_ON if paused else Command.PAUSE)
        if counted:
            meaning = self._presses.press(self._clock())
            command = meaning if self._presses.count > 1 else command
        if self._goodbye is not None:
            return
        if command in (Command.LOUDER, Command.QUIETER):
            self._transport.turn_volume(1 if command is Command.LOUDER else -1)
            return
        stop, paused = self._stop(counted=counted)
        self._transport.answer()
        self._pending = None
        self._unanswered.forget()
        asked, self._asked, self._paused, self._message = self._asked, False, False, None
        self._obey(command, stop, paused=paused, asked=asked)

    def _stop(self, *, counted: bool) -> tuple[Stop, bool]:
        """Stand still; where, and whether it was paused before. Of several presses, what the first of them met, but the
        time since then has passed."""
        now = self._clock()
        since = now if self._transport.stopped is None else self._since
        stop, paused = self._transport.stop(), self._paused
        if counted and self._presses.count > 1 and self._met:
            stop, paused, since = self._met
        elif counted:
            self._met = stop, paused, since
        passed = 0 if since is None else to_samples(now - since)
        return replace(stop, wanted=stop.wanted - passed), paused

    def _obey(self, command: Command, stop: Stop, *, paused: bool, asked: bool) -> None:
        self._keep_place(place_of(stop.live_plan, stop.cursor))  # a press before may have begun another step
        waiting = edits.is_waiting(stop.live_plan, stop.cursor)
        match command:
            case Command.PRESS | Command.GO_ON if waiting and not paused:
                self._edit(stop, edits.ready(stop))
            case Command.PRESS | Command.GO_ON if paused or command is Command.GO_ON:
                self._edit(stop, edits.go_on(stop))
            case Command.PRESS | Command.PAUSE:
                self._pause(stop, "paused")
            case Command.AGAIN:
                self._edit(stop, edits.again(stop))
            case Command.NEXT:
                self._edit(stop, edits.next_step(stop))
            case Command.BACK:
                self._edit(stop, edits.back(stop))
            case Command.LONGER | Command.SHORTER:
                self._edit(
                    stop, edits.longer(stop, shorter=command is Command.SHORTER, running=not paused), held=paused
                )
            case Command.WHERE if paused:
                self._pause(stop, None)
            case Command.WHERE:
                self._edit(stop, edits.where(stop))
            case Command.QUIT:
                self._leave(stop)
            case Command.LEAVE if asked:
                self._leave(stop)
            case Command.LEAVE:
                self._pause(stop, "leave")
                self._asked = True

    def _edit(self, stop: Stop, edit: Edit, *, held: bool = False) -> None:
        if edit.wanted is None and stop.owed:
            edit = replace(edit, wanted=stop.wanted)
        if edits.runs_on(edit.cursor) and edit.cursor.progress.answer and not held:
            self._pending = self._maker.running_edit(stop, edit, lambda: self._transport.position)
        else:
            self._pending = self._maker.edit(stop, edit, held=held)
        self._paused, self._since = held, None if held else self._clock()
        # Until that is there, another act builds on it all the same.
        live_plan = replace(stop.live_plan, items=edit.items)
        self._transport.stopped = replace(stop, live_plan=live_plan, cursor=edit.cursor, owed=edit.wanted is not None)

    def _pause(self, stop: Stop, phrase: str | None, *, told: bool = False) -> None:
        """Stand still, and say why unless that was told; without a phrase, say where."""
        pack = stop.live_plan.outliner.pack
        self._paused, self._since, self._transport.stopped = True, None, stop
        self._message = pack.phrase(phrase or "paused")
        silent = stop.live_plan.outliner.choices.talk == "bells"
        if phrase is None:
            self._pending = self._maker.interjections(
                stop.live_plan, where_words(stop.live_plan, stop.cursor, stop.left)
            )
        elif not told:
            self._pending = self._maker.words(stop.live_plan, *(() if silent else (self._message,)))
        self._maker.ahead(stop.live_plan, edits.go_on(stop).interjections)

    def _leave(self, stop: Stop) -> None:
        self._message = stop.live_plan.outliner.pack.phrase("place-kept")
        self._goodbye = self._clock() + GOODBYE_SECONDS
        self._pending = self._maker.words(stop.live_plan, self._message, last=True)

    def _waiting(self) -> bool:
        """Whether the listener is being waited for at this moment."""
        live_plan = self._transport.live_plan
        return live_plan is not None and edits.is_waiting(live_plan, live_plan.spot(self._transport.position))

    def _mind_absence(self) -> None:
        """Where nobody looked for a while, the session stands where it stood then."""
        now = self._clock()
        if now - self._looked > ABSENT_SECONDS and self._transport.stopped is None:
            stop = self._transport.stop(self._reached)
            self._transport.answer()
            self._pause(stop, "paused")
        self._looked = now

    def _mind_place(self) -> None:
        assert self._transport.live_plan is not None
        self._keep_place(place_of(self._transport.live_plan, self._transport.live_plan.spot(self._reached)))

    def _keep_place(self, kept: StepReference | None) -> None:
        if kept is not None and kept != self._kept:
            self._kept = kept
            self._keep(kept)

    def _without_device(self, error: OutputError, receive: Receive, show: Show) -> bool:
        """The sound device went away: wait for one, then go on as after a pause. True where the listener leaves."""
        until = self._clock() + DEVICE_SECONDS
        stop = self._transport.stop(self._reached)
        self._pending = None
        self._unanswered.forget()
        self._message = error.message
        while self._clock() < until:
            show(replace(self._status(), state="waiting"))
            if receive(1.0) in (Command.LEAVE, Command.QUIT):
                self._goodbye = self._clock()
                return True
            try:
                self._transport.answer()
            except OutputError:
                continue
            self._message, self._looked = None, self._clock()
            if not self._paused:
                self._edit(stop, edits.go_on(stop))
            return False
        raise error

    def _show(self, show: Show) -> None:
        if self._clock() - self._shown >= SHOW_SECONDS:
            self._shown = self._clock()
            show(self._status())

    def _status(self) -> Status:
        live_plan, stopped = self._transport.live_plan, self._transport.stopped
        assert live_plan is not None
        cursor = stopped.cursor if stopped else live_plan.spot(self._reached)
        left = stopped.left if stopped else live_plan.left(self._reached)
        state = "paused" if self._paused else "playing"
        return view(live_plan, cursor, left, self._whole, state, self._message)
