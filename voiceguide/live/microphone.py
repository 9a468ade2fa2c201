"""The microphone, through miniaudio. It knows nothing of words."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from voiceguide.errors import OutputError
from voiceguide.live.phrases import RATE, Samples
from voiceguide.playback.miniaudio_player import _hush_alsa

BLOCK_MILLISECONDS = 50

PATIENCE_SECONDS = 2.0
"""A microphone that gives nothing twice as long is gone. Once is what a machine that slept looks like."""

NO_MICROPHONE = "No microphone is to be found."
NO_MICROPHONE_HINT = "Connect one, choose it in the system's sound settings, and allow programs to use it."


class Microphone:
    """The system's chosen microphone: 16-bit, mono. Opened where it is made."""

    def __init__(self, rate: int = RATE) -> None:
        """`rate`: samples a second. Raises OutputError where there is no microphone, ImportError without miniaudio."""
        import miniaudio

        _hush_alsa()
        if _only_loudspeakers_are_heard():
            raise OutputError(NO_MICROPHONE, NO_MICROPHONE_HINT)
        try:
            self._device: Any = miniaudio.CaptureDevice(
                miniaudio.SampleFormat.SIGNED16, 1, rate, BLOCK_MILLISECONDS, app_name="voiceguide"
            )
        except miniaudio.MiniaudioError as error:
            raise OutputError(NO_MICROPHONE, NO_MICROPHONE_HINT) from error
        self._blocks: SimpleQueue[bytes] = SimpleQueue()
        if self._device.backend == "Null":  # miniaudio's last resort: a device that hears nothing
            self.close()
            raise OutputError(NO_MICROPHONE, NO_MICROPHONE_HINT)

    def blocks(self, deaf: Callable[[], bool]) -> Generator[Samples | None, None, None]:
        """What is heard, as it is heard, without end; None for a block that came while `deaf()`.

        Raises OutputError when the microphone goes away. `deaf` is called by the device's thread.
        """
        import miniaudio

        try:
            self._device.start(self._take(deaf))
        except miniaudio.MiniaudioError as error:
            raise OutputError(NO_MICROPHONE, NO_MICROPHONE_HINT) from error
        while True:
            block = self._next()
            yield np.frombuffer(block, np.int16) if block else None

    def close(self) -> None:
        """Hear no more. A second time does nothing."""
        self._device.close()

    def _take(self, deaf: Callable[[], bool]) -> Generator[None, bytes, None]:
        """A started generator, to which the device sends what it hears, in a thread of its own."""

        def take() -> Generator[None, bytes, None]:
            while True:
                block = yield
                self._blocks.put(b"" if deaf() else bytes(block))

        taking = take()
        next(taking)
        return taking

    def _next(self) -> bytes:
        """Empty for a deaf block."""
        with suppress(Empty):
            return self._blocks.get(timeout=PATIENCE_SECONDS)
        with suppress(Empty):
            return self._blocks.get(timeout=PATIENCE_SECONDS)
        raise OutputError("The microphone has gone away.", NO_MICROPHONE_HINT)


def _only_loudspeakers_are_heard() -> bool:
    """Where PulseAudio or PipeWire know no microphone, they offer to record what is played instead."""
    import miniaudio

    try:
        devices = miniaudio.Devices()
        if devices.backend != "PulseAudio":
            return False
        return all(_pulse_name(device).endswith(".monitor") for device in devices.get_captures())
    except miniaudio.MiniaudioError:
        return False  # opening it will tell


def _pulse_name(device: dict[str, Any]) -> str:
    import miniaudio

    name: bytes = miniaudio.ffi.string(miniaudio.ffi.cast("char *", device["id"]))
    return name.decode(errors="replace")
