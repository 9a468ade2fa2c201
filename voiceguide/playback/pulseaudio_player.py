"""Play through PulseAudio or PipeWire with a deep buffer: no gap on a busy machine, and an answer at once.

The server holds two seconds of sound. A press replaces them from the next moment on.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from functools import partial

from voiceguide.audio.timeline import Timeline
from voiceguide.errors import DeviceChangedError, OutputError
from voiceguide.playback import NO_DEVICE, NO_DEVICE_HINT
from voiceguide.playback.deep_buffer import DeepBuffer
from voiceguide.playback.device_watch import DeviceWatch
from voiceguide.playback.fader import BLUETOOTH_SAMPLES
from voiceguide.playback.feed import Feed
from voiceguide.playback.pulse_stream import GONE, PulseStream
from voiceguide.preferences import LeadIn
from voiceguide.units import to_samples

TICK_SECONDS = 0.1
"""The time between two looks at the stream."""
NAP_SECONDS = 0.1
"""The longest nap of a waiting caller. Windows notices Ctrl-C between two naps only."""
MIXED_SAMPLES = to_samples(0.4)
"""The samples that are mixed before a sound begins."""
SWAP_SAMPLES = to_samples(0.4)
"""A timeline takes over so many samples after the present one, which must be the same in both."""
FADE_SECONDS, FADE_STEPS = 0.3, 30
"""The longest wait for a fade, and its looks at the stream."""

NO_SERVER = "no PulseAudio or PipeWire server plays here."
ELSEWHERE = "The headphones or the loudspeaker went away."
ELSEWHERE_HINT = "Connect them again and press, or press to go on through the present device."


class PulseaudioPlayer:
    """A `player.Player`. The thread of a feed mixes ahead, and a thread of its own gives the samples away."""

    name = "pulseaudio"

    def __init__(self) -> None:
        self.lead_in: LeadIn = "auto"
        self._volume = 0.0
        self._channels = 1
        self._lock = threading.RLock()
        """Held around every use of the stream and the buffer."""
        self._stream: PulseStream | None = None
        self._buffer: DeepBuffer | None = None
        self._watch: DeviceWatch | None = None
        self._fault: BaseException | None = None
        """Raised by `wait`."""
        self._timeline: Timeline | None = None
        self._position = 0
        """The position while nothing plays."""
        self._paused = False
        self._work = threading.Event()
        """Set to wake the thread that gives samples away."""

    @property
    def volume(self) -> float:
        return self._volume

    @volume.setter
    def volume(self, decibels: float) -> None:
        with self._lock:
            self._volume = decibels
            if self._buffer is not None:
                self._guarded(partial(self._buffer.change_volume, decibels))

    @property
    def headphones(self) -> bool:
        """True if the present device is known to be headphones. Any thread may ask."""
        watch = self._watch
        return watch is not None and watch.headphones

    def why_not(self) -> str | None:
        """Connect, and stay connected for `play`."""
        try:
            with self._lock:
                self._open()
        except OSError as error:
            return f"it cannot be loaded ({error})."
        except OutputError as error:
            # Without a server, another player may find a device.
            return NO_SERVER if error.message == NO_DEVICE else f"{error.message} {error.hint}"
        return None

    def play(self, timeline: Timeline, start: int = 0) -> None:
        feed = Feed(timeline, start)
        feed.wait_until_at(start + MIXED_SAMPLES)
        with self._lock:
            self._fault = None
            if timeline.channels != self._channels:
                self.stop()
                self._channels = timeline.channels
            try:
                # A timeline that starts in its middle may start in the middle of a sound.
                self._opened_buffer().play(feed, fade_in=start > 0)
            except BaseException:
                feed.end()
                self._close()
                raise
            self._timeline, self._paused = timeline, False
        self._work.set()

    def go_on_with(self, timeline: Timeline) -> None:
        with self._lock:
            if self._paused:
                self._timeline = timeline
                return
            buffer = self._buffer
            if buffer is None or buffer.is_over or timeline.channels != self._channels:
                self.play(timeline, self.position)
                return
            index, position = buffer.ahead(SWAP_SAMPLES)
        feed = Feed(timeline, position)
        feed.wait_until_at(position + MIXED_SAMPLES)
        with self._lock:
            if self._buffer is not buffer or buffer.feed is None:
                feed.end()  # a stop came between
                return
            self._timeline = timeline
            self._guarded(partial(buffer.go_on_with, feed, index))
        self._work.set()

    def pause(self) -> None:
        with self._lock:
            if not self._paused and self._sounds():
                self._paused = True
                self._guarded(self._hush)

    def resume(self) -> None:
        with self._lock:
            timeline, paused, self._paused = self._timeline, self._paused, False
            if paused and timeline is not None:
                self.play(timeline, self._position)

    def stop(self) -> None:
        with self._lock:
            if self._sounds():
                self._guarded(self._hush)
                self._hear_fade()
            self._paused = False
            self._close()

    @property
    def position(self) -> int:
        with self._lock:
            if self._buffer is not None and self._buffer.feed is not None:
                self._position = self._buffer.position
            return self._position

    def wait(self, timeout: float | None = None) -> bool:
        left = math.inf if timeout is None else timeout
        while not self._is_over():
            if left <= 0:
                return False
            nap = min(left, NAP_SECONDS)
            time.sleep(nap)
            left -= nap
        return True

    def _is_over(self) -> bool:
        with self._lock:
            if self._fault is not None:
                fault, self._fault = self._fault, None
                raise fault
            if self._paused:
                return False
            if self._buffer is not None and self._buffer.feed is not None and self._buffer.feed.fault is not None:
                raise self._buffer.feed.fault
            return not self._sounds()

    def _sounds(self) -> bool:
        """True if a timeline plays and has not been heard to its end."""
        return self._buffer is not None and not self._buffer.is_over

    def _open(self) -> PulseStream:
        if self._stream is None:
            self._stream = PulseStream(self._channels)
            self._watch = DeviceWatch(self._stream)
        return self._stream

    def _opened_buffer(self) -> DeepBuffer:
        """The buffer of the stream. It begins with the lead-in."""
        stream = self._open()
        if self._buffer is None:
            assert self._watch is not None
            stream.settle()
            fills = self.lead_in == "on" or (self.lead_in == "auto" and self._watch.is_bluetooth())
            lead_in = BLUETOOTH_SAMPLES if fills else 0
            self._buffer = DeepBuffer(stream, self._channels, lead_in=lead_in, fills_silence=fills)
            self._buffer.volume = self._volume
            threading.Thread(target=self._run, args=(stream,), name="voiceguide player", daemon=True).start()
        return self._buffer

    def _run(self, stream: PulseStream) -> None:
        """Give samples away until the stream is closed."""
        while True:
            self._work.wait(TICK_SECONDS)
            self._work.clear()
            with self._lock:
                if self._stream is not stream:
                    return
                self._guarded(self._tick)

    def _tick(self) -> None:
        assert self._buffer is not None
        assert self._watch is not None
        if self._watch.is_gone():
            raise OutputError(GONE, NO_DEVICE_HINT)
        if self.lead_in == "auto":
            self._buffer.fills_silence = self._watch.bluetooth
        self._buffer.fill()
        self._position = self.position
        if self._watch.has_gone_elsewhere():
            self._hush()
            raise DeviceChangedError(ELSEWHERE, ELSEWHERE_HINT)

    def _hush(self) -> None:
        if self._buffer is not None and self._buffer.feed is not None:
            self._position = self._buffer.stop()

    def _hear_fade(self) -> None:
        """Wait until the fade is heard, so that nothing clicks."""
        for _ in range(FADE_STEPS):
            if self._stream is None or self._buffer is None or self._buffer.is_silent:
                break
            time.sleep(FADE_SECONDS / FADE_STEPS)

    def _guarded(self, work: Callable[[], object]) -> None:
        """Do some work on the stream. If the device is gone, the next `wait` says so."""
        try:
            work()
        except DeviceChangedError as error:
            self._fault = error
        except OutputError as error:
            self._fault = error
            self._close()

    def _close(self) -> None:
        buffer, stream = self._buffer, self._stream
        if buffer is not None and buffer.feed is not None:
            buffer.feed.end()
        self._stream = self._buffer = self._watch = None
        if stream is not None:
            stream.close()
        self._work.set()
