"""Plays through miniaudio, which needs nothing from the system but a sound device."""

from __future__ import annotations

import math
import sys
import threading
from collections import deque
from collections.abc import Generator
from functools import cache
from typing import Any

from voiceguide import mix
from voiceguide.errors import OutputError
from voiceguide.plan import RATE, to_samples
from voiceguide.timeline import Timeline

BYTES_A_SAMPLE = 2

DEVICE_MILLISECONDS = 40
"""How much the device asks for at a time. It keeps three times as much, so soon a pause is heard."""

TAIL = to_samples(0.4)
"""Samples of silence behind the end: while the device takes them, it plays what it had before."""

BLOCK = to_samples(0.1)
BLOCKS_AHEAD = 20
"""Two seconds are mixed ahead, so that a slow disk is not heard."""

NAP_SECONDS = 0.2
"""On Windows, Ctrl-C is noticed between two naps and not within one."""

PATIENCE_SECONDS = 5.0
"""A device that asks for nothing in this time of waiting is gone."""

NO_DEVICE = "No sound device is to be found."
NO_DEVICE_HINT = "Connect a loudspeaker or headphones, or make a file: voiceguide export ROUTINE -o FILE.mp3"


class MiniaudioPlayer:
    """A `player.Player`: one thread mixes ahead, the device's own thread takes what is ready."""

    name = "miniaudio"

    def __init__(self) -> None:
        self._device: Any = None
        self._feed: _Feed | None = None

    def why_not(self) -> str | None:
        """Opens the device, and keeps it for `play`."""
        try:
            self._open()
        except ImportError as error:
            return f"it cannot be loaded ({error}). Install it with: pip install miniaudio"
        except OutputError as error:
            return f"{error.message} {error.hint}"
        return None

    def play(self, timeline: Timeline, start: int = 0) -> None:
        self.stop()
        device = self._open()
        self._feed = _Feed(timeline, start)
        self._feed.wait_until_ready()
        device.start(self._feed.as_the_device_asks())

    def pause(self) -> None:
        if self._feed is not None:
            self._feed.paused = True

    def resume(self) -> None:
        if self._feed is not None:
            self._feed.paused = False

    def stop(self) -> None:
        if self._feed is not None:
            self._feed.end()
        device, self._device = self._device, None
        if device is not None:
            device.close()

    @property
    def position(self) -> int:
        return 0 if self._feed is None else self._feed.position

    def wait(self, timeout: float | None = None) -> bool:
        if self._feed is None or self._feed.wait(timeout):
            self.stop()
            return True
        return False

    def _open(self) -> Any:
        import miniaudio

        if self._device is not None:
            return self._device
        _hush_alsa()
        try:
            device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16, 1, RATE, DEVICE_MILLISECONDS, app_name="voiceguide"
            )
        except miniaudio.MiniaudioError as error:
            raise OutputError(NO_DEVICE, NO_DEVICE_HINT) from error
        if device.backend == "Null":  # miniaudio's last resort: a device that nobody hears
            device.close()
            raise OutputError(NO_DEVICE, NO_DEVICE_HINT)
        self._device = device
        return device


class _Feed:
    """The samples that are ready, between the thread that mixes and the thread of the device."""

    def __init__(self, timeline: Timeline, start: int) -> None:
        self.position = start
        """The sample that the device gets next."""
        self.paused = False
        self._length = timeline.length
        self._ready: deque[bytes] = deque()
        self._changed = threading.Condition()
        self._tail = TAIL
        self._asked = 0
        """How often the device has asked."""
        self._unasked_seconds = 0.0
        self._over = threading.Event()
        self._fault: BaseException | None = None
        threading.Thread(target=self._mix, args=(timeline, start), name="voiceguide mixer", daemon=True).start()

    def wait_until_ready(self) -> None:
        """Come back when the first samples are there, or there are none to come."""
        with self._changed:
            self._changed.wait_for(lambda: self._ready or self._over.is_set() or self.position >= self._length)

    def end(self) -> None:
        """Give the device nothing more."""
        with self._changed:
            self._over.set()
            self._changed.notify_all()

    def wait(self, timeout: float | None) -> bool:
        """True once all is over; raises what went wrong."""
        left = math.inf if timeout is None else timeout
        while left > 0 and not self._over.is_set():
            asked, nap = self._asked, min(left, NAP_SECONDS)
            self._over.wait(nap)
            left -= nap
            self._unasked_seconds = 0.0 if asked != self._asked else self._unasked_seconds + nap
            if self._unasked_seconds > PATIENCE_SECONDS:
                raise OutputError("The sound device has gone away.", NO_DEVICE_HINT)
        if self._fault is not None:
            raise self._fault
        return self._over.is_set()

    def as_the_device_asks(self) -> Generator[bytes, int, None]:
        """A started generator: it is sent how many samples the device wants, and gives no more."""

        def give() -> Generator[bytes, int, None]:
            wanted = yield b""
            while True:
                wanted = yield self._take(wanted)

        giving = give()
        next(giving)
        return giving

    def _take(self, wanted: int) -> bytes:
        """Up to so many samples; the device fills up with silence. Never waits for the mixer."""
        self._asked += 1
        taken = b""
        if self.paused or self._over.is_set():
            return taken
        with self._changed:
            while self._ready and len(taken) < wanted * BYTES_A_SAMPLE:
                missing = wanted * BYTES_A_SAMPLE - len(taken)
                block = self._ready.popleft()
                taken += block[:missing]
                if len(block) > missing:
                    self._ready.appendleft(block[missing:])
            self._changed.notify_all()
        self.position += len(taken) // BYTES_A_SAMPLE
        if self.position >= self._length:
            self._tail -= wanted - len(taken) // BYTES_A_SAMPLE
            if self._tail <= 0:
                self._over.set()
        return taken

    def _mix(self, timeline: Timeline, start: int) -> None:
        try:
            for block in mix.blocks(timeline, start, BLOCK):
                with self._changed:
                    self._changed.wait_for(lambda: len(self._ready) < BLOCKS_AHEAD or self._over.is_set())
                    if self._over.is_set():
                        return
                    self._ready.append(block.tobytes())
                    self._changed.notify_all()
        except BaseException as error:  # noqa: BLE001 - raised to the caller by wait()
            self._fault = error
            self.end()


@cache
def _hush_alsa() -> Any:
    """Keep ALSA from printing a page of lines on standard error where there is no sound card.

    Its way to be told: https://www.alsa-project.org/alsa-doc/alsa-lib/group___error.html."""
    if sys.platform != "linux":
        return None
    import ctypes

    handler_type = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    handler = handler_type(lambda file, line, function, error, text: None)
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
    except (OSError, AttributeError):
        return None
    return handler  # the cache keeps it alive
