"""A watch over the device that plays a stream: headphones that are unplugged or switched off, and servers that hang."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Protocol

from voiceguide.playback.pulse_stream import Answer, Device

PATIENCE_SECONDS = 2.0
"""A server that answers nothing in this time is gone."""
NAP_SECONDS = 0.2
"""A longer gap between two looks counts as this, since the process may have been stopped."""
PORT_SECONDS = 0.5
"""The time between two questions about the port."""
LEAVING_SECONDS = 2.0
"""A device that disappears within this time after the stream left it has taken the stream along."""
BLUETOOTH_SECONDS = 0.5
"""The longest wait for the server's answer about a device."""
_ADDRESS = re.compile(r"(?:[0-9A-F]{2}[_:]){5}[0-9A-F]{2}", re.IGNORECASE)


class Stream(Protocol):
    """The part of a stream that is used."""

    @property
    def alive(self) -> bool:
        """False once the stream has ended."""

    @property
    def device_name(self) -> str:
        """The name of the present device."""

    def ask_timing(self) -> None:
        """Ask the server for the time."""

    def answered(self) -> float:
        """The time of the server's last answer."""

    def ask_device(self, name: str, answer: Answer) -> None:
        """Ask for a device by its name."""


class DeviceWatch:
    """Watches one stream. Its owner calls `is_gone` and `has_gone_elsewhere` at every tick."""

    def __init__(
        self,
        stream: Stream,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`clock` returns seconds and never goes back."""
        self._stream, self._clock, self._sleep = stream, clock, sleep
        self.bluetooth = False
        """True if the present device is a Bluetooth device, as far as the server has answered."""
        self.headphones = False
        """True if the present device is worn on the ears, as far as the server has answered."""
        self._name = stream.device_name
        self._port: str | None = None
        self._asked_port = float("-inf")
        self._left: str | None = None
        """The device that the stream has just left."""
        self._left_at = 0.0
        self._elsewhere = False
        self._answered, self._looked, self._unanswered = stream.answered(), clock(), 0.0

    def is_bluetooth(self) -> bool:
        """True if the present device is a Bluetooth device."""
        answers: list[Device | None] = []
        self._stream.ask_device(self._stream.device_name, answers.append)
        until = self._clock() + BLUETOOTH_SECONDS
        while not answers and self._clock() < until:
            self._sleep(0.002)
        self.bluetooth = any(device is not None and device.bluetooth for device in answers)
        return self.bluetooth

    def is_gone(self) -> bool:
        """True if the device or the server is gone. Asks the server for the time."""
        if not self._stream.alive:
            return True
        now, answered = self._clock(), self._stream.answered()
        if answered != self._answered:
            self._answered, self._unanswered = answered, 0.0
        else:
            self._unanswered += min(now - self._looked, NAP_SECONDS)
        self._looked = now
        self._stream.ask_timing()
        return self._unanswered > PATIENCE_SECONDS

    def has_gone_elsewhere(self) -> bool:
        """True once for each time that the device went away and the sound would go on through another one. A listener
        who moves the sound to another device has not lost one."""
        now, name = self._clock(), self._stream.device_name
        if name != self._name:
            self._left, self._left_at = self._name, now
            self._name, self._port, self._asked_port = name, None, float("-inf")
            self.headphones = False
        if self._left is not None:
            self._look_back(self._left, now)
        if now - self._asked_port >= PORT_SECONDS:
            self._asked_port = now
            self._stream.ask_device(name, self._look_at_port)
        found, self._elsewhere = self._elsewhere, False
        return found

    def _look_back(self, left: str, now: float) -> None:
        """Ask if the device that the stream has left is still there."""
        if now - self._left_at > LEAVING_SECONDS or _same_headset(left, self._name):
            self._left = None
            return

        def answer(device: Device | None) -> None:
            if device is None and self._left == left:
                self._left, self._elsewhere = None, True

        self._stream.ask_device(left, answer)

    def _look_at_port(self, device: Device | None) -> None:
        """Notice that the sound has changed over from a port where nothing is plugged in any more."""
        if device is None or device.name != self._name:
            return
        self.bluetooth, self.headphones = device.bluetooth, device.headphones
        before, self._port = self._port, device.port
        if before is not None and before != device.port and before in device.unplugged:
            self._elsewhere = True


def _same_headset(first: str, second: str) -> bool:
    """True for two names of one Bluetooth device, which has another name as a headset with a microphone."""
    addresses = [{address.upper().replace(":", "_") for address in _ADDRESS.findall(name)} for name in (first, second)]
    return bool(addresses[0] & addresses[1])
