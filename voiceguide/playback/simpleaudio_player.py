"""Play through simpleaudio, if it is installed. Each sound starts at its time on the clock."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from voiceguide.errors import OutputError
from voiceguide.parts import install
from voiceguide.playback import HANGS, NO_DEVICE, NO_DEVICE_HINT
from voiceguide.playback.clock_player import ClockPlayer
from voiceguide.playback.fader import volume_factor
from voiceguide.playback.miniaudio_player import (
    OPENING_SECONDS,
    silence_alsa,
    with_timeout,
)
from voiceguide.units import RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


BYTES_A_SAMPLE = 2
SILENCE_SAMPLES = 441
MOST_LATE_SECONDS = 2.0
"""The longest time in which a sound ends after the clock says so. A device that went away never ends its sounds."""


class SimpleaudioPlayer(ClockPlayer):
    """A `player.Player`. simpleaudio can only start and stop sounds; the clock does the rest. So a new volume applies
    to the next sound, and a cut has no fade."""

    name = "simpleaudio"

    _playing: tuple[Any, ...] = ()

    def why_not(self) -> str | None:
        if sys.version_info >= (3, 12):
            return (
                "simpleaudio crashes Python 3.12 and later when a sound ends. Use Python 3.11, or --output miniaudio."
            )
        if find_spec("simpleaudio") is None:
            return f"it is not installed. Install it: {install('simpleaudio')}"
        try:
            played = with_timeout(OPENING_SECONDS, _play_silence)
        except OutputError as error:
            return f"{error.message} {error.hint}"
        return None if played else f"{HANGS} {NO_DEVICE_HINT}"

    def _begin(self, samples: NDArray[np.int16]) -> None:
        quieter = (samples * volume_factor(self.volume)).astype(samples.dtype)
        started = _started(quieter.tobytes())
        self._playing = (*(sound for sound in self._playing if sound.is_playing()), started)

    def _hush(self) -> None:
        for sound in self._playing:
            sound.stop()
        self._playing = ()

    def _finish(self) -> None:
        for sound in self._playing:
            with_timeout(MOST_LATE_SECONDS, sound.wait_done)
        self._playing = ()


def _play_silence() -> bool:
    """Return True. Raises OutputError if no device can play."""
    _started(bytes(SILENCE_SAMPLES * BYTES_A_SAMPLE))
    return True


def _started(sound: bytes) -> Any:
    import simpleaudio

    silence_alsa()
    try:
        return simpleaudio.play_buffer(sound, 1, BYTES_A_SAMPLE, RATE)
    except simpleaudio._simpleaudio.SimpleaudioError as error:
        raise OutputError(NO_DEVICE, NO_DEVICE_HINT) from error
