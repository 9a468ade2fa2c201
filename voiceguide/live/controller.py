"""Control of a live session: its state, its place, and the next sound in the making."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from voiceguide.fit.live_plan import Edit
from voiceguide.live import plan_edits
from voiceguide.live.answers import where
from voiceguide.live.interruption import Interrupter, Interruption
from voiceguide.live.maker import Maker
from voiceguide.live.plan_status import status_at
from voiceguide.live.prepared import Prepared
from voiceguide.live.session_state import SessionState
from voiceguide.live.status import Status
from voiceguide.live.stop import Resize, Stop, runs_on
from voiceguide.live.transport import ANSWER_SAMPLES, Transport

GOODBYE_SECONDS = 5.0
"""The longest time that leaving takes."""


class Controller:
    """Takes one session to another plan, to a pause, or to its end."""

    def __init__(
        self, maker: Maker, transport: Transport, interrupter: Interrupter, clock: Callable[[], float]
    ) -> None:
        """`clock` returns seconds and never goes back."""
        self._maker, self._transport, self._interrupter, self._clock = maker, transport, interrupter, clock
        self.state = SessionState.PLAYING
        self.pending: Future[Prepared] | None = None
        """The next sound, in the making."""
        self.leave_by_seconds = 0.0
        """The time on the clock by which a LEAVING session ends."""
        self.message: str | None = None
        self.whole = 0
        """Samples of the session, with the changes of length since it began."""
        self.reached = 0
        """The sample of the plan at the last tick."""

    def edit(self, stop: Stop, edit: Edit, *, held: bool = False, resizes: bool = False) -> None:
        """Make the plan that results from an edit, and play it. A `held` one stays paused at its beginning. `resizes`
        means that the edit changes the length of the session and leaves the place."""
        if edit.wanted is None and stop.owed:
            edit = replace(edit, wanted=stop.wanted)
        if runs_on(edit.cursor) and edit.cursor.progress.answer and not held:
            making = self._maker.running_edit(stop, edit, lambda: self._transport.position)
        else:
            making = self._maker.edit(stop, edit, held=held)
        self.pending = making
        self.state = SessionState.PAUSED if held else SessionState.PLAYING
        self._interrupter.running_since = None if held else self._clock()
        # Commands that arrive before the new plan is ready apply to this provisional stop.
        before = stop.left if stop.making is None else stop.making
        self._transport.stopped = replace(
            stop,
            live_plan=replace(stop.live_plan, items=edit.items),
            cursor=edit.cursor,
            owed=edit.wanted is not None,
            making=making,
            resizes=(*stop.resizes, Resize(before, making)) if resizes else stop.resizes,
        )

    def start(self, prepared: Prepared) -> None:
        """Play a sound that is made now. A plan counts the changes of length that led to it."""
        transport = self._transport
        if prepared.live_plan is not None and transport.stopped is not None:
            self.whole += sum(resize.samples for resize in transport.stopped.resizes)
        transport.start(prepared, transport.position if prepared.running else ANSWER_SAMPLES)
        self.reached = 0

    def undo(self, stop: Stop, before: Stop, whole: int) -> None:
        """Go back to the place before a change, and to the length that the session had then."""
        self.edit(stop, plan_edits.undo(stop, before))
        assert self._transport.stopped is not None
        self._transport.stopped = replace(self._transport.stopped, resizes=before.resizes)
        self.whole = whole

    def pause(self, stop: Stop, state: SessionState, *, silent: bool = False) -> None:
        """Pause with the word for the state, or without a sound if `silent`."""
        phrase = "leave" if state is SessionState.CONFIRMING_LEAVE else "paused"
        bells = stop.live_plan.outliner.choices.talk == "bells"
        message = self.stand_still(stop, state, phrase)
        words = () if bells else (message,)
        self.pending = None if silent else self._maker.words(stop.live_plan, *words)
        self._maker.ahead(stop.live_plan, plan_edits.go_on(stop).interjections)

    def remind(self, stop: Stop) -> None:
        """Say that the session is paused. With bells alone, a sound tells it."""
        pack, asks = stop.live_plan.outliner.pack, self.state is SessionState.CONFIRMING_LEAVE
        if stop.live_plan.outliner.choices.talk == "bells":
            self._transport.answer("pause")
        else:
            words = ("leave",) if asks else ("paused", "ready")
            self.pending = self._maker.words(stop.live_plan, *(pack.phrase(word) for word in words))

    def tell_where(self, found: Interruption) -> None:
        """Tell the listener the place. A paused session stays paused."""
        stop = found.stop
        if not found.state.is_paused:
            self.edit(stop, plan_edits.where(stop))
            return
        self.stand_still(stop, SessionState.PAUSED, "paused")
        self.pending = self._maker.interjections(stop.live_plan, where(stop.live_plan, stop.cursor, stop.left))
        self._maker.ahead(stop.live_plan, plan_edits.go_on(stop).interjections)

    def stand_still(self, stop: Stop, state: SessionState, phrase: str) -> str:
        """Stand still at a place, and show a phrase. Returns its words."""
        self.state, self._interrupter.running_since, self._transport.stopped = state, None, stop
        self.message = message = stop.live_plan.outliner.pack.phrase(phrase)
        return message

    def leave(self, stop: Stop) -> None:
        """Say the last words. The session ends after them."""
        self.state = SessionState.LEAVING
        self.message = stop.live_plan.outliner.pack.phrase("place-kept")
        self.leave_by_seconds = self._clock() + GOODBYE_SECONDS
        self.pending = self._maker.words(stop.live_plan, self.message, last=True)

    def status(self) -> Status:
        """The status of now."""
        live_plan, stopped = self._transport.plan, self._transport.stopped
        cursor = stopped.cursor if stopped else live_plan.spot(self.reached)
        left = stopped.left if stopped else live_plan.left(self.reached)
        status = status_at(live_plan, cursor, left, self.whole, self.state.shown, self.message)
        soon = self._transport.speaks_soon or self.pending is not None
        return replace(status, volume=self._transport.player.volume, speaking=soon)
