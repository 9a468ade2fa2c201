"""Wait for a sound device that went away."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import assert_never

from voiceguide.errors import OutputError
from voiceguide.live.commands import Command, Receive
from voiceguide.live.transport import Transport

DEVICE_SECONDS = 60.0
"""The longest wait for a sound device."""
TRY_SECONDS = 1.0


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
            case Command() | None:
                pass
            case command:
                assert_never(command)
        try:
            transport.answer()
        except OutputError:
            continue
        return DeviceWait.BACK
    return DeviceWait.GONE
