"""Wait for a sound device that went away."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import assert_never

from voiceguide.errors import OutputError
from voiceguide.live.commands import Command, Receive, Seek, SetVolume
from voiceguide.live.transport import Transport

DEVICE_SECONDS = 60.0
"""The longest wait for a sound device."""
TRY_SECONDS = 1.0


SHORT_SECONDS = 10.0
"""A device that is lost again within this time after it came back may never play."""
MOST_LOSSES = 5
"""Such losses one after another, after which the device counts as gone."""


class Losses:
    """The losses of a device, one soon after another."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._back_seconds = float("-inf")
        self._count = 0

    def lost(self) -> bool:
        """Count a loss. Returns True if the device came back too often for a moment only."""
        soon = self._clock() - self._back_seconds < SHORT_SECONDS
        self._count = self._count + 1 if soon else 0
        return self._count >= MOST_LOSSES

    def back(self) -> None:
        """Note that the device has come back now."""
        self._back_seconds = self._clock()


class DeviceWait(Enum):
    """The end of a wait for a device."""

    BACK = auto()
    """A device plays again."""
    LEFT = auto()
    """The listener has left."""
    GONE = auto()
    """No device came back in time."""


def wait_for_device(
    transport: Transport,
    clock: Callable[[], float],
    receive: Receive,
    show: Callable[[], None],
) -> DeviceWait:
    """Try to play the sound of a press, once a second. Calls `show` before each try."""
    until = clock() + DEVICE_SECONDS
    while clock() < until:
        show()
        match receive(TRY_SECONDS):
            case Command.LEAVE | Command.QUIT:
                return DeviceWait.LEFT
            case Command() | SetVolume() | Seek() | None:
                pass
            case command:
                assert_never(command)
        try:
            transport.answer()
        except OutputError:
            continue
        return DeviceWait.BACK
    return DeviceWait.GONE
