"""Trouble with the sound device while a plan plays: it is lost, or the sound would go on through another one."""

from __future__ import annotations

from voiceguide.errors import DeviceChangedError, OutputError
from voiceguide.live import plan_edits
from voiceguide.live.commands import Receive
from voiceguide.live.controller import Controller
from voiceguide.live.device_wait import DeviceLosses
from voiceguide.live.session_state import SessionState
from voiceguide.live.status import Show
from voiceguide.live.stop import Stop
from voiceguide.live.transport import Transport


class DeviceTrouble:
    """Stops the plan at the sample that was reached. Both methods return True if the session ends."""

    def __init__(self, controller: Controller, transport: Transport, losses: DeviceLosses, *, has_button: bool) -> None:
        """`has_button` is True if the listener can end a pause."""
        self._controller, self._transport, self._losses, self._has_button = controller, transport, losses, has_button

    def wait(self, error: OutputError, receive: Receive, show: Show) -> bool:
        """Wait for a sound device, then go on as after a pause. Raises the error if none comes."""
        controller = self._controller
        if controller.state is SessionState.LEAVING:
            return True
        before, stop = controller.state, self._stop(error)
        controller.state = SessionState.NO_DEVICE

        def tell(message: str) -> None:
            controller.message = message
            show(controller.status())

        if not self._losses.wait(error, receive, tell):
            controller.state = SessionState.LEAVING
            return True
        controller.state, controller.message = before, None
        if not before.is_paused:
            controller.edit(stop, plan_edits.go_on(stop))
        return False

    def hold(self, error: DeviceChangedError) -> bool:
        """Pause without a sound, because it would go on through another device. Raises the error where nobody can
        press."""
        controller = self._controller
        if controller.state is SessionState.LEAVING:
            return True
        if not self._has_button:
            raise error
        before, stop = controller.state, self._stop(error)
        controller.stand_still(stop, before if before.is_paused else SessionState.PAUSED, "paused")
        controller.message = error.message
        self._transport.be_quiet()
        return False

    def _stop(self, error: OutputError) -> Stop:
        """Stop, and drop the sound in the making."""
        self._controller.pending, self._controller.message = None, error.message
        return self._transport.stop(self._controller.reached)
