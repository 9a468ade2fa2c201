"""Play through simpleaudio, if it is installed. Each sound starts at its time on the clock."""

from __future__ import annotations

import subprocess
import sys
import weakref
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING

from voiceguide.child_process import start_child
from voiceguide.errors import OutputError
from voiceguide.parts import install
from voiceguide.playback import HANGS, NO_DEVICE, NO_DEVICE_HINT
from voiceguide.playback.clock_player import ClockPlayer
from voiceguide.playback.fader import volume_factor
from voiceguide.playback.miniaudio_player import GONE, OPENING_SECONDS, with_timeout
from voiceguide.playback.simpleaudio_process import BYTES_A_SAMPLE, DONE, REFUSED

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SILENCE = bytes(441 * BYTES_A_SAMPLE)


class SimpleaudioPlayer(ClockPlayer):
    """A `player.Player`. simpleaudio can only start and stop sounds; the clock does the rest. So a new volume applies
    to the next sound, and a cut has no fade."""

    name = "simpleaudio"

    _process: SimpleaudioProcess | None = None

    def why_not(self) -> str | None:
        if sys.version_info >= (3, 12):
            return (
                "simpleaudio crashes Python 3.12 and later when a sound ends. Use Python 3.11, or --output miniaudio."
            )
        if find_spec("simpleaudio") is None:
            return f"it is not installed. Install it: {install('simpleaudio')}"
        try:
            self._ask(b"play", SILENCE)
        except OutputError as error:
            return f"{error.message} {error.hint}"
        return None

    def _begin(self, samples: NDArray[np.int16]) -> None:
        quieter = (samples * volume_factor(self.volume)).astype(samples.dtype)
        self._ask(b"play", quieter.tobytes())

    def _hush(self) -> None:
        if self._process is not None:
            self._ask(b"stop")

    def _finish(self) -> None:
        if self._process is not None:
            self._ask(b"finish")

    def _ask(self, request: bytes, sound: bytes = b"") -> None:
        """Pass a request to the process, a new one if need be. Raises OutputError if it fails."""
        self._process = self._process or SimpleaudioProcess()
        try:
            self._process.ask(request, sound)
        except OutputError:
            process, self._process = self._process, None
            process.close()
            raise


class SimpleaudioProcess:
    """simpleaudio in a process of its own."""

    def __init__(self) -> None:
        """Start the process. Does not wait until it is ready."""
        self._process: subprocess.Popen[bytes] = start_child(
            "voiceguide.playback.simpleaudio_process",
            stderr=subprocess.DEVNULL,  # ALSA prints a page of errors on a machine without a sound card
        )
        self._end = weakref.finalize(self, _end, self._process)

    def ask(self, request: bytes, sound: bytes) -> None:
        """Return when a request is done. Raises OutputError if the device refuses, has gone away, or hangs."""
        message = b"%s %d\n" % (request, len(sound)) + sound
        answer = with_timeout(OPENING_SECONDS, partial(self._exchange, message))
        if answer is None:
            raise OutputError(HANGS, NO_DEVICE_HINT)
        if answer != DONE:
            raise OutputError(NO_DEVICE if answer == REFUSED else GONE, NO_DEVICE_HINT)

    def close(self) -> None:
        """End the process. A second call does nothing."""
        self._end()

    def _exchange(self, message: bytes) -> bytes:
        """Return the answer; an empty one if the process has ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            self._process.stdin.write(message)
            self._process.stdin.flush()
            return self._process.stdout.readline()
        except OSError:
            return b""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process, whatever it is doing."""
    process.kill()
    process.wait()
