"""A stream to a PulseAudio server: write at any index, and ask for the index that is heard.

The library's own thread talks to the server. It runs no Python but the answer to a question about a device.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from voiceguide.errors import OutputError
from voiceguide.playback import NO_DEVICE, NO_DEVICE_HINT
from voiceguide.playback import libpulse as pulse
from voiceguide.units import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DEVICE_SECONDS = 0.04
"""The sound that the device takes from the server at a time."""
SERVER_SECONDS = 2.0
"""The sound that the server holds at most, as it is told. More can be written."""
MARGIN_SECONDS = 0.012
"""The time that a write may take on its way."""
OPENING_SECONDS = 3.0
"""A server that takes longer has hung."""
SETTLING_SECONDS = 0.1
"""The longest wait for the time of now."""
POLL_SECONDS = 0.002
BYTES_A_SAMPLE = 2
WORN = (b"headphone", b"headset", b"hands-free")
"""Values of PulseAudio's `device.form_factor`."""
WORN_PORTS = ("headphone", "headset")
"""Words in the names of ports where headphones are plugged in."""
HANGS = "The sound server does not answer."
GONE = "The sound device has gone away."


@dataclass(frozen=True, slots=True)
class Device:
    """A device of the server."""

    name: str
    port: str | None
    """The name of its active port: `headphones`. None without ports."""
    unplugged: frozenset[str]
    """The ports where nothing is plugged in."""
    bluetooth: bool
    headphones: bool = False
    """True if a microphone in the room hears nothing of it."""


Answer = Callable[["Device | None"], None]
"""A function that takes a device, or None if there is none of that name. The library's thread calls it."""


class PulseStream:
    """One stream on one connection. Any thread may use it."""

    def __init__(self, channels: int) -> None:
        """Connect. Raises OutputError if no server answers or it has no device, and OSError without the library."""
        self._lib = pulse.libpulse()
        self.frame = BYTES_A_SAMPLE * channels
        """Bytes of one sample on all channels."""
        self.written = 0
        """The end of all that was written: an index in samples."""
        self._last = 0, 0
        """The last answer of `_clock`."""
        self._questions: list[Any] = []
        """Callbacks of the library that are kept alive."""
        self._loop = self._lib.pa_threaded_mainloop_new()
        self._context: Any = None
        self._stream: Any = None
        self._closed = False
        self._lib.pa_threaded_mainloop_start(self._loop)
        try:
            self._connect()
            self._open(channels)
        except BaseException:
            self.close()
            raise

    @property
    def alive(self) -> bool:
        """False once the server or the device has gone."""
        with self._locked():
            return not self._closed and self._lib.pa_stream_get_state(self._stream) == pulse.STREAM_READY

    @property
    def device_name(self) -> str:
        """The name of the device that plays the stream now."""
        with self._locked():
            name = self._lib.pa_stream_get_device_name(self._stream)
        return (name or b"").decode("utf-8", "replace")

    def write(self, index: int, samples: NDArray[np.int16]) -> None:
        """Put samples at an index, in place of those that stand there. Raises OutputError if the device has gone."""
        data = samples.tobytes()
        with self._locked():
            state = self._lib.pa_stream_write(
                self._stream, data, len(data), None, index * self.frame, pulse.SEEK_ABSOLUTE
            )
        if state < 0:
            raise OutputError(GONE, NO_DEVICE_HINT)
        self.written = max(self.written, index + len(samples))

    def settle(self) -> None:
        """Wait for the time of now, since an idle stream may have had none for long."""
        before, until = self.answered(), time.monotonic() + SETTLING_SECONDS
        self.ask_timing()
        while self.answered() == before and time.monotonic() < until:
            time.sleep(POLL_SECONDS)

    def ask_timing(self) -> None:
        """Ask the server for the time. The answer comes soon."""
        with self._locked():
            self._forget(self._lib.pa_stream_update_timing_info(self._stream, None, None))

    def heard(self) -> int:
        """The index that is heard now. It goes on in silence where nothing was written."""
        return self._clock()[0]

    def changeable(self) -> int:
        """The first index that can still be replaced in time."""
        heard, device = self._clock()
        return heard + device + round(MARGIN_SECONDS * RATE)

    def answered(self) -> float:
        """The time of the server's last answer, in seconds."""
        with self._locked():
            found = self._lib.pa_stream_get_timing_info(self._stream)
            return found.contents.seconds + found.contents.microseconds / 1e6 if found else 0.0

    def ask_device(self, name: str, answer: Answer) -> None:
        """Ask for a device by its name."""
        found: list[Device | None] = [None]

        def take(_: object, info: Any, end: int, __: object) -> None:
            if end == 0 and info:
                found[0] = _device(self._lib, info.contents)
            else:
                answer(found[0])

        callback = pulse.SINK_INFO_CALLBACK(take)
        self._questions = [*self._questions[-8:], callback]
        with self._locked():
            asked = self._lib.pa_context_get_sink_info_by_name(self._context, name.encode(), callback, None)
            self._forget(asked)

    def close(self) -> None:
        """End the stream, the connection and the library's thread."""
        if self._closed:
            return
        with self._locked():
            self._closed = True
            if self._stream:
                self._lib.pa_stream_disconnect(self._stream)
                self._lib.pa_stream_unref(self._stream)
            if self._context:
                self._lib.pa_context_disconnect(self._context)
                self._lib.pa_context_unref(self._context)
        self._lib.pa_threaded_mainloop_stop(self._loop)
        self._lib.pa_threaded_mainloop_free(self._loop)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep the library's thread waiting. Raises OutputError after `close`."""
        if self._closed:
            raise OutputError(GONE, NO_DEVICE_HINT)
        self._lib.pa_threaded_mainloop_lock(self._loop)
        try:
            yield
        finally:
            self._lib.pa_threaded_mainloop_unlock(self._loop)

    def _connect(self) -> None:
        with self._locked():
            api = self._lib.pa_threaded_mainloop_get_api(self._loop)
            self._context = self._lib.pa_context_new(api, b"voiceguide")
            state = self._lib.pa_context_connect(self._context, None, pulse.CONTEXT_NO_AUTOSPAWN, None)
        if state < 0:
            raise OutputError(NO_DEVICE, NO_DEVICE_HINT)
        self._until(lambda: self._lib.pa_context_get_state(self._context), pulse.CONTEXT_READY, pulse.CONTEXT_FAILED)

    def _open(self, channels: int) -> None:
        specification = pulse.SampleSpec(pulse.SIGNED_16_BITS_LITTLE_ENDIAN, RATE, channels)
        request, held = (round(seconds * RATE) * self.frame for seconds in (DEVICE_SECONDS, SERVER_SECONDS))
        attributes = pulse.BufferAttributes(pulse.ANY, held, 0, request, pulse.ANY)
        with self._locked():
            self._stream = self._lib.pa_stream_new(self._context, b"session", ctypes.byref(specification), None)
            state = self._lib.pa_stream_connect_playback(
                self._stream, None, ctypes.byref(attributes), pulse.STREAM_EARLY_REQUESTS, None, None
            )
        if state < 0:
            raise OutputError(NO_DEVICE, NO_DEVICE_HINT)
        self._until(lambda: self._lib.pa_stream_get_state(self._stream), pulse.STREAM_READY, pulse.STREAM_FAILED)
        self.ask_timing()
        self._until(lambda: bool(self._lib.pa_stream_get_timing_info(self._stream)), 1, 2)

    def _until(self, state: Callable[[], int], ready: int, failed: int) -> None:
        """Return once a state is reached. Raises OutputError if it fails or does not come."""
        until = time.monotonic() + OPENING_SECONDS
        while True:
            with self._locked():
                now = state()
            if now == ready:
                return
            if now >= failed:
                raise OutputError(NO_DEVICE, NO_DEVICE_HINT)
            if time.monotonic() > until:
                raise OutputError(HANGS, NO_DEVICE_HINT)
            time.sleep(POLL_SECONDS)

    def _clock(self) -> tuple[int, int]:
        """The index that is heard now, and the samples that the device holds at most."""
        with self._locked():
            found = self._lib.pa_stream_get_timing_info(self._stream)
            if not found:  # the stream has ended
                return self._last
            info = found.contents
            at = info.seconds + info.microseconds / 1e6
            taken, held = info.read_index / self.frame, info.sink_usec / 1e6 * RATE
            device = round(info.configured_sink_usec / 1e6 * RATE)
        gone = max(0.0, time.time() - at) * RATE
        self._last = max(0, round(taken - held + gone)), device
        return self._last

    def _forget(self, operation: Any) -> None:
        if operation:
            self._lib.pa_operation_unref(operation)


def _device(lib: Any, info: Any) -> Device:
    """The device that the library describes."""
    ports = [info.ports[number].contents for number in range(info.n_ports)] if info.ports else []
    keys = (b"device.bus", b"device.api", b"device.form_factor")
    bus, api, form = (lib.pa_proplist_gets(info.proplist, key) or b"" for key in keys)
    name = (info.name or b"").decode("utf-8", "replace")
    port = info.active_port.contents.name.decode("utf-8", "replace") if info.active_port else None
    return Device(
        name,
        port,
        frozenset(port.name.decode("utf-8", "replace") for port in ports if port.available == pulse.PORT_NOT_AVAILABLE),
        name.startswith("bluez") or bus == b"bluetooth" or api.startswith(b"bluez"),
        form in WORN or any(word in (port or "") for word in WORN_PORTS),
    )
