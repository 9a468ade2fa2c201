"""The microphone, through miniaudio. Knows nothing of words."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np

from voiceguide.errors import OutputError
from voiceguide.live.phrase_detector import RATE, Samples
from voiceguide.playback.devices import capture_device
from voiceguide.playback.miniaudio_player import CLOSING_SECONDS, silence_alsa, with_timeout
from voiceguide.storage.pulse_folder import provide_pulse_folder

BLOCK_MILLISECONDS = 50

PATIENCE_SECONDS = 2.0
"""A microphone that sends nothing for twice this time is gone. One such gap happens when the machine sleeps."""

NO_MICROPHONE = "No microphone was found."
NO_MICROPHONE_HINT = "Connect one, choose it in the system's sound settings, and allow programs to use it."


class Microphone:
    """The microphone that is chosen in the system: 16-bit, mono. The constructor opens it."""

    def __init__(self, rate: int = RATE) -> None:
        """`rate` is in samples a second. Raises OutputError without a microphone, ImportError without miniaudio."""
        import miniaudio

        provide_pulse_folder()

        silence_alsa()
        if _has_only_monitors():
            raise OutputError(NO_MICROPHONE, NO_MICROPHONE_HINT)
        try:
            self._device: Any = capture_device(
                miniaudio.SampleFormat.SIGNED16, 1, rate, BLOCK_MILLISECONDS, app_name="voiceguide"
            )
        except miniaudio.MiniaudioError as error:
            raise OutputError(NO_MICROPHONE, NO_MICROPHONE_HINT) from error
        self._blocks: SimpleQueue[bytes] = SimpleQueue()
        if self._device.backend == "Null":  # miniaudio's last resort: a device that hears nothing
            self.close()
            raise OutputError(NO_MICROPHONE, NO_MICROPHONE_HINT)

    def blocks(self, deaf: Callable[[], bool]) -> Generator[Samples | None, None, None]:
        """Yield each block of sound, without end; None for a block that came while `deaf()` was true.

        Raises OutputError when the microphone goes away. The device's thread calls `deaf`.
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
        """Stop listening. A second call does nothing. A sound server that hangs keeps the device."""
        with_timeout(CLOSING_SECONDS, self._device.close)

    def _take(self, deaf: Callable[[], bool]) -> Generator[None, bytes, None]:
        """Return a started generator. The device's thread sends each block to it."""

        def take() -> Generator[None, bytes, None]:
            while True:
                block = yield
                self._blocks.put(b"" if deaf() else bytes(block))

        taking = take()
        next(taking)
        return taking

    def _next(self) -> bytes:
        """Return the next block; empty for a block that came while `deaf()` was true."""
        with suppress(Empty):
            return self._blocks.get(timeout=PATIENCE_SECONDS)
        with suppress(Empty):
            return self._blocks.get(timeout=PATIENCE_SECONDS)
        raise OutputError("The microphone has gone away.", NO_MICROPHONE_HINT)


def _has_only_monitors() -> bool:
    """Return True if PulseAudio or PipeWire has no microphone. It then offers to record the loudspeaker instead."""
    import miniaudio

    try:
        devices = miniaudio.Devices()
        if devices.backend != "PulseAudio":
            return False
        return all(_pulse_name(device).endswith(".monitor") for device in devices.get_captures())
    except miniaudio.MiniaudioError:
        return False  # opening the device reports the fault


def _pulse_name(device: dict[str, Any]) -> str:
    import miniaudio

    name: bytes = miniaudio.ffi.string(miniaudio.ffi.cast("char *", device["id"]))
    return name.decode(errors="replace")
