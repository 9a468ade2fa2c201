"""Play through miniaudio. It needs a sound device and no system library."""

from __future__ import annotations

import math
import sys
import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import Future, TimeoutError
from functools import cache, partial
from typing import Any, TypeVar

from voiceguide.audio.timeline import Timeline
from voiceguide.errors import OutputError
from voiceguide.parts import install
from voiceguide.playback import HANGS, NO_DEVICE, NO_DEVICE_HINT
from voiceguide.playback.devices import playback_device
from voiceguide.playback.fader import Fader
from voiceguide.playback.feed import Feed
from voiceguide.preferences import LeadIn
from voiceguide.units import RATE, to_samples

DEVICE_MILLISECONDS = 80
"""The amount of sound that the device asks for at a time. On PulseAudio the device holds twice this much, for any
number of periods (miniaudio.h, `ma_device__pa_buffer_attr_new`). Half of it would answer a press 40 ms sooner, but
speech would have gaps on a busy machine."""

NAP_SECONDS = 0.2
"""The longest nap. Windows notices Ctrl-C between two naps only. A process that was stopped, or a machine that slept,
counts as one nap too."""

PATIENCE_SECONDS = 2.0
"""A device that asks for nothing in this time is gone. miniaudio's stop callback does not come when PulseAudio ends."""

OPENING_SECONDS = 3.0
CLOSING_SECONDS = 1.0
"""A sound server that takes longer has hung."""

GONE = "The sound device has gone away."

T = TypeVar("T")


def install_hint() -> str:
    """The way to play on a machine without miniaudio, such as Linux on ARM, which has no wheel of it."""
    return (
        f"Install it: {install('miniaudio')} (Linux on ARM needs a C compiler for it). "
        "Or make a file for any player: voiceguide export ROUTINE -o FILE.mp3"
    )


class MiniaudioPlayer:
    """A `player.Player`. The thread of a feed mixes ahead, and the device's thread takes the samples."""

    name = "miniaudio"

    def __init__(self) -> None:
        self.lead_in: LeadIn = "auto"
        """`auto` is off, since miniaudio does not tell Bluetooth devices apart."""
        self._device: Any = None
        self._channels = 1
        self._fader = Fader()
        self._watch = _DeviceWatch(self._fader)

    @property
    def volume(self) -> float:
        return self._fader.volume

    @volume.setter
    def volume(self, decibels: float) -> None:
        self._fader.volume = decibels

    def why_not(self) -> str | None:
        """Open the device, and keep it open for `play`."""
        try:
            self._open()
        except ImportError as error:
            return f"it cannot be loaded ({error}). {install_hint()}"
        except OutputError as error:
            return f"{error.message} {error.hint}"
        return None

    def play(self, timeline: Timeline, start: int = 0) -> None:
        if timeline.channels != self._channels:
            self.stop()
            self._channels = timeline.channels
        self._open()
        feed = Feed(timeline, start)
        feed.wait_until_at(start + _samples_before_start())
        # A timeline that starts in its middle may start in the middle of a sound.
        self._fader.play(feed, fade_in=start > 0)
        self._start()

    def go_on_with(self, timeline: Timeline) -> None:
        if self._fader.over.is_set() or timeline.channels != self._channels:
            self.play(timeline, self.position)
            return
        feed = Feed(timeline, self.position)
        feed.wait_until_at(self.position + _samples_before_start())
        while not self._fader.swap(feed):
            feed.wait_until_at(self.position + _samples_before_start())

    def pause(self) -> None:
        self._fader.pause()

    def resume(self) -> None:
        self._fader.resume()

    def stop(self) -> None:
        sounds = self._fader.stop()
        device, self._device = self._device, None
        if device is None:
            return
        if sounds and device.running:
            self._watch.until_asked(3)  # the fade, the silence after it, and the time to play both
        with_timeout(CLOSING_SECONDS, device.close)

    @property
    def position(self) -> int:
        feed = self._fader.feed
        return 0 if feed is None else feed.position

    def wait(self, timeout: float | None = None) -> bool:
        left = math.inf if timeout is None else timeout
        while not self._fader.over.is_set():
            if self._watch.is_gone():
                self.stop()
                raise OutputError(GONE, NO_DEVICE_HINT)
            if left <= 0:
                return False
            nap = min(left, NAP_SECONDS)
            self._fader.over.wait(nap)
            left -= nap
        if self._fader.feed is not None and self._fader.feed.fault is not None:
            raise self._fader.feed.fault
        return True

    def _open(self) -> None:
        if self._device is None:
            opened = with_timeout(OPENING_SECONDS, partial(_open_device, self._channels))
            if opened is None:
                raise OutputError(HANGS, NO_DEVICE_HINT)
            self._device = opened

    def _start(self) -> None:
        """Start the device, if it is not running yet."""
        import miniaudio

        if self._device.running:
            return
        try:
            self._watch.begin()
            self._fader.fills_silence = self.lead_in == "on"
            self._fader.lead_in(self._channels)
            self._device.start(_device_generator(self._fader))
        except miniaudio.MiniaudioError as error:
            self.stop()
            raise OutputError(GONE, NO_DEVICE_HINT) from error


class _DeviceWatch:
    """Watches that the device still asks for samples."""

    def __init__(self, fader: Fader) -> None:
        self._fader = fader
        self.begin()

    def begin(self) -> None:
        self._asked, self._looked, self._unasked = self._fader.asked_times, time.monotonic(), 0.0

    def is_gone(self) -> bool:
        """Return True if the device is gone. A long gap between two calls counts as one nap, since the process may have
        been stopped."""
        now = time.monotonic()
        if self._asked != self._fader.asked_times:
            self.begin()
        self._unasked += min(now - self._looked, NAP_SECONDS)
        self._looked = now
        return self._unasked > PATIENCE_SECONDS

    def until_asked(self, times: int) -> None:
        """Return once the device has asked this many times, or should have."""
        wanted = self._fader.asked_times + times
        for _ in range(2 * times * DEVICE_MILLISECONDS // 10):
            if self._fader.asked_times >= wanted:
                break
            time.sleep(0.01)


def _samples_before_start() -> int:
    """Return the samples to mix before a feed may play. A starting device asks for two periods at once and must not
    overtake the mixer."""
    return 5 * to_samples(DEVICE_MILLISECONDS / 1000)


def _device_generator(fader: Fader) -> Generator[bytes, int, None]:
    """Return a started generator. The device sends it the number of samples it wants."""

    def give() -> Generator[bytes, int, None]:
        wanted = yield b""
        while True:
            wanted = yield fader.take(wanted)

    giving = give()
    next(giving)
    return giving


def _open_device(channels: int) -> Any:
    import miniaudio

    silence_alsa()
    try:
        device = playback_device(
            miniaudio.SampleFormat.SIGNED16, channels, RATE, DEVICE_MILLISECONDS, app_name="voiceguide"
        )
    except miniaudio.MiniaudioError as error:
        raise OutputError(NO_DEVICE, NO_DEVICE_HINT) from error
    if device.backend == "Null":  # miniaudio's last resort: a device that nobody hears
        device.close()
        raise OutputError(NO_DEVICE, NO_DEVICE_HINT)
    return device


def with_timeout(seconds: float, work: Callable[[], T]) -> T | None:
    """Return the result of the work, or raise its exception. None if it takes longer; it then goes on in its own
    thread."""
    done: Future[T] = Future()

    def do() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised in the caller
            done.set_exception(error)

    threading.Thread(target=do, name="voiceguide device", daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError:
        return None


@cache
def silence_alsa() -> Any:
    """Keep ALSA from printing a page of errors on a machine without a sound card.

    See https://www.alsa-project.org/alsa-doc/alsa-lib/group___error.html.
    """
    if sys.platform != "linux":
        return None
    import ctypes

    handler_type = ctypes.CFUNCTYPE(None, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p)
    handler = handler_type(lambda file, line, function, error, text: None)
    try:
        ctypes.CDLL("libasound.so.2").snd_lib_error_set_handler(handler)
    except (OSError, AttributeError):
        return None
    return handler  # the cache keeps the handler alive
