"""Wait for a sound device that went away."""

from __future__ import annotations

from collections.abc import Callable

from voiceguide.errors import OutputError
from voiceguide.live.commands import Command, Receive
from voiceguide.live.suspend_detector import SuspendDetector
from voiceguide.live.transport import Transport

DEVICE_SECONDS = 60.0
"""The longest wait for a sound device, from the last sleep of the machine on."""
TRY_SECONDS = 1.0
SHORT_SECONDS = 10.0
"""A device that is lost again within this time after it came back may never play."""
MOST_LOSSES = 5
"""Such losses one after another, after which the device counts as gone."""
PRESSED = "It goes on by itself once a device is back; `q` leaves."
"""The answer to a press during the wait, where no sound can answer."""


class DeviceLosses:
    """Waits for a device at each loss, and gives up after many losses one soon after another."""

    def __init__(self, transport: Transport, clock: Callable[[], float]) -> None:
        """`clock` returns seconds and never goes back."""
        self._transport, self._clock = transport, clock
        self._back_seconds = float("-inf")
        self._count = 0

    def wait(self, error: OutputError, receive: Receive, show: Callable[[str], None]) -> bool:
        """Try to play the sound of a press, once a second. Returns False if the listener leaves. Raises the error if no
        device comes back in time. Calls `show` with a message before each try."""
        soon = self._clock() - self._back_seconds < SHORT_SECONDS
        self._count = self._count + 1 if soon else 0
        if self._count >= MOST_LOSSES:
            raise error
        until, message, suspend = self._clock() + DEVICE_SECONDS, error.message, SuspendDetector(self._clock)
        while self._clock() < until:
            show(message)
            command = receive(TRY_SECONDS)
            if suspend.tick():  # no device comes back while the machine sleeps
                until = self._clock() + DEVICE_SECONDS
            if command in (Command.LEAVE, Command.QUIT):
                return False
            if command is not None:
                message = f"{error.message} {PRESSED}"
            elif self._is_back():
                self._back_seconds = self._clock()
                return True
        raise error

    def _is_back(self) -> bool:
        try:
            self._transport.answer()
        except OutputError:
            return False
        return True
