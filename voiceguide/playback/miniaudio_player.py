"""Plays through miniaudio, which needs nothing from the system but a sound device."""

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
from voiceguide.playback.fader import Fader
from voiceguide.playback.feed import Feed
from voiceguide.units import RATE, to_samples

DEVICE_MILLISECONDS = 80
"""How much the device asks for at a time. On PulseAudio it holds as much again and no more, whatever number of
periods is asked for (miniaudio.h, `ma_device__pa_buffer_attr_new`). With half of it an answer is heard 40 ms sooner,
but speech has gaps where the machine is busy."""

NAP_SECONDS = 0.2
"""On Windows, Ctrl-C is noticed between two naps and not within one. A process that was stopped or a machine that
slept counts as one nap, too."""

PATIENCE_SECONDS = 2.0
"""A device that asks for nothing in this time is gone. PulseAudio's end is told in no other way: miniaudio's stop
callback does not come then."""

OPENING_SECONDS = 3.0
CLOSING_SECONDS = 1.0
"""A sound server that takes longer hangs."""

NO_DEVICE = "No sound device is to be found."
GONE = "The sound device has gone away."
HANGS = "The sound device does not answer."
NO_DEVICE_HINT = "Connect a loudspeaker or headphones, or make a file: voiceguide export ROUTINE -o FILE.mp3"

T = TypeVar("T")


class MiniaudioPlayer:
    """A `player.Player`: a feed's thread mixes ahead, the device's own thread takes what is ready."""

    name = "miniaudio"

    def __init__(self) -> None:
        self._device: Any = None
        self._channels = 1
        self._fader = Fader()
        self._watch = _Watch(self._fader)

    @property
    def volume(self) -> float:
        return self._fader.volume

    @volume.setter
    def volume(self, decibels: float) -> None:
        self._fader.volume = decibels

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
        if timeline.channels != self._channels:
            self.stop()
            self._channels = timeline.channels
        self._open()
        feed = Feed(timeline, start)
        feed.wait_until_at(start + _enough())
        # What is begun in its middle may begin in the middle of a sound.
        self._fader.play(feed, fade_in=start > 0)
        self._start()

    def go_on_with(self, timeline: Timeline) -> None:
        if self._fader.over.is_set() or timeline.channels != self._channels:
            self.play(timeline, self.position)
            return
        feed = Feed(timeline, self.position)
        feed.wait_until_at(self.position + _enough())
        while not self._fader.swap(feed):
            feed.wait_until_at(self.position + _enough())

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
            self._watch.until_asked(3)  # for the fade, for the silence while the device is given it, while it plays
        _within(CLOSING_SECONDS, device.close)

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
            opened = _within(OPENING_SECONDS, partial(_open_device, self._channels))
            if opened is None:
                raise OutputError(HANGS, NO_DEVICE_HINT)
            self._device = opened

    def _start(self) -> None:
        """Let the device ask, if it does not yet."""
        import miniaudio

        if self._device.running:
            return
        try:
            self._watch.begin()
            self._fader.lead_in(self._channels)
            self._device.start(_as_the_device_asks(self._fader))
        except miniaudio.MiniaudioError as error:
            self.stop()
            raise OutputError(GONE, NO_DEVICE_HINT) from error


class _Watch:
    """Whether the device still asks for samples."""

    def __init__(self, fader: Fader) -> None:
        self._fader = fader
        self.begin()

    def begin(self) -> None:
        self._asked, self._looked, self._unasked = self._fader.asked, time.monotonic(), 0.0

    def is_gone(self) -> bool:
        """However long nobody looked, it counts as one nap: the process may have been stopped meanwhile."""
        now = time.monotonic()
        if self._asked != self._fader.asked:
            self.begin()
        self._unasked += min(now - self._looked, NAP_SECONDS)
        self._looked = now
        return self._unasked > PATIENCE_SECONDS

    def until_asked(self, times: int) -> None:
        """Come back when the device has asked so often from now on, or would have."""
        wanted = self._fader.asked + times
        for _ in range(2 * times * DEVICE_MILLISECONDS // 10):
            if self._fader.asked >= wanted:
                break
            time.sleep(0.01)


def _enough() -> int:
    """Samples to be mixed before a feed may play: a device that begins asks for two periods at once, and the mixer is
    not to be overtaken."""
    return 5 * to_samples(DEVICE_MILLISECONDS / 1000)


def _as_the_device_asks(fader: Fader) -> Generator[bytes, int, None]:
    """A started generator: it is sent how many samples the device wants, and gives no more."""

    def give() -> Generator[bytes, int, None]:
        wanted = yield b""
        while True:
            wanted = yield fader.take(wanted)

    giving = give()
    next(giving)
    return giving


def _open_device(channels: int) -> Any:
    import miniaudio

    _hush_alsa()
    try:
        device = miniaudio.PlaybackDevice(
            miniaudio.SampleFormat.SIGNED16, channels, RATE, DEVICE_MILLISECONDS, app_name="voiceguide"
        )
    except miniaudio.MiniaudioError as error:
        raise OutputError(NO_DEVICE, NO_DEVICE_HINT) from error
    if device.backend == "Null":  # miniaudio's last resort: a device that nobody hears
        device.close()
        raise OutputError(NO_DEVICE, NO_DEVICE_HINT)
    return device


def _within(seconds: float, work: Callable[[], T]) -> T | None:
    """What the work gives or raises; None if it takes longer: then it is left to itself."""
    done: Future[T] = Future()

    def do() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed to the caller
            done.set_exception(error)

    threading.Thread(target=do, name="voiceguide device", daemon=True).start()
    try:
        return done.result(seconds)
    except TimeoutError:
        return None


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
